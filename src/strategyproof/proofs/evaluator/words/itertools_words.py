"""``itertools``: Python's own, over the evaluator's items, so that they take as much and as late as Python does."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.iterating import Stream
from strategyproof.proofs.evaluator.numbers import NUMBERS, is_number
from strategyproof.proofs.evaluator.objects import MISSING, Items
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import word


def _items(ev: Evaluator, source: Iterator[Any], kind: str) -> Items:
    return Items(source, kind, ev.born)


def _drawn(ev: Evaluator, function: Any, sources: Sequence[Any], *numbers: Any, **named: Any) -> Items:
    """Return what Python's own iterator draws from the sources; what it says of the numbers it says of empty ones."""
    ev.plainly(function, *(iter(()) for _ in sources), *numbers, **named)
    return _items(ev, function(*sources, *numbers, **named), function.__name__)


@word("itertools.chain")
def _chain(ev: Evaluator, *iterables: Any) -> Any:
    return _items(ev, itertools.chain.from_iterable(map(partial(Stream, ev), iterables)), "chain")


@word("itertools.chain.from_iterable")
def _chain_from(ev: Evaluator, iterable: Any) -> Any:
    return _items(ev, itertools.chain.from_iterable(map(partial(Stream, ev), Stream(ev, iterable))), "chain")


@word("itertools.combinations")
def _combinations(ev: Evaluator, iterable: Any, r: Any) -> Any:
    pool, count = ev.items(iterable), position(ev, r)
    return _drawn(ev, itertools.combinations, [pool], count)


@word("itertools.combinations_with_replacement")
def _with_replacement(ev: Evaluator, iterable: Any, r: Any) -> Any:
    pool, count = ev.items(iterable), position(ev, r)
    return _drawn(ev, itertools.combinations_with_replacement, [pool], count)


@word("itertools.permutations")
def _permutations(ev: Evaluator, iterable: Any, r: Any = None) -> Any:
    pool = ev.items(iterable)
    count = len(pool) if r is None else position(ev, r)
    return _drawn(ev, itertools.permutations, [pool], count)


@word("itertools.product")
def _product(ev: Evaluator, *iterables: Any, repeat: Any = 1) -> Any:
    times = position(ev, repeat)
    pools = [ev.items(iterable) for iterable in iterables]
    return _drawn(ev, itertools.product, pools, repeat=times)


@word("itertools.accumulate")
def _accumulate(ev: Evaluator, iterable: Any, func: Any = None, *, initial: Any = None) -> Any:
    def joined(total: Any, item: Any) -> Any:
        return binary(ev, ast.Add, total, item) if func is None else ev.call(func, [total, item], {})

    return _items(ev, itertools.accumulate(Stream(ev, iterable), joined, initial=initial), "accumulate")


@word("itertools.count")
def _count(ev: Evaluator, start: Any = 0, step: Any = 1) -> Any:
    if not is_number(start) or not is_number(step):
        ev.throw(TypeError)
    if isinstance(start, NUMBERS) and isinstance(step, NUMBERS):
        return _items(ev, itertools.count(start, step), "count")
    steps = itertools.repeat(step)
    return _items(ev, itertools.accumulate(steps, lambda a, b: binary(ev, ast.Add, a, b), initial=start), "count")


@word("itertools.cycle")
def _cycle(ev: Evaluator, iterable: Any) -> Any:
    return _items(ev, itertools.cycle(Stream(ev, iterable)), "cycle")


@word("itertools.repeat")
def _repeat(ev: Evaluator, value: Any, times: Any = None) -> Any:
    made = itertools.repeat(value) if times is None else itertools.repeat(value, position(ev, times))
    return _items(ev, made, "repeat")


@word("itertools.islice")
def _islice(ev: Evaluator, iterable: Any, *bounds: Any) -> Any:
    given = [None if bound is None else position(ev, bound) for bound in bounds]
    source = Stream(ev, iterable)
    return _drawn(ev, itertools.islice, [source], *given)


def _asked(ev: Evaluator, predicate: Any) -> Any:
    """Return a predicate that Python's own iterators can ask."""
    if predicate is None:
        return ev.is_true
    return lambda item: ev.is_true(ev.call(predicate, [item], {}))


@word("itertools.takewhile")
def _takewhile(ev: Evaluator, predicate: Any, iterable: Any) -> Any:
    return _items(ev, itertools.takewhile(_called(ev, predicate), Stream(ev, iterable)), "takewhile")


@word("itertools.dropwhile")
def _dropwhile(ev: Evaluator, predicate: Any, iterable: Any) -> Any:
    return _items(ev, itertools.dropwhile(_called(ev, predicate), Stream(ev, iterable)), "dropwhile")


def _called(ev: Evaluator, predicate: Any) -> Any:
    return lambda item: ev.is_true(ev.call(predicate, [item], {}))


@word("itertools.filterfalse")
def _filterfalse(ev: Evaluator, predicate: Any, iterable: Any) -> Any:
    return _items(ev, itertools.filterfalse(_asked(ev, predicate), Stream(ev, iterable)), "filterfalse")


@word("itertools.compress")
def _compress(ev: Evaluator, data: Any, selectors: Any) -> Any:
    kept = map(ev.is_true, Stream(ev, selectors))
    return _items(ev, itertools.compress(Stream(ev, data), kept), "compress")


@word("itertools.starmap")
def _starmap(ev: Evaluator, function: Any, iterable: Any) -> Any:
    def called(item: Any) -> Any:
        return ev.call(function, ev.items(item), {})

    return _items(ev, map(called, Stream(ev, iterable)), "starmap")


@word("itertools.pairwise")
def _pairwise(ev: Evaluator, iterable: Any) -> Any:
    return _items(ev, itertools.pairwise(Stream(ev, iterable)), "pairwise")


@word("itertools.zip_longest")
def _zip_longest(ev: Evaluator, *iterables: Any, fillvalue: Any = None) -> Any:
    streams = [Stream(ev, iterable) for iterable in iterables]
    return _items(ev, itertools.zip_longest(*streams, fillvalue=fillvalue), "zip_longest")


@word("itertools.tee")
def _tee(ev: Evaluator, iterable: Any, n: Any = 2, /) -> Any:
    count, source = position(ev, n), Stream(ev, iterable)
    ev.plainly(itertools.tee, iter(()), count)
    return tuple(_items(ev, made, "tee") for made in itertools.tee(source, count))


class _Key:
    """A key of ``groupby``, which asks the evaluator what it equals."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, ev: Evaluator, value: Any) -> None:
        self.ev, self.value = ev, value

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, _Key)
        return self.value is other.value or self.ev.are_same(self.value, other.value)


@word("itertools.groupby")
def _groupby(ev: Evaluator, iterable: Any, key: Any = MISSING) -> Any:
    key = None if key is MISSING else key

    def key_of(item: Any) -> _Key:
        return _Key(ev, item if key is None else ev.call(key, [item], {}))

    def unwrapped(pair: Any) -> Any:
        return pair[0].value, _items(ev, pair[1], "_grouper")

    return _items(ev, map(unwrapped, itertools.groupby(Stream(ev, iterable), key_of)), "groupby")
