"""``typing``: annotations are not looked at; named tuples and typed dictionaries are made."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import MISSING, Builtin, Class, Field, Instance
from strategyproof.proofs.evaluator.table import FUNCTIONS, METHODS, constant, method, word
from strategyproof.proofs.evaluator.words.collections_words import as_named_tuple

NAMES = (
    *("Any", "AnyStr", "Optional", "Union", "List", "Dict", "Tuple", "Set", "FrozenSet", "Sequence", "MutableSequence"),
    *("Mapping", "MutableMapping", "Iterable", "Iterator", "Generator", "Callable", "Literal", "Final", "ClassVar"),
    *("Type", "Collection", "Hashable", "Sized", "Generic", "Protocol", "Self", "Never", "NoReturn", "Annotated"),
    *("DefaultDict", "Counter", "Deque", "OrderedDict", "TypeAlias", "SupportsFloat", "SupportsInt", "TypeGuard"),
    *("Awaitable", "Coroutine", "Concatenate", "ParamSpec", "Required", "NotRequired", "AsyncIterator", "Text"),
)

constant("typing.TYPE_CHECKING", False)


def _register(name: str) -> None:
    @word(f"typing.{name}")
    def row(ev: Evaluator, *_: Any, **__: Any) -> Any:
        ev.no(f"calling typing.{name}")


for _name in NAMES:
    _register(_name)


@method(Builtin, name="__getitem__")
def _subscripted(ev: Evaluator, own: Builtin, _index: Any) -> Any:
    """Return ``list[int]``: the same, as far as what it does is concerned."""
    if own.name.startswith("typing.") or own.name in GENERIC:
        return own
    ev.throw(TypeError)


GENERIC = {
    *("list", "dict", "tuple", "set", "frozenset", "type", "collections.deque", "collections.defaultdict"),
    *("collections.OrderedDict", "collections.Counter"),
}
"""The types that can be subscripted."""


class Union:
    """``int | float``."""

    def __init__(self, kinds: tuple[Any, ...]) -> None:
        self.kinds = kinds


@method(Builtin, name="__or__")
@method(Class, name="__or__")
@method(Union, name="__or__")
def _or(ev: Evaluator, own: Any, other: Any) -> Any:
    if other is not None and not isinstance(other, (Builtin, Class, Union)):
        ev.throw(TypeError)
    return Union((*_kinds(own), *_kinds(other)))


@method(Builtin, name="__ror__")
@method(Class, name="__ror__")
def _ror(ev: Evaluator, own: Any, other: Any) -> Any:
    return _or(ev, other, own) if isinstance(other, Union) else Union((*_kinds(other), *_kinds(own)))


def _kinds(kind: Any) -> tuple[Any, ...]:
    return kind.kinds if isinstance(kind, Union) else (kind,)


@method(Union, name="__isinstance__")
def _is_of(ev: Evaluator, own: Union, value: Any) -> Any:
    return ev.call(ev.function("isinstance"), [value, own.kinds], {})


@word("typing.cast")
def _cast(_ev: Evaluator, _kind: Any, value: Any, /) -> Any:
    return value


@word("typing.TypeVar", "typing.NewType")
def _type_variable(_ev: Evaluator, name: Any, *_: Any, **__: Any) -> Any:
    return Builtin(f"typing.{name}", lambda ev, value, /: value)


@word("typing.overload", "typing.final", "typing.runtime_checkable", "typing.no_type_check", "typing.override")
def _as_it_is(_ev: Evaluator, value: Any, /) -> Any:
    return value


@word("typing.NamedTuple")
def _named_tuple(ev: Evaluator, name: Any, fields: Any = None, /) -> Any:
    if not isinstance(name, str) or fields is None:
        ev.no("typing.NamedTuple() with these arguments")
    names = [ev.items(pair)[0] for pair in ev.items(fields)]
    return ev.call(ev.function("collections.namedtuple"), [name, List(names, ev.born)], {})


def _class_of_named_tuples(ev: Evaluator, cls: Class, _n: ast.ClassDef) -> Class:
    fields = [Field(name, cls.namespace.pop(name, MISSING)) for name in cls.annotated]
    seen = False
    for field in fields:
        if seen and field.default is MISSING:
            ev.throw(TypeError)
        seen = seen or field.default is not MISSING
    if any(name in cls.namespace for name in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields")):
        ev.throw(AttributeError)
    return as_named_tuple(ev, cls, fields)


METHODS[Builtin, "class typing.NamedTuple"] = _class_of_named_tuples


@word("typing.TypedDict")
def _typed_dict(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("typing.TypedDict() called", "write a class")


def _class_of_dictionaries(_ev: Evaluator, cls: Class, _n: ast.ClassDef) -> Any:
    return Builtin(cls.name, FUNCTIONS["dict"].run)


METHODS[Builtin, "class typing.TypedDict"] = _class_of_dictionaries

__all__ = ["GENERIC", "Instance", "Union"]
