"""The patterns of ``match``."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import comparing, names, positions
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.objects import MISSING, Builtin, Class, Instance, Named, Scope


def matches(ev: Evaluator, pattern: ast.pattern, value: Any, scope: Scope) -> bool:
    """Tell whether a value fits a pattern, and bind its names."""
    match pattern:
        case ast.MatchValue(value=node):
            return ev.are_same(value, ev.evaluate(node, scope))
        case ast.MatchSingleton(value=constant):
            return comparing.identical(ev, value, constant)
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None and not matches(ev, inner, value, scope):
                return False
            if name is not None:
                names.bind(ev, scope, name, value)
            return True
        case ast.MatchOr(patterns=options):
            return any(matches(ev, option, value, scope) for option in options)
        case ast.MatchSequence() | ast.MatchMapping() if hasattr(type(value), "is_row"):
            ev.no(f"a pattern for {ev.described(value)}")
        case ast.MatchSequence(patterns=parts):
            return isinstance(value, (List, tuple, range)) and _sequence(ev, parts, value, scope)
        case ast.MatchMapping():
            return isinstance(value, Dict) and _mapping(ev, pattern, value, scope)
        case ast.MatchClass():
            return _of_class(ev, pattern, value, scope)
    ev.no(f"`{type(pattern).__name__}` in a `match`")


def _sequence(ev: Evaluator, parts: list[ast.pattern], value: Any, scope: Scope) -> bool:
    star = next((k for k, part in enumerate(parts) if isinstance(part, ast.MatchStar)), None)
    items = list(ev.known(value))
    if star is None:
        fits = len(items) == len(parts)
        return fits and all(matches(ev, p, v, scope) for p, v in zip(parts, items, strict=True))
    after = len(parts) - star - 1
    if len(items) < star + after:
        return False
    end = len(items) - after
    starred = parts[star]
    assert isinstance(starred, ast.MatchStar)
    pairs = [*zip(parts[:star], items[:star], strict=True), *zip(parts[star + 1 :], items[end:], strict=True)]
    if not all(matches(ev, p, v, scope) for p, v in pairs):
        return False
    if starred.name is not None:
        names.bind(ev, scope, starred.name, ev.new_list(items[star:end]))
    return True


def _mapping(ev: Evaluator, pattern: ast.MatchMapping, value: Dict, scope: Scope) -> bool:
    absent: Any = object()
    for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
        found = positions.looked_up(ev, value, ev.evaluate(key, scope), absent)
        if found is absent or not matches(ev, inner, found, scope):
            return False
    if pattern.rest is not None:
        ev.no("`**` in a `match`")
    return True


def _of_class(ev: Evaluator, pattern: ast.MatchClass, value: Any, scope: Scope) -> bool:
    cls = ev.evaluate(pattern.cls, scope)
    if isinstance(cls, Builtin):
        if not ev.is_true(ev.call(ev.function("isinstance"), [value, cls], {})):
            return False
        if len(pattern.patterns) > 1 or pattern.kwd_patterns:
            ev.no("attributes of this type in a `match`")
        return all(matches(ev, inner, value, scope) for inner in pattern.patterns)
    if not isinstance(cls, Class):
        ev.no(f"a pattern of {ev.described(cls)}")
    own = value.cls if isinstance(value, (Instance, Named)) else None
    if own is None or not own.is_a(cls):
        return False
    fields = cls.find("__match_args__")
    order = [field.name for field in cls.fields or ()] if fields is MISSING else list(fields)
    if len(pattern.patterns) > len(order):
        ev.throw(TypeError)
    named = [*zip(order, pattern.patterns, strict=False), *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)]
    return all(_attribute_matches(ev, inner, value, name, scope) for name, inner in named)


def _attribute_matches(ev: Evaluator, inner: ast.pattern, value: Any, name: str, scope: Scope) -> bool:
    """Match an attribute; what does not have it does not match."""
    from strategyproof.proofs.evaluator.attributes import attribute

    try:
        with ev.observed():
            found = attribute(ev, value, name)
    except PyError as error:
        if error.instance.cls.is_a(EXCEPTIONS[AttributeError]):
            return False
        raise
    return matches(ev, inner, found, scope)
