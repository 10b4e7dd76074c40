"""``sorted``, ``max`` and ``min`` by merging: one comparison for each pair of items, not one path for each order.

An item comes before another by its key, and among equal keys by its place, as Python's stable sort and its ``max`` do.
The k-th item is the one that is left when those before it are taken out, so that nothing but comparisons of pairs
occurs in the conditions. That is what any sorting algorithm gives where the comparisons are those of a total order,
which numbers, texts and tuples of them are. A comparison of the user's own may be another: then the items are sorted as
CPython sorts a short list, comparison by comparison.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.containers import List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Effect
from strategyproof.proofs.evaluator.merging import CANNOT_BE_TAKEN_BACK
from strategyproof.proofs.evaluator.numbers import NUMBERS, NotMergeable, Symbolic, merged
from strategyproof.proofs.evaluator.objects import Instance
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Before = Callable[[int, int], Term]
LONGEST = 64
"""CPython sorts lists up to this length by binary insertion alone."""


def keys_of(ev: Evaluator, items: Sequence[Any], key: Any, *, is_orderless: bool = False) -> list[Any]:
    """Return the key of each item.

    Parameters
    ----------
    is_orderless
        Whether the items come from a set without a known order. Then nobody may see in which order the keys were asked
        for, nor which of two items with equal keys came first.
    """
    if key is None:
        return list(items)
    if not is_orderless:
        return [ev.call(key, [item], {}) for item in items]
    try:
        keys: list[Any] = ev.journal.purely(lambda: [ev.call(key, [item], {}) for item in items])
        pairs = [(x, y) for k, x in enumerate(keys) for y in keys[:k]]
        if ev.decide(terms.disjunction(comparing.same(ev, x, y) for x, y in pairs)):
            raise Effect
    except CANNOT_BE_TAKEN_BACK:
        ev.no("the order of a set, which is another in each process", "sort it without a key first")
    return keys


def in_order(ev: Evaluator, items: Sequence[Any], key: Any, *, descending: bool) -> list[Any]:
    """Return the items sorted by their keys."""
    return by_keys(ev, items, keys_of(ev, items, key), descending=descending)


def by_keys(ev: Evaluator, items: Sequence[Any], keys: Sequence[Any], *, descending: bool) -> list[Any]:
    """Return the items sorted by keys that are known."""
    if len(items) < 2:
        return list(items)
    if not any(map(depends, keys)):
        order = _plainly_sorted(ev, keys, descending=descending)
        return [items[place] for place in order]
    if not ev.merges:
        return [items[place] for place in inserted(ev, keys, descending=descending)]
    rankings = _rankings(len(items), _precedence(ev, keys, descending=descending))
    try:
        return [merged([(when, items[place]) for place, when in enumerate(ranking)]) for ranking in rankings]
    except NotMergeable:
        return [items[_chosen(ev, ranking)] for ranking in rankings]


def extreme(ev: Evaluator, items: Sequence[Any], key: Any, *, highest: bool) -> Any:
    """Return the first of the items with the highest or lowest key."""
    return extreme_by_keys(ev, items, keys_of(ev, items, key), highest=highest)


def extreme_by_keys(
    ev: Evaluator, items: Sequence[Any], keys: Sequence[Any], *, highest: bool, alive: Sequence[Term] | None = None
) -> Any:
    """Return the first of the items with the highest or lowest key; the keys are known.

    Parameters
    ----------
    alive
        The conditions under which the items are there, of which one holds at least; None if all are.
    """
    all_there = alive is None or all(when is terms.TRUE for when in alive)
    if len(items) == 1:
        return items[0]
    if not (all_there or not any(map(asks_objects, keys))):
        raise NotMergeable
    if all_there and (not ev.merges or not any(map(depends, keys)) or any(map(asks_objects, keys))):
        return items[scanned(ev, keys, highest=highest)]
    ranking = _first(alive or [terms.TRUE] * len(items), _precedence(ev, keys, descending=highest))
    try:
        return merged([(when, items[place]) for place, when in enumerate(ranking)])
    except NotMergeable:
        return items[_chosen(ev, ranking)]


def depends(key: Any) -> bool:
    """Tell whether a key depends on the bids, or may."""
    if isinstance(key, (tuple, List)):
        return any(map(depends, key))
    return isinstance(key, (Symbolic, Instance))


def asks_objects(key: Any) -> bool:
    """Tell whether the comparisons of a key may be those of no total order: it is an object, a set or NaN."""
    return any(isinstance(inner, (Instance, Set)) or inner != inner for inner in _parts(key))


def scanned(ev: Evaluator, keys: Sequence[Any], *, highest: bool) -> int:
    """Find the extreme as Python does: each key against the best so far."""
    best = 0
    for place in range(1, len(keys)):
        op = ast.Gt if highest else ast.Lt
        if ev.is_true(comparing.compare(ev, op, keys[place], keys[best])):
            best = place
    return best


def _plainly_sorted(ev: Evaluator, keys: Sequence[Any], *, descending: bool) -> list[int]:
    """Sort the places by keys that hold no bid: by Python's own sort, or as it would go about it."""
    if all(map(is_plain, keys)):
        order: list[int] = ev.plainly(sorted, range(len(keys)), key=keys.__getitem__, reverse=descending)
        return order
    return inserted(ev, keys, descending=descending)


def is_plain(key: Any) -> bool:
    """Tell whether Python's own sort can compare a key: a number, text, or a tuple of them."""
    if type(key) is tuple:
        return all(map(is_plain, key))
    return isinstance(key, (*NUMBERS, str, bytes, type(None)))


def _precedence(ev: Evaluator, keys: Sequence[Any], *, descending: bool) -> Before:
    """Return the condition under which one place comes before another."""
    if any(map(asks_objects, keys)):
        return _of_objects(ev, keys, descending=descending)
    known: dict[tuple[int, int], Term] = {}

    def before(i: int, j: int) -> Term:
        if i > j:
            return terms.negation(before(j, i))
        if (i, j) not in known:
            a, b = (keys[i], keys[j]) if descending else (keys[j], keys[i])
            known[i, j] = terms.negation(comparing.ordered(ev, ast.Lt, a, b))
        return known[i, j]

    return before


def _parts(key: Any) -> list[Any]:
    return [inner for part in key for inner in _parts(part)] if isinstance(key, (tuple, List)) else [key]


def _of_objects(ev: Evaluator, keys: Sequence[Any], *, descending: bool) -> Before:
    """Return the order of objects by their own comparison: merged where it is a total order, decided where not."""
    count = len(keys)
    known: dict[tuple[int, int], Term] = {}

    def less(i: int, j: int) -> Term:
        return ev.truth(comparing.compare(ev, ast.Lt, keys[i], keys[j]))

    def compared() -> None:
        for i in range(count):
            for j in range(i + 1, count):
                a, b = (i, j) if descending else (j, i)
                known[i, j] = terms.negation(less(a, b))
                known[j, i] = terms.negation(known[i, j])
                other = less(b, a)
                if not ev.is_certain(terms.negation(terms.conjunction((other, terms.negation(known[i, j]))))):
                    raise NotMergeable

    try:
        ev.journal.purely(compared)
        if _is_total(ev, known, count):
            return lambda i, j: known[i, j]
    except CANNOT_BE_TAKEN_BACK:
        pass
    order = inserted(ev, keys, descending=descending)
    rank = {place: k for k, place in enumerate(order)}
    return lambda i, j: terms.truth(rank[i] < rank[j])


def _is_total(ev: Evaluator, before: dict[tuple[int, int], Term], count: int) -> bool:
    """Show that a relation of pairs is transitive, so that every way of sorting gives the same."""
    places = range(count)
    broken = [
        terms.conjunction((before[i, j], before[j, k], before[k, i]))
        for i in places
        for j in places
        for k in places
        if len({i, j, k}) == 3
    ]
    return ev.is_certain(terms.negation(terms.disjunction(broken)))


def inserted(ev: Evaluator, keys: Sequence[Any], *, descending: bool) -> list[int]:
    """Sort places as CPython sorts up to 64 items: extend the run at the start, then insert by halving.

    In descending order CPython reverses the list, sorts it, and reverses it again: equal items keep their order.
    """
    if len(keys) > LONGEST:
        ev.no(f"sorting more than {LONGEST} objects by a comparison of their own")
    places = list(range(len(keys)))
    if descending:
        places.reverse()

    def less(i: int, j: int) -> bool:
        return ev.is_true(comparing.compare(ev, ast.Lt, keys[i], keys[j]))

    start = _run_at_the_start(places, less)
    for k in range(start, len(places)):
        low, high, pivot = 0, k, places[k]
        while low < high:
            middle = (low + high) // 2
            if less(pivot, places[middle]):
                high = middle
            else:
                low = middle + 1
        places.insert(low, places.pop(k))
    if descending:
        places.reverse()
    return places


def _run_at_the_start(places: list[int], less: Callable[[int, int], bool]) -> int:
    """Return the length of the ascending run at the start; a strictly descending one is reversed."""
    if len(places) < 2:
        return len(places)
    count = 2
    if less(places[1], places[0]):
        while count < len(places) and less(places[count], places[count - 1]):
            count += 1
        places[:count] = reversed(places[:count])
    else:
        while count < len(places) and not less(places[count], places[count - 1]):
            count += 1
    return count


def _first(alive: Sequence[Term], before: Before) -> list[Term]:
    """Return, for each place, the condition that it is the first of those that are left."""
    places = range(len(alive))
    return [
        terms.conjunction(
            [alive[i], *(terms.disjunction((terms.negation(alive[j]), before(i, j))) for j in places if j != i)]
        )
        for i in places
    ]


def _rankings(count: int, before: Before) -> list[list[Term]]:
    """Return, for each rank and each place, the condition that the place holds the rank."""
    alive, rankings = [terms.TRUE] * count, []
    for _ in range(count):
        ranking = _first(alive, before)
        rankings.append(ranking)
        alive = [terms.conjunction((a, terms.negation(r))) for a, r in zip(alive, ranking, strict=True)]
    return rankings


def _chosen(ev: Evaluator, ranking: Sequence[Term]) -> int:
    """Choose the place by branching, for items that must stay what they are."""
    for place, when in enumerate(ranking[:-1]):
        if when is not terms.FALSE and ev.decide(when):
            return place
    return len(ranking) - 1
