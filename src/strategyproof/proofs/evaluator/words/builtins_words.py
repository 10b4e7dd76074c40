"""The functions of Python that need no import."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from strategyproof.proofs.evaluator import guarded, leftovers, ordering
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary, new_set
from strategyproof.proofs.evaluator.iterating import END, Stream, advance, is_orderless, iterator, unordered
from strategyproof.proofs.evaluator.numbers import (
    NotMergeable,
    is_number,
    merged,
    truth,
)
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    MISSING,
    Bound,
    Class,
    Instance,
    Items,
    Opaque,
    Text,
)
from strategyproof.proofs.evaluator.positions import position, put_entry
from strategyproof.proofs.evaluator.table import constant, method_of, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

constant("Ellipsis", Ellipsis)
constant("NotImplemented", NotImplemented)
constant("__debug__", True)


@word("len")
def _len(ev: Evaluator, value: Any, /) -> Any:
    row = method_of(value, "__len__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, (List, tuple, Dict, Set, str, bytes, range)):
        return len(value) if (opaque := ev.opaque(value)) is None else Opaque(opaque.cause, leftovers.INT)
    if isinstance(value, Instance) and isinstance(found := value.cls.find("__len__"), METHOD):
        return ev.call(Bound(found, value), [], {})
    if isinstance(value, Class) and value.members is not None:
        return len(value.members)
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(value, Text):
        ev.no("the length of text made from a bid")
    ev.throw(TypeError)


def _row(values: Iterable[Any], name: str) -> Any:
    """Return the row that one of several values has for a word, such as that of a list of any length."""
    return next((row for value in values if (row := method_of(value, name)) is not None), None)


@word("range")
def _range(ev: Evaluator, *bounds: Any) -> Any:
    if not 1 <= len(bounds) <= 3:
        ev.throw(TypeError)
    row = _row(bounds, "__range__")
    if row is not None:
        return row(ev, *bounds)
    return ev.plainly(range, *(position(ev, bound) for bound in bounds))


@word("enumerate")
def _enumerate(ev: Evaluator, iterable: Any, start: Any = 0) -> Any:
    row = method_of(iterable, "__enumerate__")
    if row is not None:
        return row(ev, iterable, start)
    first = position(ev, start)
    made = Items(enumerate(Stream(ev, iterable), first), "enumerate", ev.born)

    def again() -> guarded.Guarded:
        return ((terms.TRUE, pair) for pair in enumerate(guarded.certain(ev, iterable), first))

    return guarded.repeatable(made, [iterable], again)


@word("zip")
def _zip(ev: Evaluator, *iterables: Any, strict: Any = False) -> Any:
    row = _row(iterables, "__zip__")
    if row is not None:
        return row(ev, iterables)
    streams = [Stream(ev, iterable) for iterable in iterables]
    if not ev.is_true(strict):
        made = Items(zip(*streams, strict=False), "zip", ev.born)
        return guarded.repeatable(made, iterables, lambda: _zipped_again(ev, iterables))
    return Items(_strictly_zipped(ev, streams), "zip", ev.born)


def _zipped_again(ev: Evaluator, iterables: tuple[Any, ...]) -> guarded.Guarded:
    return ((terms.TRUE, found) for found in zip(*(guarded.certain(ev, i) for i in iterables), strict=False))


def _strictly_zipped(ev: Evaluator, streams: list[Stream]) -> Iterator[Any]:
    try:
        yield from zip(*streams, strict=True)
    except ValueError:
        ev.throw(ValueError)


@word("map")
def _map(ev: Evaluator, function: Any, *iterables: Any) -> Any:
    if not iterables:
        ev.throw(TypeError)
    row = _row(iterables, "__map__")
    if row is not None:
        return row(ev, function, iterables)
    streams = [Stream(ev, iterable) for iterable in iterables]
    made = Items(map(lambda *args: ev.call(function, list(args), {}), *streams), "map", ev.born)

    def again() -> guarded.Guarded:
        return ((when, ev.call(function, list(args), {})) for when, args in _zipped_again(ev, iterables))

    return guarded.repeatable(made, iterables, again)


@word("filter")
def _filter(ev: Evaluator, function: Any, iterable: Any) -> Any:
    row = method_of(iterable, "__filter__")
    if row is not None:
        return row(ev, iterable, function)

    def is_kept(item: Any) -> bool:
        return ev.is_true(item if function is None else ev.call(function, [item], {}))

    made = Items(filter(is_kept, Stream(ev, iterable)), "filter", ev.born)

    def again() -> guarded.Guarded:
        for when, item in guarded.items(ev, iterable):
            kept = ev.truth(item if function is None else ev.call(function, [item], {}))
            yield terms.conjunction((when, kept)), item

    return guarded.repeatable(made, [iterable], again)


@word("reversed")
def _reversed(ev: Evaluator, value: Any) -> Any:
    row = method_of(value, "__reversed__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Dict):
        return Items(iter(list(reversed(ev.known(value).keys()))), "reversed", ev.born)
    if not isinstance(value, (List, tuple, str, range, bytes)):
        if isinstance(value, Instance):
            ev.no("reversed() of an object")
        ev.throw(TypeError)
    made = Items(reversed(ev.items(value)), "reversed", ev.born)
    return guarded.repeatable(made, [value], lambda: ((terms.TRUE, item) for item in reversed(ev.items(value))))


@word("iter")
def _iter(ev: Evaluator, value: Any, *sentinel: Any) -> Any:
    if sentinel:
        ev.no("iter() with a sentinel")
    return iterator(ev, value)


@word("next")
def _next(ev: Evaluator, items: Any, *default: Any) -> Any:
    row = method_of(items, "__next__")
    found = advance(ev, items) if row is None else row(ev, items, END)
    if found is not END:
        return found
    if default:
        return default[0]
    ev.throw(StopIteration)


@word("list")
def _list(ev: Evaluator, value: Any = (), /) -> Any:
    row = method_of(value, "__list__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Set) and value.in_order() is None:
        made = ev.new_list(ev.known(value))
        made.is_unordered = len(made) > 1
        return made
    return ev.new_list(ev.iterate(value))


@word("tuple")
def _tuple(ev: Evaluator, value: Any = (), /) -> Any:
    row = method_of(value, "__tuple__")
    return tuple(ev.iterate(value)) if row is None else row(ev, value)


@word("dict")
def _dict(ev: Evaluator, value: Any = (), /, **named: Any) -> Any:
    row = method_of(value, "__dict__")
    if row is not None and not named:
        return row(ev, value)
    made = Dict(ev.born)
    fill(ev, made, value)
    for key, entry in named.items():
        put_entry(ev, made, key, entry)
    return made


def fill(ev: Evaluator, holder: Dict, value: Any) -> None:
    """Put the entries of a dictionary, or pairs of keys and values, into a dictionary."""
    if isinstance(value, Dict):
        for key, entry in list(ev.known(value).entries.values()):
            put_entry(ev, holder, key, entry)
        return
    for pair in ev.iterate(value):
        parts = ev.items(pair)
        if len(parts) != 2:
            ev.throw(ValueError)
        put_entry(ev, holder, parts[0], parts[1])


@word("dict.fromkeys")
def _fromkeys(ev: Evaluator, keys: Any, value: Any = None) -> Any:
    made = Dict(ev.born)
    for key in ev.iterate(keys):
        put_entry(ev, made, key, value)
    return made


@word("set")
def _set(ev: Evaluator, value: Any = (), /) -> Any:
    return _set_of(ev, value, is_frozen=False)


def _set_of(ev: Evaluator, value: Any, *, is_frozen: bool) -> Any:
    row = method_of(value, "__set__")
    if row is not None:
        return row(ev, value)
    if isinstance(value, Set) and is_frozen and value.is_frozen:
        return value
    made = new_set(ev, unordered(ev, value), is_frozen=is_frozen)
    if isinstance(value, Set):
        made.native = None if value.native is None else set(value.native)
    elif isinstance(value, Dict) or is_orderless(value):
        made.native = None
    return made


@word("frozenset")
def _frozenset(ev: Evaluator, value: Any = (), /) -> Any:
    return _set_of(ev, value, is_frozen=True)


@word("slice")
def _slice(_ev: Evaluator, *bounds: Any) -> Any:
    return slice(*bounds)


@word("sorted")
def _sorted(ev: Evaluator, value: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    row = method_of(value, "__sorted__")
    if row is not None:
        return row(ev, value, key, reverse)
    descending = ev.is_true(reverse)
    items = unordered(ev, value)
    keys = ordering.keys_of(ev, items, key, is_orderless=is_orderless(value))
    return ev.new_list(ordering.by_keys(ev, items, keys, descending=descending))


@word("max")
def _max(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(ev, args, key, default, highest=True)


@word("min")
def _min(ev: Evaluator, *args: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(ev, args, key, default, highest=False)


def _extreme(ev: Evaluator, args: tuple[Any, ...], key: Any, default: Any, *, highest: bool) -> Any:
    if not args:
        ev.throw(TypeError)
    if len(args) == 1:
        row = method_of(args[0], "__extreme__")
        if row is not None:
            return row(ev, args[0], key, default, highest=highest)
    if len(args) == 1:
        found = guarded.tried(ev, args[0], lambda items: _extreme_of(ev, items, key, highest=highest))
        if found is not guarded.FAILED:
            return found
    items, keys = _candidates(ev, args, key)
    if not items:
        if default is MISSING:
            ev.throw(ValueError)
        return default
    return ordering.extreme_by_keys(ev, items, keys, highest=highest)


def _extreme_of(ev: Evaluator, items: list[tuple[Term, Any]], key: Any, *, highest: bool) -> Any:
    """Return the extreme of what is there; whether anything is, is decided."""
    some = terms.disjunction(when for when, _ in items)
    if not items or not ev.decide(some):
        raise NotMergeable
    values = [value for _, value in items]
    keys = values if key is None else [ev.call(key, [value], {}) for value in values]
    return ordering.extreme_by_keys(ev, values, keys, highest=highest, alive=[when for when, _ in items])


def _candidates(ev: Evaluator, args: tuple[Any, ...], key: Any) -> tuple[list[Any], list[Any]]:
    """Return the items with their keys; the key of an item is asked for before the next item is."""
    if len(args) == 1 and not isinstance(args[0], Items):
        items = unordered(ev, args[0])
        return items, ordering.keys_of(ev, items, key, is_orderless=is_orderless(args[0]))
    items, keys = [], []
    for item in args if len(args) > 1 else ev.iterate(args[0]):
        items.append(item)
        keys.append(item if key is None else ev.call(key, [item], {}))
    return items, keys


@word("sum")
def _sum(ev: Evaluator, value: Any, /, start: Any = 0) -> Any:
    row = method_of(value, "__sum__")
    if row is not None:
        return row(ev, value, start)
    if isinstance(start, (str, bytes, Text)):
        ev.throw(TypeError)
    found = guarded.tried(ev, value, lambda items: _total(ev, items, start))
    if found is not guarded.FAILED:
        return found
    total = start
    for item in _summands(ev, value):
        total = binary(ev, ast.Add, total, item)
    return total


def _total(ev: Evaluator, items: list[tuple[Term, Any]], total: Any) -> Any:
    """Add up what is there."""
    for when, item in items:
        more = binary(ev, ast.Add, total, item)
        total = merged([(when, more), (terms.negation(when), total)])
    return total


def _summands(ev: Evaluator, value: Any) -> Iterator[Any]:
    """Return what is summed; a sum of numbers over the reals does not hang on the order of a set."""
    if is_orderless(value):
        items = unordered(ev, value)
        if all(map(is_number, items)):
            return iter(items)
    return ev.iterate(value)


@word("any")
def _any(ev: Evaluator, value: Any) -> Any:
    return _quantified(ev, value, some=True)


@word("all")
def _all(ev: Evaluator, value: Any) -> Any:
    return _quantified(ev, value, some=False)


def _quantified(ev: Evaluator, value: Any, *, some: bool) -> Any:
    """Ask item by item, and stop at the first that settles it; the rest is asked only where it does not."""
    row = method_of(value, "__quantified__")
    if row is not None:
        return row(ev, value, some=some)
    found = guarded.tried(ev, value, lambda items: _some_or_all(ev, items, some=some))
    if found is not guarded.FAILED:
        return found
    if not isinstance(value, (List, tuple, Set)):
        return _asked_in_turn(ev, ev.iterate(value), some=some)
    source = unordered(ev, value)
    if any(isinstance(item, Instance) for item in source):
        return _asked_in_turn(ev, ev.iterate(value), some=some)
    return _settled(ev, source, some=some)


def _some_or_all(ev: Evaluator, items: list[tuple[Term, Any]], *, some: bool) -> Any:
    conditions = [(when, ev.truth(item)) for when, item in items]
    if some:
        return truth(terms.disjunction(map(terms.conjunction, conditions)))
    return truth(terms.conjunction(terms.implication(when, holds) for when, holds in conditions))


def _settled(ev: Evaluator, items: Sequence[Any], *, some: bool) -> Any:
    """Return whether some, or all, of the items are true."""
    conditions = [ev.truth(item) for item in items]
    return truth(terms.disjunction(conditions) if some else terms.conjunction(conditions))


def _asked_in_turn(ev: Evaluator, source: Iterator[Any], *, some: bool) -> Any:
    """Ask what computes its items when they are asked for: an effect of one shows only if it is asked for."""
    item = next(source, END)
    if item is END:
        return not some
    when = ev.truth(item)
    stops = when if some else terms.negation(when)
    if stops.op == "const":
        return some if stops.data else _asked_in_turn(ev, source, some=some)
    if ev.decide(stops):
        return some
    return _asked_in_turn(ev, source, some=some)
