"""``max``, ``min`` and ``sorted`` by merging: one comparison for each pair of items instead of one path for each order.

An item comes before another by its key, and among equal keys by its place, as Python's stable sort and its ``max`` do.
The k-th item is the one that is left when those before it are taken out, so that nothing but comparisons of pairs
occurs in the conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.plain.choice import NotMergeable, merged
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.quantity import Symbolic, compare, condition
from strategyproof.proofs.terms import Term

Before = Callable[[int, int], Term]


def in_order(items: Sequence[Any], keys: Sequence[Any], reverse: bool) -> list[Any] | None:
    """Return the items sorted by their keys, or None if their order does not depend on the bids.

    Raises
    ------
    NotMergeable
        If only branching can order them.
    """
    if not any(_is_symbolic(k) for k in keys):
        return None
    rankings = _rankings(len(items), _precedence(keys, reverse))
    try:
        return [merged([(when, items[place]) for place, when in enumerate(ranking)]) for ranking in rankings]
    except NotMergeable:
        return [items[_chosen(ranking)] for ranking in rankings]


def extreme(items: Sequence[Any], keys: Sequence[Any], highest: bool) -> Any:
    """Return the first of the items with the highest or lowest key.

    Raises
    ------
    NotMergeable
        If only branching can find it.
    """
    ranking = _first([terms.TRUE] * len(items), _precedence(keys, highest))
    try:
        return merged([(when, items[place]) for place, when in enumerate(ranking)])
    except NotMergeable:
        return items[_chosen(ranking)]


def _is_symbolic(key: Any) -> bool:
    return any(map(_is_symbolic, key)) if type(key) is tuple else isinstance(key, Symbolic)


def _precedence(keys: Sequence[Any], descending: bool) -> Before:
    """Return the condition under which one place comes before another."""
    known: dict[tuple[int, int], Term] = {}

    def before(i: int, j: int) -> Term:
        if i > j:
            return terms.negation(before(j, i))
        if (i, j) not in known:
            later = less_than(keys[i], keys[j]) if descending else less_than(keys[j], keys[i])
            known[i, j] = terms.negation(later)
        return known[i, j]

    return before


def less_than(a: Any, b: Any) -> Term:
    """Return a < b for numbers, for tuples entry by entry, and for texts.

    Raises
    ------
    NotMergeable
        For anything else: of two sets, or two objects of the user's, each may come before the other, or neither.
    """
    if type(a) is tuple and type(b) is tuple:
        return _tuple_less(a, b)
    found = compare(terms.less, a, b)
    if found is not NotImplemented:
        term = condition(found)
        assert term is not None
        return term
    if type(a) is type(b) and isinstance(a, (str, bytes)):
        return terms.truth(a < b)
    raise NotMergeable


def _same(a: Any, b: Any) -> Term:
    if a is b:
        return terms.TRUE
    if type(a) is tuple and type(b) is tuple and len(a) == len(b):
        return terms.conjunction(map(_same, a, b))
    found = compare(terms.equal, a, b)
    term = condition(a == b if found is NotImplemented else found)
    if term is None:
        raise NotMergeable
    return term


def _tuple_less(a: tuple[Any, ...], b: tuple[Any, ...]) -> Term:
    """Compare at the first place where they differ."""
    below = terms.truth(len(a) < len(b))
    for x, y in reversed(list(zip(a, b, strict=False))):
        same = _same(x, y)
        if same is not terms.TRUE:
            below = terms.if_then_else(same, below, less_than(x, y))
    return below


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


def _chosen(ranking: Sequence[Term]) -> int:
    """Choose the place by branching, for items that must stay what they are."""
    for place, when in enumerate(ranking[:-1]):
        if when is not terms.FALSE and decide(when):
            return place
    return len(ranking) - 1
