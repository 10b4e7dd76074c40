"""``functools``: folding, functions of functions, orders made of one comparison."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import negated
from strategyproof.proofs.evaluator.iterating import END, advance, iterator
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    CachedProperty,
    Class,
    Function,
    GeneratedMethod,
    Instance,
    Partial,
)
from strategyproof.proofs.evaluator.table import word


@word("functools.reduce")
def _reduce(ev: Evaluator, function: Any, iterable: Any, initial: Any = MISSING, /) -> Any:
    source = iterator(ev, iterable)
    if initial is MISSING:
        initial = advance(ev, source)
        if initial is END:
            ev.throw(TypeError)
    while (item := advance(ev, source)) is not END:
        initial = ev.call(function, [initial, item], {})
    return initial


@word("functools.partial")
def _partial(_ev: Evaluator, function: Any, /, *args: Any, **named: Any) -> Any:
    return Partial(function, args, named)


def _compared(op: Any) -> Any:
    def row(ev: Evaluator, own: Any, other: Any) -> Any:
        if not isinstance(other, Instance) or other.cls is not KEY:
            ev.throw(TypeError)
        found = ev.call(own.fields["mycmp"], [own.fields["obj"], other.fields["obj"]], {})
        return comparing.compare(ev, op, found, 0)

    return row


KEY = Class(
    "functools.KeyWrapper",
    namespace={
        name: GeneratedMethod(f"functools.KeyWrapper.{name}", _compared(op))
        for name, op in {
            "__lt__": ast.Lt,
            "__le__": ast.LtE,
            "__gt__": ast.Gt,
            "__ge__": ast.GtE,
            "__eq__": ast.Eq,
        }.items()
    }
    | {"__hash__": None},
)
"""What ``cmp_to_key`` makes of an item."""


@word("functools.cmp_to_key")
def _cmp_to_key(_ev: Evaluator, mycmp: Any) -> Any:
    def key(ev: Evaluator, obj: Any) -> Any:
        return Instance(KEY, {"mycmp": mycmp, "obj": obj}, ev.born)

    return Builtin("functools.cmp_to_key()", key)


@word("functools.lru_cache")
def _lru_cache(ev: Evaluator, maxsize: Any = 128, typed: Any = False) -> Any:
    if isinstance(maxsize, Function):
        return _cache(ev, maxsize)
    if (maxsize is not None and not isinstance(maxsize, int)) or not isinstance(typed, bool):
        ev.throw(TypeError)
    if maxsize is not None and maxsize < 128:
        ev.no("a cache that forgets", "write maxsize=None")
    return Builtin("functools.lru_cache()", _cache)


@word("functools.cache")
def _cache(ev: Evaluator, function: Any) -> Any:
    if not isinstance(function, Function):
        ev.no(f"a cache of {ev.described(function)}")
    return Function(
        function.name,
        function.node,
        function.scope,
        function.defaults,
        function.keyword_defaults,
        ev.born,
        function.owner,
        dict(function.fields),
        caches=True,
    )


@word("functools.cached_property")
def _cached_property(ev: Evaluator, function: Any) -> Any:
    if not isinstance(function, Function):
        ev.no(f"cached_property() of {ev.described(function)}")
    return CachedProperty(function, function.name)


@word("functools.wraps", "functools.update_wrapper")
def _wraps(ev: Evaluator, *functions: Any, **options: Any) -> Any:
    if options or not 1 <= len(functions) <= 2:
        ev.no("functools.wraps() with these arguments")

    def decorate(ev: Evaluator, wrapper: Any, wrapped: Any = functions[-1]) -> Any:
        if isinstance(wrapper, Function) and isinstance(wrapped, Function):
            wrapper.name = wrapped.name
            wrapper.fields.update({k: v for k, v in wrapped.fields.items() if "cache" not in k})
        return wrapper

    if len(functions) == 2:
        return decorate(ev, functions[0], functions[1])
    return Builtin("functools.wraps()", decorate)


COMPLETED: dict[str, dict[str, tuple[bool, str]]] = {
    "__lt__": {"__gt__": (True, "and"), "__le__": (False, "or"), "__ge__": (True, "")},
    "__le__": {"__ge__": (True, "or"), "__lt__": (False, "and"), "__gt__": (True, "")},
    "__gt__": {"__lt__": (True, "and"), "__ge__": (False, "or"), "__le__": (True, "")},
    "__ge__": {"__le__": (True, "or"), "__gt__": (False, "and"), "__lt__": (True, "")},
}
"""What ``total_ordering`` makes of the one comparison that a class has: whether its answer is negated, and whether
equality is asked then, as in CPython's ``functools``."""


@word("functools.total_ordering")
def _total_ordering(ev: Evaluator, cls: Any) -> Any:
    if not isinstance(cls, Class):
        ev.throw(TypeError)
    roots = {name for name in COMPLETED if cls.find(name) is not MISSING}
    if not roots:
        ev.throw(ValueError)
    root = max(roots)
    for name, (is_negated, then) in COMPLETED[root].items():
        if name not in roots:
            row = _completed(root, then, is_negated=is_negated)
            cls.namespace[name] = GeneratedMethod(f"{cls.name}.{name}", row)
    return cls


def _completed(root: str, then: str, *, is_negated: bool) -> Any:
    """Return the comparison that follows from ``root``."""

    def row(ev: Evaluator, own: Any, other: Any) -> Any:
        found = ev.call(Bound(own.cls.find(root), own), [other], {})
        if found is NotImplemented:
            return NotImplemented
        if is_negated:
            found = negated(ev, found)
        if not then:
            return found
        equality = ast.NotEq if then == "and" else ast.Eq

        def asked() -> Any:
            return comparing.compare(ev, equality, own, other)

        sides = (asked, lambda: found) if then == "and" else (lambda: found, asked)
        return ev.branch(ev.truth(found), *sides)

    return row
