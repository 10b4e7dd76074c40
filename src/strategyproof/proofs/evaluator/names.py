"""Names: which ones a piece of code binds, and looking them up."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

from strategyproof.proofs.evaluator import leftovers, table
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import BY_NAME
from strategyproof.proofs.evaluator.objects import MISSING, Deferred, Scope, Unreadable

INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@lru_cache(maxsize=4096)
def bindings(node: ast.AST) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the names that a function, lambda or class binds, those it declares global, and those nonlocal."""
    bound: set[str] = set()
    declared: tuple[set[str], set[str]] = set(), set()
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        spec = node.args
        bound |= {arg.arg for arg in [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]}
        bound |= {arg.arg for arg in (spec.vararg, spec.kwarg) if arg is not None}
    body = node.body if isinstance(node.body, list) else [node.body]  # type: ignore[attr-defined]
    stack: list[tuple[ast.AST, bool]] = [(child, False) for child in body]
    while stack:
        child, inside = stack.pop()
        _bind(child, bound, declared, targets=not inside)
        if isinstance(child, (*INNER, ast.Lambda)):
            continue
        inside = inside or isinstance(child, COMPREHENSIONS)
        stack.extend((grandchild, inside) for grandchild in ast.iter_child_nodes(child))
    return frozenset(bound - declared[0] - declared[1]), frozenset(declared[0]), frozenset(declared[1])


def _bind(node: ast.AST, bound: set[str], declared: tuple[set[str], set[str]], *, targets: bool) -> None:
    match node:
        case ast.NamedExpr(target=ast.Name(id=name)):
            bound.add(name)
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if targets:
            bound.add(name)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            bound.add(name)
        case ast.ExceptHandler(name=str(name)):
            bound.add(name)
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            bound.add(name)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            bound |= {(alias.asname or alias.name).partition(".")[0] for alias in names}
        case ast.Global(names=names):
            declared[0].update(names)
        case ast.Nonlocal(names=names):
            declared[1].update(names)


def new_scope(ev: Evaluator, name: str, node: ast.AST, parent: Scope) -> Scope:
    """Return the scope of a call of a function, or of a class body."""
    bound, in_module, outside = bindings(node)
    scope = Scope(name, parent, bound, ev.born)
    for own in in_module:
        scope.elsewhere[own] = parent.module
    for own in outside:
        holder = parent
        while own not in holder.own and holder.parent is not None:
            holder = holder.parent
        scope.elsewhere[own] = holder
    return scope


def look_up(ev: Evaluator, scope: Scope, name: str) -> Any:
    """Return the value of a name.

    Raises
    ------
    PyError
        A NameError, if it has none.
    """
    holder: Scope | None = scope.elsewhere.get(name, scope)
    while holder is not None:
        value = holder.get(name, MISSING)
        if value is not MISSING:
            return _read(ev, holder, name, value)
        if name in holder.own and holder.parent is not None:
            if not holder.is_class:
                ev.throw(UnboundLocalError if holder is scope else NameError)
            return look_up(ev, holder.module, name)  # what a class body binds itself, it never reads from around it
        holder = holder.elsewhere.get(name, holder.parent) if holder is not scope else holder.parent
        while holder is not None and holder.is_class:  # only a class's own body sees its names
            holder = holder.parent
    return _builtin(ev, name)


def _read(ev: Evaluator, holder: Scope, name: str, value: Any) -> Any:
    if holder.born < 0 and (opaque := ev.states.opaque(holder, name)) is not None:
        return opaque if opaque.kind is not None else leftovers.risked(ev, opaque)  # a run may have deleted it
    while isinstance(value, Deferred):
        value = _chosen(ev, value)
    if value is MISSING:
        ev.throw(UnboundLocalError if holder.parent is not None else NameError)
    if isinstance(value, Unreadable):
        ev.no(value.reason)
    return value


def _chosen(ev: Evaluator, value: Deferred) -> Any:
    *others, (_, last) = value.cases
    return next((option for when, option in others if ev.decide(when)), last)


def _builtin(ev: Evaluator, name: str) -> Any:
    if name in table.FUNCTIONS and "." not in name:
        return table.FUNCTIONS[name]
    if name in table.CONSTANTS:
        return table.CONSTANTS[name]
    import builtins

    if hasattr(builtins, name):
        if name in BY_NAME:
            return BY_NAME[name]
        ev.no(f"`{name}`, which the evaluator does not know")
    ev.throw(NameError)


def bind(ev: Evaluator, scope: Scope, name: str, value: Any) -> None:
    """Give a name a value."""
    holder = scope.elsewhere.get(name, scope)
    kind = leftovers.joined(*map(leftovers.kind, (holder.get(name, value), value))) if holder.born < 0 else None
    if ev.setting(holder, name, f"the variable `{name}`", kind):
        holder[name] = value


def unbind(ev: Evaluator, scope: Scope, name: str) -> None:
    """Take a name's value away."""
    holder = scope.elsewhere.get(name, scope)
    if name not in holder:
        ev.throw(UnboundLocalError)
    if ev.setting(holder, name, f"the variable `{name}`"):
        del holder[name]
