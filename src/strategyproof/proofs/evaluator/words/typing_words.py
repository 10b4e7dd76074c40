"""``typing``: annotations are not looked at; named tuples and typed dictionaries are made."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import MISSING, Builtin, Class, Field
from strategyproof.proofs.evaluator.table import FUNCTIONS, METHODS, constant, word
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


@word("typing.cast")
def _cast(_ev: Evaluator, _kind: Any, value: Any, /) -> Any:
    return value


@word("typing.TypeVar", "typing.NewType")
def _type_variable(_ev: Evaluator, name: Any, *_: Any, **__: Any) -> Any:
    return Builtin(f"typing.{name}", lambda ev, value, /: value)


@word("typing.overload", "typing.final", "typing.runtime_checkable", "typing.no_type_check")
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
