"""The methods and operators of sets."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.containers import Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import new_set
from strategyproof.proofs.evaluator.iterating import unordered
from strategyproof.proofs.evaluator.numbers import truth
from strategyproof.proofs.evaluator.table import method


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


@method(Set, name="copy")
def _copy(ev: Evaluator, own: Set) -> Any:
    return new_set(ev, list(ev.known(own)), is_frozen=own.is_frozen)


@method(Set, name="update")
def _update(ev: Evaluator, own: Set, *others: Any) -> None:
    for other in others:
        for value in unordered(ev, other):
            _add(ev, own, value)


def _other(ev: Evaluator, other: Any) -> Set:
    if not isinstance(other, Set):
        ev.throw(TypeError)
    return other


@method(Set, name="__or__")
def _or(ev: Evaluator, own: Set, other: Any) -> Any:
    return new_set(ev, [*ev.known(own), *ev.known(_other(ev, other))], is_frozen=own.is_frozen)


@method(Set, name="__and__")
def _and(ev: Evaluator, own: Set, other: Any) -> Any:
    second = _other(ev, other)
    kept = [x for x in ev.known(own) if ev.decide(comparing.contains(ev, second, x))]
    return new_set(ev, kept, is_frozen=own.is_frozen)


@method(Set, name="__sub__")
def _sub(ev: Evaluator, own: Set, other: Any) -> Any:
    second = _other(ev, other)
    kept = [x for x in ev.known(own) if not ev.decide(comparing.contains(ev, second, x))]
    return new_set(ev, kept, is_frozen=own.is_frozen)


@method(Set, name="__xor__")
def _xor(ev: Evaluator, own: Set, other: Any) -> Any:
    return _or(ev, _sub(ev, own, other), _sub(ev, _other(ev, other), own))


@method(Set, name="union")
def _union(ev: Evaluator, own: Set, *others: Any) -> Any:
    return new_set(ev, [*ev.known(own), *(x for o in others for x in unordered(ev, o))], is_frozen=own.is_frozen)


@method(Set, name="intersection")
def _intersection(ev: Evaluator, own: Set, *others: Any) -> Any:
    for other in others:
        own = _and(ev, own, new_set(ev, unordered(ev, other)))
    return own


@method(Set, name="difference")
def _difference(ev: Evaluator, own: Set, *others: Any) -> Any:
    for other in others:
        own = _sub(ev, own, new_set(ev, unordered(ev, other)))
    return own


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
