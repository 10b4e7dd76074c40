"""The methods and operators of sets."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.containers import Dict, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import new_set
from strategyproof.proofs.evaluator.iterating import unordered
from strategyproof.proofs.evaluator.numbers import truth
from strategyproof.proofs.evaluator.table import method, method_of
from strategyproof.proofs.smt import terms


def _changing(ev: Evaluator, own: Set) -> bool:
    if own.is_frozen:
        ev.throw(AttributeError)
    return ev.changing(own)


@method(Set, name="add")
def _add(ev: Evaluator, own: Set, value: Any) -> None:
    key = ev.hashable(value)
    if _changing(ev, own):
        own.add(key, ev.are_same)


@method(Set, name="discard")
def _discard(ev: Evaluator, own: Set, value: Any) -> None:
    place = own.members.place(ev.hashable(value), ev.are_same)
    if place is not None and _changing(ev, own):
        own.drop(place)


@method(Set, name="remove")
def _remove(ev: Evaluator, own: Set, value: Any) -> None:
    place = own.members.place(ev.hashable(value), ev.are_same)
    if place is None:
        ev.throw(KeyError)
    if _changing(ev, own):
        own.drop(place)


@method(Set, name="clear")
def _clear(ev: Evaluator, own: Set) -> None:
    if _changing(ev, own):
        own.clear()


def made_of(ev: Evaluator, items: list[Any], native: Any, *, is_frozen: bool) -> Set:
    """Return a set of items.

    Parameters
    ----------
    native
        Python's own set of them, made as Python makes it, for the order; None where it has none to rely on.
    """
    made = new_set(ev, items, is_frozen=is_frozen)
    made.native = native
    return made


def _joined(a: Set, b: Any, run: Any) -> Any:
    """Return what Python's own sets give, if both have an order."""
    other = b.native if isinstance(b, Set) else None
    return None if a.native is None or other is None else run(a.native, other)


@method(Set, name="copy")
def _copy(ev: Evaluator, own: Set) -> Any:
    native = None if own.native is None else own.native.copy()
    return made_of(ev, list(ev.known(own)), native, is_frozen=own.is_frozen)


@method(Set, name="update")
def _update(ev: Evaluator, own: Set, *others: Any) -> None:
    for other in others:
        native = _joined(own, other, lambda a, b: a | b)
        for value in unordered(ev, other):
            _add(ev, own, value)
        if isinstance(other, (Set, Dict)):
            own.native = native


@method(Set, name="pop")
def _pop(ev: Evaluator, own: Set) -> Any:
    if not ev.known(own):
        ev.throw(KeyError)
    order = own.in_order()
    if order is None and len(own) > 1:
        ev.no("the order of a set, which is another in each process", "sort it first")
    value = next(iter(own)) if order is None else order[0]
    place = own.members.place(value, ev.are_same)
    assert place is not None
    if _changing(ev, own):
        own.drop(place)
        if len(own):
            own.native = None
    return value


def _other(ev: Evaluator, other: Any) -> Set:
    if not isinstance(other, Set):
        ev.throw(TypeError)
    return other


def _of_members(ev: Evaluator, own: Set, other: Any) -> Set | Any:
    """Return another set as it is, or the keys of a dictionary; other values have no operators with a set."""
    row = method_of(other, "__as_set__")
    return other if isinstance(other, Set) else NotImplemented if row is None else row(ev, other)


@method(Set, name="__or__")
def _or(ev: Evaluator, own: Set, other: Any) -> Any:
    second = _of_members(ev, own, other)
    if second is NotImplemented:
        return NotImplemented
    native = _joined(own, second, lambda a, b: a | b)
    return made_of(ev, [*ev.known(own), *ev.known(second)], native, is_frozen=own.is_frozen)


@method(Set, name="__and__")
def _and(ev: Evaluator, own: Set, other: Any) -> Any:
    """Keep what is in both: CPython goes through the smaller one, and takes its elements."""
    second = _of_members(ev, own, other)
    if second is NotImplemented:
        return NotImplemented
    large, small = (second, own) if len(second) > len(own) else (own, second)
    kept = [x for x in ev.known(small) if ev.decide(comparing.contains(ev, large, x))]
    return made_of(ev, kept, _joined(own, second, lambda a, b: a & b), is_frozen=own.is_frozen)


@method(Set, name="__sub__")
def _sub(ev: Evaluator, own: Set, other: Any) -> Any:
    second = _of_members(ev, own, other)
    if second is NotImplemented:
        return NotImplemented
    kept = [x for x in ev.known(own) if not ev.decide(comparing.contains(ev, second, x))]
    return made_of(ev, kept, _joined(own, second, lambda a, b: a - b), is_frozen=own.is_frozen)


@method(Set, name="__xor__")
def _xor(ev: Evaluator, own: Set, other: Any) -> Any:
    second = _of_members(ev, own, other)
    if second is NotImplemented:
        return NotImplemented
    either = [*ev.known(_sub(ev, second, own)), *ev.known(_sub(ev, own, second))]
    return made_of(ev, either, _joined(own, second, lambda a, b: a ^ b), is_frozen=own.is_frozen)


@method(Set, name="union")
def _union(ev: Evaluator, own: Set, *others: Any) -> Any:
    made = _copy(ev, own)
    made.is_frozen = False
    _update(ev, made, *others)
    made.is_frozen = own.is_frozen
    return made


def _as_set(ev: Evaluator, value: Any) -> Set:
    if isinstance(value, Set):
        return value
    made = new_set(ev, unordered(ev, value))
    made.native = None
    return made


@method(Set, name="intersection")
def _intersection(ev: Evaluator, own: Set, *others: Any) -> Any:
    for other in others:
        if isinstance(other, Set):
            own = _and(ev, own, other)
        else:
            kept = [x for x in unordered(ev, other) if ev.decide(comparing.contains(ev, own, x))]
            own = made_of(ev, kept, None, is_frozen=own.is_frozen)
    return _copy(ev, own)


@method(Set, name="difference")
def _difference(ev: Evaluator, own: Set, *others: Any) -> Any:
    for other in others:
        own = _sub(ev, own, _as_set(ev, other))
    return _copy(ev, own)


@method(Set, name="symmetric_difference")
def _symmetric_difference(ev: Evaluator, own: Set, other: Any) -> Any:
    return _xor(ev, own, _as_set(ev, other))


def _registered_update(name: str, run: Any) -> None:
    @method(Set, name=name)
    def row(ev: Evaluator, own: Set, *others: Any) -> None:
        new = run(ev, own, *others)
        if _changing(ev, own):
            own.members, own.native = new.members, None


_registered_update("intersection_update", _intersection)
_registered_update("difference_update", _difference)
_registered_update("symmetric_difference_update", _symmetric_difference)


@method(Set, name="issubset")
def _issubset(ev: Evaluator, own: Set, other: Any) -> Any:
    return truth(comparing.subset(ev, own, new_set(ev, unordered(ev, other))))


@method(Set, name="issuperset")
def _issuperset(ev: Evaluator, own: Set, other: Any) -> Any:
    return truth(comparing.subset(ev, new_set(ev, unordered(ev, other)), own))


@method(Set, name="isdisjoint")
def _isdisjoint(ev: Evaluator, own: Set, other: Any) -> Any:
    inside = [comparing.contains(ev, own, x) for x in unordered(ev, other)]
    return truth(terms.negation(terms.disjunction(inside)))
