"""``copy``: copies of containers and objects."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator import leftovers
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import new_set
from strategyproof.proofs.evaluator.numbers import is_number
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    Class,
    Function,
    Instance,
    Module,
    Named,
    Opaque,
    Text,
)
from strategyproof.proofs.evaluator.table import method_of, word

OWN_WAYS = ("__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__new__")
"""The methods by which a class says how it is copied."""

AS_THEY_ARE = (str, bytes, range, type(None), Text, Function, Builtin, Class, Bound)
"""What a copy of is the thing itself, besides numbers."""


@word("copy.copy")
def _copy(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, (List, Dict, Set)):
        row = method_of(value, "copy")
        assert row is not None
        return row(ev, value)
    if isinstance(value, tuple):
        return value
    if isinstance(value, Instance) and value.cls.members is None:
        _refuse_own_ways(ev, value)
        return Instance(value.cls, dict(_fields(ev, value)), ev.born)
    return _as_it_is(ev, value)


@word("copy.deepcopy")
def _deepcopy(ev: Evaluator, value: Any, memo: Any = None) -> Any:
    if memo is not None:
        ev.no("deepcopy() with a memo")
    return deep(ev, value)


def deep(ev: Evaluator, value: Any, memo: dict[int, Any] | None = None) -> Any:
    """Return ``copy.deepcopy(value)``: what occurs twice inside is copied once."""
    memo = {} if memo is None else memo
    if id(value) in memo:
        return memo[id(value)]
    if isinstance(value, List):
        row = method_of(value, "copy")
        assert row is not None
        made: Any = row(ev, value)
        list.clear(made)
        memo[id(value)] = made
        list.extend(made, (deep(ev, part, memo) for part in ev.known(value)))
    elif isinstance(value, Dict):
        made = memo[id(value)] = Dict(ev.born, value.kind, value.factory)
        for key, part in ev.known(value).entries.values():
            made.put(deep(ev, key, memo), deep(ev, part, memo), ev.are_same)
    elif isinstance(value, Set):
        made = new_set(ev, [deep(ev, part, memo) for part in ev.known(value)], is_frozen=value.is_frozen)
    elif isinstance(value, tuple):
        made = _deep_tuple(ev, value, memo)
    elif isinstance(value, Instance) and value.cls.members is None:
        _refuse_own_ways(ev, value)
        made = memo[id(value)] = Instance(value.cls, {}, ev.born)
        made.fields.update({name: deep(ev, part, memo) for name, part in _fields(ev, value).items()})
    else:
        return _as_it_is(ev, value)
    memo[id(value)] = made
    return made


def _deep_tuple(ev: Evaluator, value: tuple[Any, ...], memo: dict[int, Any]) -> Any:
    parts = [deep(ev, part, memo) for part in value]
    if all(new is old for new, old in zip(parts, value, strict=True)):
        return value
    if isinstance(value, Named):
        made = Named(parts)
        made.cls = value.cls
        return made
    return tuple(parts)


def _fields(ev: Evaluator, value: Instance) -> dict[str, Any]:
    """Return the fields of an object; opaque where runs change them."""
    if value.born >= 0:
        return value.fields
    found = {}
    for name, part in value.fields.items():
        opaque = ev.states.opaque(value, name)
        found[name] = part if opaque is None else opaque
    return found


def _refuse_own_ways(ev: Evaluator, value: Instance) -> None:
    if any(value.cls.find(name) is not MISSING for name in OWN_WAYS):
        ev.no("copying an object in a way of its class's own")


def _as_it_is(ev: Evaluator, value: Any) -> Any:
    if is_number(value) or isinstance(value, AS_THEY_ARE):
        return value
    if isinstance(value, Instance):
        return value
    if isinstance(value, Opaque):
        return leftovers.untouched(ev, value)
    if isinstance(value, Module):
        ev.throw(TypeError)
    ev.no(f"copying {ev.described(value)}")
