"""``enum``: enumerations, whose members are objects of their own."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import SPECIAL, UNARY, binary, unary
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    CachedProperty,
    Class,
    ClassMethod,
    Function,
    GeneratedMethod,
    Instance,
    Property,
    StaticMethod,
)
from strategyproof.proofs.evaluator.table import FUNCTIONS, METHODS, method, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

PLAIN = (bool, int, float, str, bytes, type(None))
NOT_A_MEMBER = (Function, Property, StaticMethod, ClassMethod, CachedProperty)


class Auto:
    """``auto()``: the next number."""


@word("enum.auto")
def _auto(_ev: Evaluator) -> Any:
    return Auto()


@word("enum.unique")
def _unique(ev: Evaluator, cls: Any) -> Any:
    if not isinstance(cls, Class) or cls.members is None:
        ev.throw(TypeError)
    names = [name for name, value in cls.namespace.items() if any(value is m for m in cls.members)]
    if len(names) > len(cls.members):
        ev.throw(ValueError)
    return cls


@word("enum.Enum", "enum.IntEnum", "enum.StrEnum")
def _by_call(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("an enumeration made by a call", "write a class")


def _enumeration(ev: Evaluator, cls: Class, n: ast.ClassDef) -> Class:
    """Make the members of an enumeration: what its body assigns, functions and private names apart."""
    if (
        any(name.strip("_") and name[0] == name[-1] == "_" != name[1] for name in cls.namespace)
        or "__new__" in cls.namespace
    ):
        ev.no("an enumeration with a way of its own to make its members")
    if any(base.members for base in cls.bases):
        ev.throw(TypeError)
    members: list[Any] = []
    values: list[Any] = []
    for name, given in list(cls.namespace.items()):
        if _is_private(cls, name) or isinstance(given, NOT_A_MEMBER):
            continue
        value = _next_value(ev, values) if isinstance(given, Auto) else given
        if not _is_plain(value):
            ev.no("a member of an enumeration whose value is no number, text or tuple of them")
        values.append(value)
        known = next((m for m in members if m.fields["value"] == value), None)
        cls.namespace[name] = known or _member(ev, cls, name, value)
        if known is None:
            members.append(cls.namespace[name])
    cls.enumeration = True
    if members:
        cls.members = members
    return cls


def _is_private(cls: Class, name: str) -> bool:
    return (name.startswith("__") and name.endswith("__")) or name.startswith(f"_{cls.name}__")


def _is_plain(value: Any) -> bool:
    return all(map(_is_plain, value)) if type(value) is tuple else isinstance(value, PLAIN)


def _next_value(ev: Evaluator, values: list[Any]) -> Any:
    if not values:
        return 1
    if not all(isinstance(value, int) for value in values) or values[-1] != max(values):
        ev.no("auto() after values that do not count up")
    return values[-1] + 1


def _member(ev: Evaluator, cls: Class, name: str, value: Any) -> Instance:
    made = Instance(cls, {"name": name, "value": value, "_name_": name, "_value_": value}, ev.born)
    init = cls.find("__init__")
    if isinstance(init, Function):
        ev.call(Bound(init, made), list(value) if type(value) is tuple else [value], {})
    return made


METHODS[Builtin, "class enum.Enum"] = _enumeration


@method(Class, name="__contains__")
def _contains(ev: Evaluator, cls: Class, value: Any) -> Term:
    if cls.members is None:
        ev.throw(TypeError)
    if not isinstance(value, Instance):
        ev.no("`in` an enumeration for what is no member of one")
    return terms.truth(any(value is member for member in cls.members))


# ---- members that are whole numbers or texts


def _plain(value: Any) -> Any:
    """Return the number or text that a member is."""
    return value.fields["value"] if isinstance(value, Instance) and "_value_" in value.fields else value


def _operator(op: Any, *, is_mirrored: bool) -> GeneratedMethod:
    def row(ev: Evaluator, own: Any, other: Any) -> Any:
        a, b = (other, own) if is_mirrored else (own, other)
        return binary(ev, op, _plain(a), _plain(b))

    return GeneratedMethod("an operator of a member", row)


def _comparison(op: Any) -> GeneratedMethod:
    def row(ev: Evaluator, own: Any, other: Any) -> Any:
        return comparing.compare(ev, op, _plain(own), _plain(other))

    return GeneratedMethod("a comparison of a member", row)


def _sign(op: Any) -> GeneratedMethod:
    return GeneratedMethod("an operator of a member", lambda ev, own: unary(ev, op, _plain(own)))


def _value(_ev: Evaluator, own: Any) -> Any:
    return _plain(own)


COMPARISONS: dict[str, Any] = {
    "__lt__": ast.Lt,
    "__le__": ast.LtE,
    "__gt__": ast.Gt,
    "__ge__": ast.GtE,
    "__eq__": ast.Eq,
    "__ne__": ast.NotEq,
}

AS_INT: dict[str, Any] = (
    {f"__{name}__": _operator(op, is_mirrored=False) for op, name in SPECIAL.items() if op is not ast.MatMult}
    | {f"__r{name}__": _operator(op, is_mirrored=True) for op, name in SPECIAL.items() if op is not ast.MatMult}
    | {name: _comparison(op) for name, op in COMPARISONS.items()}
    | {name: _sign(op) for op, name in UNARY.items()}
    | {name: GeneratedMethod(name, _value) for name in ("__index__", "__int__", "__hash__")}
    | {"__bool__": GeneratedMethod("__bool__", lambda ev, own: bool(_plain(own)))}
    | {"__float__": GeneratedMethod("__float__", lambda ev, own: float(_plain(own)))}
    | {"__abs__": GeneratedMethod("__abs__", lambda ev, own: abs(_plain(own)))}
    | {"__str__": GeneratedMethod("__str__", lambda ev, own: str(_plain(own)))}
)
"""What a member of an ``IntEnum`` does as the number that it is."""


def _int_enumeration(ev: Evaluator, cls: Class, n: ast.ClassDef) -> Class:
    made = _enumeration(ev, cls, n)
    if not all(isinstance(member.fields["value"], int) for member in made.members or ()):
        ev.no("an IntEnum with values that are not whole")
    made.namespace.update({name: row for name, row in AS_INT.items() if made.find(name) is MISSING})
    return made


METHODS[Builtin, "class enum.IntEnum"] = _int_enumeration

__all__ = ["FUNCTIONS"]
