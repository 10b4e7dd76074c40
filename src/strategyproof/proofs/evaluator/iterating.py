"""Going through values item by item, as Python does: a list is read as it is when its turn comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from strategyproof.proofs.evaluator import table
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.numbers import Choice, Condition
from strategyproof.proofs.evaluator.objects import METHOD, Bound, Class, Function, Instance, Items, Opaque, Text
from strategyproof.proofs.evaluator.positions import position

END: Any = object()
ENDLESS = ("count",)
"""The iterators that always have another item."""


def iterate(ev: Evaluator, value: Any) -> Iterator[Any]:
    """Return the items of a value one by one."""
    row = table.method_of(value, "__iter__")
    if row is not None:
        found: Iterator[Any] = row(ev, value)
        return found
    match value:
        case List():
            if value.is_unordered:
                ev.no("the order of a set, which is another in each process", "sort it first")
            return _of_list(ev, value)
        case tuple() | range() | str() | bytes():
            return iter(value)
        case Dict():
            return _of_dict(ev, value)
        case Set():
            return while_it_stays(ev, value, _of_set(ev, value))
        case Items():
            return _taken(ev, value)
        case Instance():
            return _of_object(ev, value)
        case Class() if value.members is not None:
            return iter(list(value.members))
        case Opaque():
            ev.stateful(value)
        case Text():
            return iter(ev.resolved(value))
        case None | bool() | int() | float() | Function():
            ev.throw(TypeError)
    ev.no(f"going through {ev.described(value)}")


def unordered(ev: Evaluator, value: Any) -> list[Any]:
    """Return the items for somebody who does not ask for their order; in it, where it is known."""
    if isinstance(value, Set):
        order = ev.known(value).in_order()
        return list(value) if order is None else order
    return list(ev.known(value)) if isinstance(value, List) else list(iterate(ev, value))


def is_orderless(value: Any) -> bool:
    """Tell whether a value has an order that nobody may rely on."""
    return (isinstance(value, Set) and value.in_order() is None) or (isinstance(value, List) and value.is_unordered)


def iterator(ev: Evaluator, value: Any, kind: str = "iterator") -> Any:
    """Return ``iter(value)``: what is an iterator already is shared."""
    if isinstance(value, Items):
        return value
    if isinstance(value, Instance) and isinstance(found := value.cls.find("__iter__"), METHOD):
        made = ev.call(Bound(found, value), [], {})
        if not isinstance(made, (Items, Instance, Opaque)):
            ev.throw(TypeError)
        return made
    return Items(iterate(ev, value), kind, ev.born)


class Stream(Iterator[Any]):
    """The items of a value for Python's own iterators; like them it lives on after an exception went through it."""

    def __init__(self, ev: Evaluator, value: Any) -> None:
        self.ev, self.items = ev, iterator(ev, value)

    def __next__(self) -> Any:
        """Take the next item."""
        item = advance(self.ev, self.items)
        if item is END:
            raise StopIteration
        return item


def advance(ev: Evaluator, items: Any) -> Any:
    """Take the next item, or return ``END``."""
    if isinstance(items, Instance):
        return _next_of_object(ev, items)
    if not isinstance(items, Items):
        if isinstance(items, Opaque):
            ev.stateful(items)
        ev.throw(TypeError)
    return next(_taken(ev, items), END)


def _taken(ev: Evaluator, items: Items) -> Iterator[Any]:
    """Take items from an iterator; each is gone then."""
    while True:
        if not ev.is_loading:
            if items.born < 0:
                opaque = ev.states.opaque(items, None)
                if opaque is None:
                    ev.states.writes(items, None, f"a run takes from a {items.kind} of the file")
                    return
                if (
                    items.kind not in ENDLESS and not items.is_endless
                ):  # whether there is another item hangs on the runs before
                    ev.stateful(opaque)
                yield opaque
                continue
            ev.journal.forbid(items.born)
        item = _next(ev, items)
        if item is END:
            return
        yield item


def _next(ev: Evaluator, items: Items) -> Any:
    """Take the next item; a StopIteration that a function raises, which `map` calls for example, is an end too."""
    ev.observers += 1
    try:
        return next(items.source, END)
    except PyError as error:
        if error.instance.cls.is_a(EXCEPTIONS[StopIteration]):
            return END
        raise
    except ValueError:
        if getattr(items.source, "gi_running", False):  # it asks itself for its next item
            ev.throw(ValueError)
        raise
    finally:
        ev.observers -= 1


def not_an_end(ev: Evaluator, error: PyError) -> None:
    """Raise a RuntimeError in the place of a StopIteration inside of a generator, as Python does."""
    if error.instance.cls.is_a(EXCEPTIONS[StopIteration]):
        ev.throw(RuntimeError)


def _of_list(ev: Evaluator, value: List) -> Iterator[Any]:
    place = 0
    while place < len(ev.known(value)):
        yield value[place]
        place += 1


def _of_dict(ev: Evaluator, value: Dict) -> Iterator[Any]:
    return while_it_stays(ev, value, ev.known(value).keys())


def while_it_stays(ev: Evaluator, holder: Any, items: Iterable[Any]) -> Iterator[Any]:
    """Go through the items of a dictionary or set, which may not change its size meanwhile."""
    entries = holder.members.entries if isinstance(holder, Set) else holder.entries
    places = list(entries)

    def check() -> None:
        now = holder.members.entries if isinstance(holder, Set) else holder.entries
        if len(now) != len(places):
            ev.throw(RuntimeError)
        if list(now) != places:
            ev.no("going through a dictionary or set while its keys are exchanged")

    def each() -> Iterator[Any]:
        for item in items:
            check()
            yield item
        check()

    return each()


def _of_set(ev: Evaluator, value: Set) -> list[Any]:
    order: list[Any] | None = ev.known(value).in_order()
    if order is None and all(isinstance(e, (Choice, Condition, int)) for e in value):
        again = Set(ev.born)
        for element in value:
            again.add(position(ev, element), ev.are_same)
        order = again.in_order()
    if order is None:
        ev.no("the order of a set, which is another in each process", "sort it first")
    return order


def _of_object(ev: Evaluator, value: Instance) -> Iterator[Any]:
    found = value.cls.find("__iter__")
    if isinstance(found, METHOD):
        made = ev.call(Bound(found, value), [], {})
        while (item := advance(ev, made)) is not END:
            yield item
        return
    found = value.cls.find("__getitem__")
    if not isinstance(found, METHOD):
        ev.throw(TypeError)
    place = 0
    while True:
        try:
            with ev.observed():
                item = ev.call(Bound(found, value), [place], {})
        except PyError as error:
            if error.instance.cls.is_a(EXCEPTIONS[IndexError]):
                return
            raise
        yield item
        place += 1


def _next_of_object(ev: Evaluator, value: Instance) -> Any:
    found = value.cls.find("__next__")
    if not isinstance(found, METHOD):
        ev.throw(TypeError)
    try:
        with ev.observed():
            return ev.call(Bound(found, value), [], {})
    except PyError as error:
        if error.instance.cls.is_a(EXCEPTIONS[StopIteration]):
            return END
        raise
