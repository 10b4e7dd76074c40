"""What can change of the values that a scope reaches, as it was at one moment.

Python computes the entries of a list at once, with what it sees then. A list of any length computes an entry when it is
asked for: so it goes back to what was seen when the list was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.objects import Bound, Class, Deferred, Function, Instance, Partial, Scope


class Changeable:
    """What can change of a value that a moment keeps: to be implemented by lists of any length."""

    __slots__ = ()

    def content(self) -> Any:
        """Return what it holds."""
        raise NotImplementedError

    def restore(self, content: Any) -> None:
        """Hold what was held."""
        raise NotImplementedError


class Unchanging:
    """What cannot change, though values of its kind can."""

    __slots__ = ()


class Moment:
    """What everything that is reached from some values holds now."""

    def __init__(self, *roots: Any) -> None:
        self.kept: dict[int, tuple[Any, Any]] = {}
        stack = list(roots)
        while stack:
            value = stack.pop()
            if id(value) not in self.kept and not _is_of_the_file(value):
                if isinstance(value, HOLDERS) and not isinstance(value, Unchanging):
                    self.kept[id(value)] = value, content(value)
                stack += inner(value)

    @contextmanager
    def again(self) -> Iterator[None]:
        """Go back to it for a while."""
        now = [(holder, content(holder)) for holder, _ in self.kept.values()]
        for holder, held in self.kept.values():
            restore(holder, held)
        try:
            yield
        finally:
            for holder, held in now:
                restore(holder, held)


ENTRIES: Any = Dict.entries  # type: ignore[misc]  # the place itself, also where a loop hides it
HOLDERS = (Scope, List, Dict, Set, Instance, Function, Class, Changeable)


def _is_of_the_file(value: Any) -> bool:
    """Tell whether a value was made while the file was loaded: it stays what it was, or is opaque."""
    return isinstance(value, HOLDERS) and getattr(value, "born", 0) < 0


def inner(value: Any) -> list[Any]:
    """Return the values that a value reaches directly."""
    match value:
        case Scope():
            return [*value.values(), *value.elsewhere.values(), value.parent]
        case List():
            return list.copy(value)
        case tuple():
            return list(value)
        case Dict():
            return [part for entry in ENTRIES.__get__(value).values() for part in entry]
        case Set():
            return [value.members]
        case Instance():
            return [value.cls, *value.fields.values()]
        case Class():
            return [*value.bases, *value.namespace.values()]
        case Function():
            return [value.scope, *value.defaults, *value.keyword_defaults.values(), *value.fields.values()]
        case Bound():
            return [value.function, value.of]
        case Partial():
            return [value.function, *value.args, *value.keywords.values()]
        case Deferred():
            return [option for _, option in value.cases]
    return []


def content(holder: Any) -> Any:
    """Return what a value holds."""
    match holder:
        case List():
            return type(holder), list.copy(holder), holder.is_unordered
        case Dict():
            return type(holder), dict(ENTRIES.__get__(holder)), dict(holder._places), holder._next, holder.factory
        case Set():
            return holder.members, holder.native, frozenset(holder.native or ())
        case Instance() | Function():
            return dict(holder.fields)
        case Class():
            return dict(holder.namespace)
        case Changeable():
            return holder.content()
    return dict(holder)


def restore(holder: Any, held: Any) -> None:
    """Let a value hold what it held."""
    match holder:
        case List():
            holder.__class__, items, holder.is_unordered = held
            list.__setitem__(holder, slice(None), items)
        case Dict():
            holder.__class__, entries, places, holder._next, holder.factory = held
            ENTRIES.__set__(holder, dict(entries))
            holder._places = dict(places)
        case Set():
            holder.members, native, elements = held
            holder.native = native if native == elements else None  # another set would have another order
        case Instance() | Function():
            holder.fields = dict(held)
        case Class():
            holder.namespace = dict(held)
        case Changeable():
            holder.restore(held)
        case _:
            dict.clear(holder)
            dict.update(holder, held)
