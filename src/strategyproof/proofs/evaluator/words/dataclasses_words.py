"""``dataclasses``: classes whose methods follow from their fields."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator import attributes, comparing, text
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.numbers import truth
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    Class,
    Field,
    Function,
    GeneratedMethod,
    Instance,
    Named,
)
from strategyproof.proofs.evaluator.table import constant, word

ORDER: dict[str, Any] = {"__lt__": ast.Lt, "__le__": ast.LtE, "__gt__": ast.Gt, "__ge__": ast.GtE}

KEYWORDS_FROM_HERE: Any = Builtin("dataclasses.KW_ONLY", lambda ev: ev.throw(TypeError))
constant("dataclasses.KW_ONLY", KEYWORDS_FROM_HERE)
constant("dataclasses.MISSING", Builtin("dataclasses.MISSING", lambda ev: ev.throw(TypeError)))

for _error in EXCEPTIONS.values():
    if _error.name == "FrozenInstanceError":
        constant("dataclasses.FrozenInstanceError", _error)


class FieldSpec:
    """What ``field(...)`` says, until its class is made."""

    def __init__(self, **said: Any) -> None:
        self.said = said


@word("dataclasses.field")
def _field(
    ev: Evaluator,
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    init: Any = True,
    repr: Any = True,  # noqa: A002  # the name is Python's
    hash: Any = None,  # noqa: A002
    compare: Any = True,
    metadata: Any = None,
    kw_only: Any = False,
) -> Any:
    if default is not MISSING and default_factory is not MISSING:
        ev.throw(ValueError)
    if hash is not None or metadata is not None:
        ev.no("field() with hash or metadata")
    said = {"initialised": init, "compared": compare, "shown": repr, "by_keyword": kw_only}
    if not all(isinstance(value, bool) for value in said.values()):
        ev.no("field() with options that are not written as True or False")
    factory = None if default_factory is MISSING else default_factory
    return FieldSpec(default=default, factory=factory, **said)


@word("dataclasses.dataclass")
def _dataclass(ev: Evaluator, cls: Any = None, /, **options: Any) -> Any:
    known = {"init", "repr", "eq", "order", "frozen", "match_args", "kw_only", "slots"}
    if not options.keys() <= known or not all(isinstance(value, bool) for value in options.values()):
        ev.no("dataclass() with these options")
    if cls is None:
        return Builtin("dataclasses.dataclass()", lambda ev, cls: made(ev, cls, options))
    return made(ev, cls, options)


def made(ev: Evaluator, cls: Any, options: dict[str, bool]) -> Class:
    """Make a dataclass of a class.

    Parameters
    ----------
    options
        Those of the decorator that are given.
    """
    if not isinstance(cls, Class) or cls.native is not None or cls.members is not None:
        ev.no("a dataclass of this")
    bases = [base for base in cls.mro[1:] if base.fields is not None]
    if any(base.frozen is not options.get("frozen", False) for base in bases):
        ev.throw(TypeError)
    fields = {field.name: field for base in reversed(bases) for field in base.fields or ()}
    for field in own_fields(ev, cls, by_keyword=options.get("kw_only", False)):
        fields[field.name] = field
    cls.fields = list(fields.values())
    _check_defaults(ev, cls.fields)
    cls.frozen = options.get("frozen", False)
    if cls.frozen and any(name in cls.namespace for name in ("__setattr__", "__delattr__")):
        ev.throw(TypeError)
    if options.get("slots", False):
        if "__slots__" in cls.namespace:
            ev.throw(TypeError)
        cls.namespace["__slots__"] = tuple(field.name for field in cls.fields)
    _add_methods(ev, cls, options)
    return cls


def own_fields(ev: Evaluator, cls: Class, *, by_keyword: bool) -> list[Field]:
    """Return the fields that a class body declares; what it gives them stays as the class's attributes."""
    found = []
    for name, marker in cls.annotated.items():
        if marker == "ClassVar":
            continue
        if marker == "KW_ONLY":
            by_keyword = True
            continue
        if marker:
            ev.no(f"a dataclass with {marker}", "write ClassVar by its own name, without quotes, or a plain type")
        found.append(_own_field(ev, cls, name, by_keyword=by_keyword))
    return found


def _own_field(ev: Evaluator, cls: Class, name: str, *, by_keyword: bool) -> Field:
    given = cls.namespace.get(name, MISSING)
    if not isinstance(given, FieldSpec):
        said: dict[str, Any] = {"default": given}
    else:
        said = given.said
        del cls.namespace[name]
        if said["default"] is not MISSING:
            cls.namespace[name] = said["default"]
    default = said["default"]
    if isinstance(default, (List, Dict)) or (isinstance(default, Set) and not default.is_frozen):
        ev.throw(ValueError)
    if isinstance(default, Instance) and default.cls.find("__hash__") is None:
        ev.throw(ValueError)
    field = Field(name, **said)
    field.by_keyword = field.by_keyword or by_keyword
    return field


def _check_defaults(ev: Evaluator, fields: list[Field]) -> None:
    seen = False
    for field in fields:
        if field.initialised and not field.by_keyword:
            has_default = field.default is not MISSING or field.factory is not None
            if seen and not has_default:
                ev.throw(TypeError)
            seen = seen or has_default


def _add_methods(ev: Evaluator, cls: Class, options: dict[str, bool]) -> None:
    own, eq = cls.namespace, options.get("eq", True)
    if options.get("order", False) and (not eq or any(name in own for name in ORDER)):
        ev.throw(TypeError if eq else ValueError)
    if options.get("init", True):
        own.setdefault("__init__", GeneratedMethod(f"{cls.name}.__init__", _initialiser(cls)))
    if options.get("repr", True):
        own.setdefault("__repr__", GeneratedMethod(f"{cls.name}.__repr__", _representation(cls)))
    if options.get("match_args", True):
        names = [f.name for f in cls.fields or () if f.initialised and not f.by_keyword]
        own.setdefault("__match_args__", tuple(names))
    has_hash = own.get("__hash__", MISSING) is not MISSING and not ("__eq__" in own and own["__hash__"] is None)
    if eq:
        own.setdefault("__eq__", GeneratedMethod(f"{cls.name}.__eq__", _equality(cls)))
        if not has_hash:
            own["__hash__"] = GeneratedMethod(f"{cls.name}.__hash__", _hash) if cls.frozen else None
    if options.get("order", False):
        for name, op in ORDER.items():
            own[name] = GeneratedMethod(f"{cls.name}.{name}", _comparison(cls, op))


def _hash(ev: Evaluator, _own: Any) -> Any:
    ev.no("hash() of an object")


def _initialiser(cls: Class) -> Callable[..., None]:
    fields = [field for field in cls.fields or () if field.initialised]
    by_place = [field.name for field in fields if not field.by_keyword]

    def init(ev: Evaluator, own: Any, /, *args: Any, **named: Any) -> None:
        given = dict(zip(by_place, args, strict=False))
        unknown = named.keys() - {field.name for field in fields}
        if len(args) > len(by_place) or unknown or given.keys() & named.keys():
            ev.throw(TypeError)
        given |= named
        if any(f.name not in given and f.default is MISSING and f.factory is None for f in fields):
            ev.throw(TypeError)
        for field in cls.fields or ():
            _set_field(ev, own, field, given, is_frozen=cls.frozen)
        after = own.cls.find("__post_init__")
        if after is not MISSING:
            ev.call(Bound(after, own), [], {})

    return init


def _set_field(ev: Evaluator, own: Any, field: Field, given: dict[str, Any], *, is_frozen: bool) -> None:
    if field.name in given:
        value = given[field.name]
    elif field.factory is not None:
        value = ev.call(field.factory, [], {})
    elif field.initialised:
        value = field.default
    else:
        return
    if is_frozen:
        attributes.store(ev, own, own.fields, field.name, value)
    else:
        attributes.set_attribute(ev, own, field.name, value)


def _compared(own: Any, cls: Class) -> Callable[[Evaluator], tuple[Any, ...]]:
    names = [field.name for field in cls.fields or () if field.compared]
    return lambda ev: tuple(attributes.attribute(ev, own, name) for name in names)


def _equality(cls: Class) -> Callable[..., Any]:
    def eq(ev: Evaluator, own: Any, other: Any) -> Any:
        if not isinstance(other, Instance) or other.cls is not own.cls:
            return NotImplemented
        return truth(ev.same(_compared(own, cls)(ev), _compared(other, cls)(ev)))

    return eq


def _comparison(cls: Class, op: Any) -> Callable[..., Any]:
    def compare(ev: Evaluator, own: Any, other: Any) -> Any:
        if not isinstance(other, Instance) or other.cls is not own.cls:
            return NotImplemented
        return comparing.compare(ev, op, _compared(own, cls)(ev), _compared(other, cls)(ev))

    return compare


def _representation(cls: Class) -> Callable[..., Any]:
    def represent(ev: Evaluator, own: Any) -> Any:
        parts: list[Any] = [f"{own.cls.inside}{own.cls.name}("]
        for place, field in enumerate(f for f in cls.fields or () if f.shown):
            parts += [f"{', ' if place else ''}{field.name}="]
            parts += [text.written(ev, attributes.attribute(ev, own, field.name), "r")]
        return text.joined(ev, [*parts, ")"])

    return represent


@word("dataclasses.replace")
def _replace(ev: Evaluator, own: Any, /, **changes: Any) -> Any:
    _check_is_one(ev, own)
    for field in own.cls.fields:
        if not field.initialised:
            if field.name in changes:
                ev.throw(ValueError)
        elif field.name not in changes:
            changes[field.name] = attributes.attribute(ev, own, field.name)
    return ev.call(own.cls, [], changes)


def _check_is_one(ev: Evaluator, own: Any) -> None:
    if not isinstance(own, Instance) or own.cls.find("__init__") is MISSING or fields_of(own.cls) is None:
        ev.throw(TypeError)


def fields_of(cls: Class) -> list[Field] | None:
    """Return the fields of a dataclass, its own or inherited; None of another class."""
    return next((base.fields for base in cls.mro if base.fields is not None and base.native is None), None)


@word("dataclasses.is_dataclass")
def _is_dataclass(_ev: Evaluator, value: Any) -> Any:
    cls = value.cls if isinstance(value, Instance) else value
    return isinstance(cls, Class) and fields_of(cls) is not None


@word("dataclasses.asdict")
def _asdict(ev: Evaluator, own: Any) -> Any:
    _check_is_one(ev, own)
    return _taken_apart(ev, own, as_tuple=False)


@word("dataclasses.astuple")
def _astuple(ev: Evaluator, own: Any) -> Any:
    _check_is_one(ev, own)
    return _taken_apart(ev, own, as_tuple=True)


def _taken_apart(ev: Evaluator, value: Any, *, as_tuple: bool) -> Any:
    """Take a dataclass apart, and those inside it, as Python does: containers are copied."""

    def inner(part: Any) -> Any:
        return _taken_apart(ev, part, as_tuple=as_tuple)

    if isinstance(value, Instance) and (fields := fields_of(value.cls)) is not None:
        parts = [(field.name, inner(attributes.attribute(ev, value, field.name))) for field in fields]
        if as_tuple:
            return tuple(part for _, part in parts)
        made_of = Dict(ev.born)
        for name, part in parts:
            made_of.put(name, part, ev.are_same)
        return made_of
    if isinstance(value, Named):
        return ev.call(value.cls, [inner(part) for part in value], {})
    if isinstance(value, List) and value.kind == "list":
        return ev.new_list([inner(part) for part in ev.known(value)])
    if isinstance(value, tuple):
        return tuple(map(inner, value))
    if isinstance(value, Dict) and value.kind in ("dict", "OrderedDict"):
        copied = Dict(ev.born, value.kind)
        for key, part in ev.known(value).entries.values():
            copied.put(inner(key), inner(part), ev.are_same)
        return copied
    from strategyproof.proofs.evaluator.words.copy_words import deep

    return deep(ev, value)


@word("dataclasses.fields")
def _fields(ev: Evaluator, own: Any) -> Any:
    ev.no("the fields of a dataclass as objects")


__all__ = ["Function", "fields_of", "made"]
