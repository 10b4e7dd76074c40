"""What user code computes with besides numbers and plain Python values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


class Missing:
    """A name or a field without a value."""


MISSING: Any = Missing()


class Scope(dict[str, Any]):
    """The names of one call, class or module, inside those that enclose it.

    Attributes
    ----------
    parent
        Where names are looked up next; None for a module, after which the builtins come.
    own
        The names that the code binds here; read before they are bound they raise, as in Python.
    elsewhere
        Names declared ``global`` or ``nonlocal``, with the scope that they belong to.
    name
        For messages.
    postpones
        Of a module: whether its annotations stay unevaluated, ``from __future__ import annotations``.
    """

    def __init__(
        self, name: str, parent: Scope | None = None, own: frozenset[str] = frozenset(), born: int = 0
    ) -> None:
        super().__init__()
        self.name, self.parent, self.own, self.born = name, parent, own, born
        self.elsewhere: dict[str, Scope] = {}
        self.is_class = self.is_comprehension = self.postpones = False

    __hash__ = object.__hash__  # type: ignore[assignment]  # a scope is itself, whatever it holds

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def module(self) -> Scope:
        """Return the scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(eq=False, slots=True)
class Deferred:
    """A local name that holds one of several values that cannot be merged; which one is decided when it is read."""

    cases: list[tuple[Any, Any]]


@dataclass(eq=False, slots=True)
class Function:
    """A function of the user's: its syntax, where it was defined, its defaults."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: list[Any]
    keyword_defaults: dict[str, Any]
    born: int = 0
    owner: Class | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    caches: bool = False


@dataclass(eq=False, slots=True)
class Builtin:
    """A word of Python's own, with its row of the table."""

    name: str
    run: Callable[..., Any]


@dataclass(eq=False, slots=True)
class GeneratedMethod(Builtin):
    """A method that a decorator or a base class gives to a class; unlike a word of Python's there, it is bound."""


METHOD = (Function, GeneratedMethod)
"""What a class has as a method."""


@dataclass(eq=False, slots=True)
class Bound:
    """A function or builtin with the value that it is a method of; each time anew, and equal if these are the same."""

    function: Any
    of: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bound) and self.of is other.of and self._code() is other._code()

    def __hash__(self) -> int:
        return hash((id(self.of), id(self._code())))

    def _code(self) -> Any:
        return self.function.run if isinstance(self.function, Builtin) else self.function


@dataclass(eq=False, slots=True)
class Partial:
    """``functools.partial``."""

    function: Any
    args: tuple[Any, ...]
    keywords: dict[str, Any]


@dataclass(eq=False)
class Class:
    """A class: of the user's, or an exception of Python's.

    Attributes
    ----------
    bases
        In the order of their declaration; ``mro`` is Python's own order of them.
    namespace
        What the class body binds.
    native
        The type of Python's that it stands for, for exceptions and for classes of tuples.
    fields
        Of a dataclass or a named tuple.
    annotated
        What the annotations of its body tell a dataclass besides a type, by name; see ``annotating.marker``.
    inside
        What its ``__qualname__`` has before its name.
    is_abstract
        Whether it inherits from ``abc.ABC``, so that it cannot be made while a method is abstract.
    enumeration
        Whether it is an enumeration; ``members`` is None while it has none.
    """

    name: str
    bases: tuple[Class, ...] = ()
    namespace: dict[str, Any] = field(default_factory=dict)
    native: type | None = None
    fields: list[Field] | None = None
    mro: list[Class] = field(default_factory=list)
    frozen: bool = False
    members: list[Any] | None = None
    born: int = 0
    annotated: dict[str, str] = field(default_factory=dict)
    enumeration: bool = False
    inside: str = ""
    is_abstract: bool = False

    def __post_init__(self) -> None:
        self.mro = linearised(self)

    def find(self, name: str) -> Any:
        """Return what a class has under a name, its own or inherited, or ``MISSING``."""
        return next((cls.namespace[name] for cls in self.mro if name in cls.namespace), MISSING)

    def is_a(self, other: Class) -> bool:
        """Tell whether it is a subclass of another."""
        return other in self.mro


def linearised(cls: Class) -> list[Class]:
    """Return a class and its ancestors in Python's order (C3).

    Raises
    ------
    TypeError
        If there is no such order.
    """
    rows = [list(base.mro) for base in cls.bases] + [list(cls.bases)]
    order = [cls]
    while rows := [row for row in rows if row]:
        head = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if head is None:
            raise TypeError(f"no consistent order of the bases of {cls.name}")
        order.append(head)
        rows = [[entry for entry in row if entry is not head] for row in rows]
    return order


@dataclass(slots=True)
class Field:
    """A field of a dataclass or a named tuple; a default is made anew where a factory makes it."""

    name: str
    default: Any = MISSING
    factory: Any = None
    initialised: bool = True
    compared: bool = True
    shown: bool = True
    by_keyword: bool = False


@dataclass(eq=False)
class Instance:
    """An object of a user's class, or an exception."""

    cls: Class
    fields: dict[str, Any] = field(default_factory=dict)
    born: int = 0


class Named(tuple[Any, ...]):
    """A named tuple: a tuple with a class."""

    cls: Class


@dataclass(eq=False, slots=True)
class Super:
    """``super()``: the attributes after a class in the order of an object's class."""

    cls: Class
    of: Any


@dataclass(eq=False, slots=True)
class Module:
    """A module: one that the table models, or a file of the user's.

    Attributes
    ----------
    name
        Its full name; words of the table are found under ``name.word``.
    scope
        The names of a user's own file; None for a modelled module.
    """

    name: str
    scope: Scope | None = None


@dataclass(eq=False, slots=True)
class Unreadable:
    """A value that the evaluator could not make; using it is unsupported, for the reason given."""

    reason: str
    line: int | None = None


@dataclass(eq=False, slots=True)
class Native:
    """An object of a deterministic library that holds no bid, such as a digest; its methods run as they are."""

    value: Any
    born: int = 0


@dataclass(eq=False, slots=True)
class Opaque:
    """A value that a run finds changed by earlier runs: it may be shown, and must not reach an outcome.

    Attributes
    ----------
    cause
        What changed it, for people.
    kind
        What all runs wrote there: see ``leftovers``; None if that may be anything.
    """

    cause: str
    kind: str | None = None


@dataclass(eq=False, slots=True)
class Text:
    """Text with numbers that depend on the bids: it may be shown and joined, not compared, hashed or parsed.

    Attributes
    ----------
    parts
        Plain text, and ``(value, conversion, format)`` where a value stands.
    """

    parts: tuple[Any, ...]


class Items:
    """An iterator: what is taken from it is gone, for everybody who shares it.

    Parameters
    ----------
    source
        Gives the items one by one; it is asked for the next when user code asks.
    kind
        What it is to ``type``: ``generator``, ``map``, ``zip``, ...

    Attributes
    ----------
    again
        Gives all the items anew, each with the condition under which it is there; None where that is not possible.
    is_alone
        Whether it stands directly as an argument of a word that keeps it to itself.
    is_endless
        Whether it is a generator that is seen to have always another item.
    """

    __slots__ = ("again", "born", "is_alone", "is_endless", "kind", "source")

    def __init__(self, source: Iterator[Any], kind: str, born: int = 0) -> None:
        self.source, self.kind, self.born = source, kind, born
        self.again: Callable[[], Iterator[tuple[Any, Any]]] | None = None
        self.is_alone, self.is_endless = False, False


@dataclass(eq=False, slots=True)
class Coroutine:
    """A call of an ``async def`` that has not been awaited yet."""

    start: Callable[[], Any]
    spent: bool = False


@dataclass(eq=False, slots=True)
class Property:
    """``property``, and the descriptors that a class attribute may be."""

    get: Any
    set: Any = None


@dataclass(eq=False, slots=True)
class CachedProperty:
    """``functools.cached_property``: computed once, then a field of the object."""

    get: Any
    name: str


@dataclass(eq=False, slots=True)
class StaticMethod:
    """``staticmethod``."""

    function: Any


@dataclass(eq=False, slots=True)
class ClassMethod:
    """``classmethod``."""

    function: Any
