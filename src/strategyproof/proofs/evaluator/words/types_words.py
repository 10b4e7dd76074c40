"""Types and attributes as functions: ``isinstance``, ``type``, ``getattr``, ``property``, and their like."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import attributes, leftovers
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import (
    IntOrFloat,
    is_number,
    kind_of,
)
from strategyproof.proofs.evaluator.objects import (
    Bound,
    Builtin,
    Class,
    ClassMethod,
    Function,
    Instance,
    Items,
    Named,
    Native,
    Opaque,
    Partial,
    Property,
    StaticMethod,
    Super,
    Text,
)
from strategyproof.proofs.evaluator.table import FUNCTIONS, method, method_of, word


@word("callable")
def _callable(_ev: Evaluator, value: Any) -> Any:
    if isinstance(value, Instance):
        return isinstance(value.cls.find("__call__"), Function)
    return isinstance(value, (Function, Builtin, Bound, Class, Partial))


@word("isinstance")
def _isinstance(ev: Evaluator, value: Any, kinds: Any) -> Any:
    if isinstance(kinds, tuple):
        found = [_isinstance(ev, value, kind) for kind in kinds]
        return any(found)
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(kinds, Class):
        own = value.cls if isinstance(value, (Instance, Named)) else None
        return own is not None and own.is_a(kinds)
    if isinstance(kinds, Builtin):
        return any(name == kinds.name for name in types_of(ev, value)) or _is_abstract(ev, value, kinds.name)
    if kinds is None:
        return value is None
    row = method_of(kinds, "__isinstance__")
    if row is not None:
        return row(ev, kinds, value)
    if is_number(kinds) or isinstance(kinds, (str, List, Dict)):
        ev.throw(TypeError)
    ev.no(f"isinstance() with {ev.described(kinds)}")


ABSTRACT: dict[str, tuple[str, ...]] = {
    "numbers.Number": ("bool", "int", "float", "fractions.Fraction", "decimal.Decimal"),
    "numbers.Complex": ("bool", "int", "float", "fractions.Fraction"),
    "numbers.Real": ("bool", "int", "float", "fractions.Fraction"),
    "numbers.Rational": ("bool", "int", "fractions.Fraction"),
    "numbers.Integral": ("bool", "int"),
    "collections.abc.Sequence": ("list", "tuple", "str", "range", "bytes", "collections.deque"),
    "collections.abc.MutableSequence": ("list", "collections.deque"),
    "collections.abc.Mapping": ("dict",),
    "collections.abc.MutableMapping": ("dict",),
    "collections.abc.Set": ("set", "frozenset"),
    "collections.abc.Iterable": ("list", "tuple", "str", "range", "dict", "set", "frozenset", "bytes"),
}
"""The types that each abstract class is of, by full name."""


def _is_abstract(ev: Evaluator, value: Any, name: str) -> bool:
    if name not in ABSTRACT:
        if name == "object":
            return True
        if name not in FUNCTIONS:
            ev.no(f"isinstance() with {name}")
        return False
    return any(kind in ABSTRACT[name] for kind in types_of(ev, value))


TYPES: dict[type, tuple[str, ...]] = {
    bool: ("bool", "int"),
    int: ("int",),
    float: ("float",),
    Fraction: ("fractions.Fraction",),
    Decimal: ("decimal.Decimal",),
}
"""The names of the types that a number of a type is of, its own first."""


def types_of(ev: Evaluator, value: Any) -> tuple[str, ...]:
    """Return the names of Python's types that a value is of, its own first.

    Raises
    ------
    Unsupported
        If it is an int for some bids and a float for others.
    """
    row = method_of(value, "__types__")
    if row is not None:
        found: tuple[str, ...] = row(ev, value)
        return found
    if is_number(value):
        kind = kind_of(value)
        if kind is IntOrFloat:
            ev.no("the type of what is an int for some bids and a float for others")
        return TYPES[kind]
    match value:
        case str() | Text():
            return ("str",)
        case List():
            return ("collections.deque",) if value.kind == "deque" else ("list",)
        case Named() | tuple():
            return ("tuple",)
        case Dict():
            return ("dict",) if value.kind == "dict" else (f"collections.{value.kind}", "dict")
        case Set():
            return ("frozenset",) if value.is_frozen else ("set",)
        case range():
            return ("range",)
        case bytes():
            return ("bytes",)
        case None:
            return ("types.NoneType",)
        case Items() | Function() | Builtin() | Bound() | Class() | Instance() | Partial() | Native():
            return (f"the type of {ev.described(value)}",)
    ev.no(f"the type of {ev.described(value)}")


@word("issubclass")
def _issubclass(ev: Evaluator, cls: Any, kinds: Any) -> Any:
    if isinstance(cls, Class) and isinstance(kinds, Class):
        return cls.is_a(kinds)
    ev.no("issubclass() of these")


@word("type")
def _type(ev: Evaluator, *args: Any) -> Any:
    if len(args) != 1:
        ev.no("type() that makes a class")
    value = args[0]
    if isinstance(value, (Instance, Named)):
        return value.cls
    name = types_of(ev, value)[0]
    found = FUNCTIONS.get(name)
    if found is None:
        ev.no(f"type() of {ev.described(value)}")
    return found


@word("getattr")
def _getattr(ev: Evaluator, value: Any, name: Any, *default: Any) -> Any:
    from strategyproof.proofs.evaluator.errors import EXCEPTIONS
    from strategyproof.proofs.evaluator.faults import PyError

    if not isinstance(name, str):
        ev.no("getattr() by a name that depends on the bids")
    if default and isinstance(value, Function) and name not in value.fields:
        left = ev.states.opaque(value, name)
        if left is not None:  # it is what an earlier run put there, or the default
            return Opaque(left.cause, leftovers.joined(left.kind, leftovers.kind(default[0])))
    try:
        with ev.observed(really=bool(default)):
            return attributes.attribute(ev, value, name)
    except PyError as error:
        if default and error.instance.cls.is_a(EXCEPTIONS[AttributeError]):
            return default[0]
        raise


@word("hasattr")
def _hasattr(ev: Evaluator, value: Any, name: Any) -> Any:
    absent: Any = object()
    return _getattr(ev, value, name, absent) is not absent


@word("setattr")
def _setattr(ev: Evaluator, value: Any, name: Any, to: Any) -> None:
    if not isinstance(name, str):
        ev.no("setattr() by a name that depends on the bids")
    attributes.set_attribute(ev, value, name, to)


@word("property")
def _property(_ev: Evaluator, fget: Any = None, fset: Any = None) -> Any:
    return Property(fget, fset)


@method(Property, name="setter")
def _setter(_ev: Evaluator, own: Property, function: Any) -> Any:
    return Property(own.get, function)


@word("types.NoneType")
def _none_type(_ev: Evaluator) -> None:
    return None


@word("int.from_bytes")
def _from_bytes(ev: Evaluator, data: Any, byteorder: Any = "big", *, signed: Any = False) -> Any:
    if not isinstance(data, bytes):
        ev.no("int.from_bytes() of this")
    return ev.plainly(int.from_bytes, data, byteorder, signed=signed)


@word("staticmethod")
def _staticmethod(_ev: Evaluator, function: Any) -> Any:
    return StaticMethod(function)


@word("classmethod")
def _classmethod(_ev: Evaluator, function: Any) -> Any:
    return ClassMethod(function)


@word("super")
def _super(ev: Evaluator, cls: Any, of: Any) -> Any:
    return Super(cls, of)


@word("object")
def _object(ev: Evaluator) -> Any:
    return Instance(OBJECT, {}, ev.born)


OBJECT = Class("object")


@word("locals", "globals", "vars", "eval", "exec")
def _refused(ev: Evaluator, *_: Any) -> Any:
    ev.no("looking at the names of the program itself")


@word("id")
def _id(ev: Evaluator, _value: Any) -> Any:
    ev.no("id(), which is another in each run", "compare with `is`")
