"""``heapq``: CPython's algorithm, comparison by comparison; what a comparison of bids decides is merged."""

from __future__ import annotations

import ast
import heapq
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator import comparing, ordering
from strategyproof.proofs.evaluator.containers import List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.iterating import END, Stream, iterator, unordered
from strategyproof.proofs.evaluator.objects import Items
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import word
from strategyproof.proofs.smt import terms


def _less(ev: Evaluator, a: Any, b: Any) -> terms.Term:
    return ev.truth(comparing.compare(ev, ast.Lt, a, b))


def _set(ev: Evaluator, heap: List, place: int, value: Any) -> None:
    if ev.setting(heap, place, "a heap of the file"):
        heap[place] = value


def _up(ev: Evaluator, heap: List, start: int, place: int) -> None:
    """Move an entry towards the root, past those that it is less than (CPython's ``siftdown``)."""
    if place <= start:
        return
    parent = (place - 1) // 2
    value, above = heap[place], heap[parent]

    def exchange() -> None:
        _set(ev, heap, place, above)
        _set(ev, heap, parent, value)
        _up(ev, heap, start, parent)

    ev.branch(_less(ev, value, above), exchange, lambda: None)


def _down(ev: Evaluator, heap: List, place: int, start: int) -> None:
    """Move the smaller child up until a leaf is reached, then the entry up from there (CPython's ``siftup``)."""
    child = 2 * place + 1
    if child >= len(heap):
        _up(ev, heap, start, place)
        return

    def follow(child: int) -> Callable[[], None]:
        def exchange() -> None:
            value = heap[place]
            _set(ev, heap, place, heap[child])
            _set(ev, heap, child, value)
            _down(ev, heap, child, start)

        return exchange

    if child + 1 < len(heap):
        ev.branch(_less(ev, heap[child], heap[child + 1]), follow(child), follow(child + 1))
    else:
        follow(child)()


def _heap(ev: Evaluator, heap: Any) -> List:
    if not isinstance(heap, List) or heap.kind != "list":
        ev.throw(TypeError)
    if heap.is_unordered:
        ev.no("a heap made of a set", "sort it first")
    known: List = ev.known(heap)
    return known


@word("heapq.heappush")
def _heappush(ev: Evaluator, heap: Any, item: Any) -> None:
    own = _heap(ev, heap)
    if ev.changing(own):
        own.append(item)
        _up(ev, own, 0, len(own) - 1)


@word("heapq.heappop")
def _heappop(ev: Evaluator, heap: Any) -> Any:
    own = _heap(ev, heap)
    if not own:
        ev.throw(IndexError)
    first = own[0]
    if ev.changing(own):
        last = own.pop()
        if own:
            own[0] = last
            _down(ev, own, 0, 0)
    return first


@word("heapq.heapreplace")
def _heapreplace(ev: Evaluator, heap: Any, item: Any) -> Any:
    own = _heap(ev, heap)
    if not own:
        ev.throw(IndexError)
    first = own[0]
    _set(ev, own, 0, item)
    _down(ev, own, 0, 0)
    return first


@word("heapq.heappushpop")
def _heappushpop(ev: Evaluator, heap: Any, item: Any) -> Any:
    own = _heap(ev, heap)
    if not own:
        return item
    first = own[0]

    def replaced() -> Any:
        _set(ev, own, 0, item)
        _down(ev, own, 0, 0)
        return first

    return ev.branch(_less(ev, first, item), replaced, lambda: item)


@word("heapq.heapify")
def _heapify(ev: Evaluator, heap: Any) -> None:
    own = _heap(ev, heap)
    if len(own) > LONGEST:
        ev.no(f"heapify() of more than {LONGEST} items")
    for place in reversed(range(len(own) // 2)):
        _down(ev, own, place, place)


LONGEST = 2500
"""CPython goes through longer lists in another order."""


@word("heapq.nlargest")
def _nlargest(ev: Evaluator, n: Any, iterable: Any, key: Any = None) -> Any:
    return _best(ev, n, iterable, key, highest=True)


@word("heapq.nsmallest")
def _nsmallest(ev: Evaluator, n: Any, iterable: Any, key: Any = None) -> Any:
    return _best(ev, n, iterable, key, highest=False)


def _best(ev: Evaluator, n: Any, iterable: Any, key: Any, *, highest: bool) -> Any:
    """Return the first ones in order, as CPython does where the comparisons are those of a total order."""
    count, source = position(ev, n), iterator(ev, iterable)
    if count < 1:
        return ev.new_list()
    items = unordered(ev, iterable if isinstance(iterable, Set) else source)
    count = min(count, len(items))
    keys = ordering.keys_of(ev, items, key)
    if any(ordering.asks_objects(own) for own in keys):
        if count == 1:
            return ev.new_list([items[ordering.scanned(ev, keys, highest=highest)]])
        if count < len(items):
            ev.no("the largest or smallest of objects by a comparison of their own", "sort them")
    if not any(map(ordering.depends, keys)):
        run = heapq.nlargest if highest else heapq.nsmallest
        if all(map(ordering.is_plain, keys)):
            places: list[int] = ev.plainly(run, count, range(len(items)), key=keys.__getitem__)
            return ev.new_list([items[place] for place in places])
    return ev.new_list(ordering.by_keys(ev, items, keys, descending=highest)[:count])


@word("heapq.merge")
def _merge(ev: Evaluator, *iterables: Any, key: Any = None, reverse: Any = False) -> Any:
    descending = ev.is_true(reverse)
    streams = [Stream(ev, iterable) for iterable in iterables]

    def merged() -> Any:
        heads: list[list[Any]] = []
        for place, stream in enumerate(streams):
            item = next(stream, END)
            if item is not END:
                heads.append([item if key is None else ev.call(key, [item], {}), place, item])
        while len(heads) > 1:
            if any(ordering.asks_objects(head[0]) for head in heads):
                ev.no("heapq.merge() of objects")
            head = heads[ordering.scanned(ev, [h[0] for h in heads], highest=descending)]
            yield head[2]
            item = next(streams[head[1]], END)
            if item is END:
                heads.remove(head)
            else:
                head[0], head[2] = (item if key is None else ev.call(key, [item], {})), item
        for head in heads:
            yield head[2]
            yield from streams[head[1]]

    return Items(merged(), "generator", ev.born)
