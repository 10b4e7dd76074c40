"""What can stand left of ``=``."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import attributes, names, positions
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import (
    Items,
    Scope,
)


def assign(ev: Evaluator, target: ast.expr, value: Any, scope: Scope) -> None:
    """Store a value in a target."""
    match target:
        case ast.Name():
            names.bind(ev, scope, target.id, value)
        case ast.Tuple() | ast.List():
            _unpack(ev, target.elts, value, scope)
        case ast.Subscript():
            holder = ev.evaluate(target.value, scope)
            index = ev.evaluate(target.slice, scope)
            ev.line = target.lineno
            positions.put(ev, holder, index, value)
        case ast.Attribute():
            holder = ev.evaluate(target.value, scope)
            ev.line = target.lineno
            attributes.set_attribute(ev, holder, target.attr, value)
        case _:
            ev.no(f"assigning to `{type(target).__name__}`")


def _unpack(ev: Evaluator, targets: list[ast.expr], value: Any, scope: Scope) -> None:
    star = next((k for k, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    parts = ev.items(value) if star is not None or not isinstance(value, Items) else _at_most(ev, value, len(targets))
    if star is None:
        if len(parts) != len(targets):
            ev.throw(ValueError)
        for target, part in zip(targets, parts, strict=True):
            assign(ev, target, part, scope)
        return
    after = len(targets) - star - 1
    if len(parts) < star + after:
        ev.throw(ValueError)
    end = len(parts) - after
    starred = targets[star]
    assert isinstance(starred, ast.Starred)
    for target, part in zip(targets[:star], parts[:star], strict=True):
        assign(ev, target, part, scope)
    assign(ev, starred.value, ev.new_list(parts[star:end]), scope)
    for target, part in zip(targets[star + 1 :], parts[end:], strict=True):
        assign(ev, target, part, scope)


def _at_most(ev: Evaluator, value: Items, count: int) -> list[Any]:
    """Take one item more than there are targets, as Python does, and no further."""
    found: list[Any] = []
    for item in ev.iterate(value):
        found.append(item)
        if len(found) > count:
            break
    return found
