"""The syntax of statements. Those with a body are Python generators, so that a generator of the user's can stop inside.

An ``if`` whose sides only compute and assign is evaluated on both, and merged; see
:mod:`strategyproof.proofs.evaluator.merging`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from strategyproof.proofs.evaluator import (
    annotating,
    attributes,
    calls,
    definitions,
    expressions,
    iterating,
    names,
    patterns,
    positions,
    table,
    targets,
)
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import Broke, Continued, Effect, PyError, Returned
from strategyproof.proofs.evaluator.merging import CANNOT_BE_TAKEN_BACK
from strategyproof.proofs.evaluator.objects import Bound, Class, Function, Instance, Items, Opaque, Scope

Simple = Callable[[Evaluator, Any, Scope], None]
Compound = Callable[[Evaluator, Any, Scope], Iterator[Any]]

SIMPLE: dict[type[ast.AST], Simple] = {}
"""The statements without a body."""

COMPOUND: dict[type[ast.AST], Compound] = {}
"""The statements with a body; what they yield, a generator of the user's yields."""


def simple(kind: type[ast.AST]) -> Callable[[Simple], Simple]:
    """Register the row of a statement without a body."""

    def register(row: Simple) -> Simple:
        SIMPLE[kind] = row
        return row

    return register


def compound(kind: type[ast.AST]) -> Callable[[Compound], Compound]:
    """Register the row of a statement with a body."""

    def register(row: Compound) -> Compound:
        COMPOUND[kind] = row
        return row

    return register


def run(ev: Evaluator, body: list[ast.stmt], scope: Scope) -> None:
    """Run statements of what is no generator."""
    for _ in block(ev, body, scope):
        raise AssertionError("a `yield` outside of a generator")


def generated(ev: Evaluator, body: list[ast.stmt], scope: Scope) -> Iterator[Any]:
    """Yield what a generator of the user's yields."""
    try:
        yield from block(ev, body, scope)
    except Returned:
        return
    except PyError as error:
        iterating.not_an_end(ev, error)
        raise


def block(ev: Evaluator, body: list[ast.stmt], scope: Scope) -> Iterator[Any]:
    """Run statements, yielding what they yield."""
    for statement in body:
        ev.tick(statement.lineno)
        row = SIMPLE.get(type(statement))
        if row is not None:
            given = yields(statement)
            if given is None:
                row(ev, statement, scope)
            else:
                yield from _yielding(ev, statement, given, scope)
            continue
        inner = COMPOUND.get(type(statement))
        if inner is None:
            ev.no(f"`{type(statement).__name__}`, which the evaluator does not know")
        yield from inner(ev, statement, scope)


@lru_cache(maxsize=4096)
def yields(statement: ast.stmt) -> ast.Yield | ast.YieldFrom | None:
    """Return the ``yield`` that a simple statement consists of."""
    value = getattr(statement, "value", None)
    return value if isinstance(value, (ast.Yield, ast.YieldFrom)) else None


def _yielding(ev: Evaluator, statement: Any, given: ast.Yield | ast.YieldFrom, scope: Scope) -> Iterator[Any]:
    """Run ``yield x``, ``yield from x`` and ``y = yield x``; nobody sends anything in, so y is None."""
    value = None if given.value is None else ev.evaluate(given.value, scope)
    if isinstance(given, ast.Yield):
        yield value
    else:
        yield from ev.iterate(value)
    if isinstance(statement, ast.Assign):
        if isinstance(given, ast.YieldFrom):
            ev.no("the result of `yield from`")
        for target in statement.targets:
            targets.assign(ev, target, None, scope)
    elif not isinstance(statement, ast.Expr):
        ev.no("`yield` inside of this statement")


# ---- without a body


@simple(ast.Expr)
def _expr(ev: Evaluator, n: ast.Expr, scope: Scope) -> None:
    ev.evaluate(n.value, scope)


@simple(ast.Assign)
def _assign(ev: Evaluator, n: ast.Assign, scope: Scope) -> None:
    value = ev.evaluate(n.value, scope)
    for target in n.targets:
        targets.assign(ev, target, value, scope)


@simple(ast.AnnAssign)
def _annotated(ev: Evaluator, n: ast.AnnAssign, scope: Scope) -> None:
    if n.value is not None:
        targets.assign(ev, n.target, ev.evaluate(n.value, scope), scope)
    elif not isinstance(n.target, ast.Name):
        ev.no("an annotation of a part that is given no value", "annotate the name")
    if scope.parent is None or scope.is_class:  # in a function Python does not evaluate it
        annotating.check(ev, n.annotation, scope)


@simple(ast.AugAssign)
def _augmented(ev: Evaluator, n: ast.AugAssign, scope: Scope) -> None:
    target, op = n.target, type(n.op)
    if isinstance(target, ast.Name):
        old = names.look_up(ev, scope, target.id)
        names.bind(ev, scope, target.id, in_place(ev, op, old, ev.evaluate(n.value, scope)))
    elif isinstance(target, ast.Subscript):
        holder, index = ev.evaluate(target.value, scope), ev.evaluate(target.slice, scope)
        old = positions.item(ev, holder, index)
        positions.put(ev, holder, index, in_place(ev, op, old, ev.evaluate(n.value, scope)))
    else:
        holder, name = ev.evaluate(target.value, scope), target.attr
        old = attributes.attribute(ev, holder, name)
        attributes.set_attribute(ev, holder, name, in_place(ev, op, old, ev.evaluate(n.value, scope)))


def in_place(ev: Evaluator, op: Any, old: Any, value: Any) -> Any:
    """Return ``old op= value``: what can change is changed, and is the same object afterwards."""
    if expressions.comes_first(op, old, value):
        return expressions.binary(ev, op, old, value)
    if isinstance(old, List) and op is ast.Add:
        extend = table.method_of(old, "extend")
        assert extend is not None
        extend(ev, old, value)
        return old
    if isinstance(old, List) and op is ast.Mult:
        times = positions.position(ev, value)
        if ev.changing(old):
            longer = list(old) * times
            old[:] = longer if old.maxlen is None else longer[max(len(longer) - old.maxlen, 0) :]
        return old
    method = f"__i{expressions.SPECIAL[op]}__"
    if isinstance(old, Instance) and isinstance(found := old.cls.find(method), Function):
        answer = ev.call(Bound(found, old), [value], {})
        return expressions.binary(ev, op, old, value) if answer is NotImplemented else answer
    if isinstance(old, (Set, Dict)):
        return _in_place_on_members(ev, op, old, value)
    row = table.method_of(old, method)
    return row(ev, old, value) if row is not None else expressions.binary(ev, op, old, value)


def _in_place_on_members(ev: Evaluator, op: Any, old: Any, value: Any) -> Any:
    if isinstance(old, Set) and old.is_frozen:
        return expressions.binary(ev, op, old, value)
    if isinstance(old, Dict) and op is ast.BitOr and old.kind != "Counter":
        table.METHODS[Dict, "update"](ev, old, value)
        return old
    new = expressions.binary(ev, op, old, value)
    if ev.changing(old):
        if isinstance(old, Set):
            old.members, old.native = new.members, None
        else:
            old.entries, old._places, old._next = new.entries, new._places, new._next
    return old


@simple(ast.Return)
def _return(ev: Evaluator, n: ast.Return, scope: Scope) -> None:
    raise Returned(None if n.value is None else ev.evaluate(n.value, scope))


@simple(ast.Break)
def _break(_ev: Evaluator, _n: ast.Break, _scope: Scope) -> None:
    raise Broke


@simple(ast.Continue)
def _continue(_ev: Evaluator, _n: ast.Continue, _scope: Scope) -> None:
    raise Continued


@simple(ast.Pass)
@simple(ast.Global)
@simple(ast.Nonlocal)
def _nothing(_ev: Evaluator, _n: ast.stmt, _scope: Scope) -> None:
    return


@simple(ast.Assert)
def _assert(ev: Evaluator, n: ast.Assert, scope: Scope) -> None:
    if not ev.is_true(ev.evaluate(n.test, scope)):
        if n.msg is not None:
            ev.evaluate(n.msg, scope)
        ev.throw(AssertionError)


@simple(ast.Raise)
def _raise(ev: Evaluator, n: ast.Raise, scope: Scope) -> None:
    if n.exc is None:
        if not ev.handled:
            ev.throw(RuntimeError)
        raise ev.handled[-1]
    value = ev.evaluate(n.exc, scope)
    if n.cause is not None:
        ev.evaluate(n.cause, scope)
    if isinstance(value, Class):
        value = ev.call(value, [], {})
    if not isinstance(value, Instance) or not value.cls.is_a(EXCEPTIONS[BaseException]):
        ev.throw(TypeError)
    raise PyError(value, n.lineno)


@simple(ast.Delete)
def _delete(ev: Evaluator, n: ast.Delete, scope: Scope) -> None:
    for target in n.targets:
        match target:
            case ast.Name():
                names.unbind(ev, scope, target.id)
            case ast.Subscript():
                positions.delete(ev, ev.evaluate(target.value, scope), ev.evaluate(target.slice, scope))
            case ast.Attribute():
                attributes.delete_attribute(ev, ev.evaluate(target.value, scope), target.attr)
            case _:
                ev.no("`del` of this")


@simple(ast.FunctionDef)
@simple(ast.AsyncFunctionDef)
def _function(ev: Evaluator, n: ast.FunctionDef, scope: Scope) -> None:
    names.bind(ev, scope, n.name, definitions.function(ev, n, scope))


@simple(ast.ClassDef)
def _class(ev: Evaluator, n: ast.ClassDef, scope: Scope) -> None:
    names.bind(ev, scope, n.name, definitions.new_class(ev, n, scope))


@simple(ast.Import)
@simple(ast.ImportFrom)
def _import(ev: Evaluator, n: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    from strategyproof.proofs.evaluator import modules

    modules.imported(ev, n, scope)


# ---- with a body


@lru_cache(maxsize=4096)
def may_merge(statement: ast.If) -> bool:
    """Tell whether it is worth trying both sides: nothing in them leaves, raises or yields for certain."""
    leaving = (ast.Return, ast.Break, ast.Continue, ast.Raise, ast.Yield, ast.YieldFrom, ast.Delete)
    growing = {"append", "extend", "insert", "pop", "remove", "clear", "add", "discard", "popleft", "appendleft"}

    def stops(n: ast.AST) -> bool:
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in growing:
            return True
        return isinstance(n, leaving)

    return not any(stops(n) for n in calls.own_nodes([*statement.body, *statement.orelse]))


@compound(ast.If)
def _if(ev: Evaluator, n: ast.If, scope: Scope) -> Iterator[Any]:
    when = ev.truth(ev.evaluate(n.test, scope))
    if ev.merges and when.op != "const" and may_merge(n):
        line = ev.line
        try:
            ev.journal.both(when, lambda: run(ev, n.body, scope), lambda: run(ev, n.orelse, scope))
        except CANNOT_BE_TAKEN_BACK:
            ev.line = line
        else:
            return
    yield from block(ev, n.body if ev.decide(when) else n.orelse, scope)


@compound(ast.For)
def _for(ev: Evaluator, n: ast.For, scope: Scope) -> Iterator[Any]:
    items = ev.evaluate(n.iter, scope)
    row = table.method_of(items, "__for__")
    if row is not None:
        row(ev, items, n, scope)
        return
    for item in ev.iterate(items):
        ev.tick(n.lineno)
        targets.assign(ev, n.target, item, scope)
        try:
            yield from block(ev, n.body, scope)
        except Broke:
            return
        except Continued:
            continue
    yield from block(ev, n.orelse, scope)


@compound(ast.While)
def _while(ev: Evaluator, n: ast.While, scope: Scope) -> Iterator[Any]:
    while ev.is_true(ev.evaluate(n.test, scope)):
        ev.tick(n.lineno)
        try:
            yield from block(ev, n.body, scope)
        except Broke:
            return
        except Continued:
            continue
    yield from block(ev, n.orelse, scope)


@compound(ast.Try)
def _try(ev: Evaluator, n: ast.Try, scope: Scope) -> Iterator[Any]:
    """Run ``try``: what leaves it, an exception or a ``return``, leaves after ``finally``, unless that leaves too."""
    pending: Exception | None = None
    try:
        with ev.observed(really=_may_go_on(n)):
            yield from _handled(ev, n, scope)
    except (PyError, Returned, Broke, Continued) as leaving:
        pending = leaving
    except Effect:
        raise
    yield from block(ev, n.finalbody, scope)
    if pending is not None:
        raise pending


def _may_go_on(n: ast.Try) -> bool:
    """Tell whether the program may go on after an exception: a handler catches it, or ``finally`` leaves by itself."""
    leaves = (ast.Return, ast.Break, ast.Continue)
    return bool(n.handlers) or any(isinstance(part, leaves) for last in n.finalbody for part in ast.walk(last))


def _handled(ev: Evaluator, n: ast.Try, scope: Scope) -> Iterator[Any]:
    depth = ev.depth
    try:
        yield from block(ev, n.body, scope)
    except PyError as error:
        ev.depth = depth
        for handler in n.handlers:
            if _catches(ev, handler, error, scope):
                yield from _handle(ev, handler, error, scope)
                return
        raise
    yield from block(ev, n.orelse, scope)


def _catches(ev: Evaluator, handler: ast.ExceptHandler, error: PyError, scope: Scope) -> bool:
    if handler.type is None:
        return True
    wanted = ev.evaluate(handler.type, scope)
    for cls in wanted if isinstance(wanted, tuple) else (wanted,):
        if not isinstance(cls, Class):
            ev.no(f"`except` of {ev.described(cls)}")
        if error.instance.cls.is_a(cls):
            return True
    return False


def _handle(ev: Evaluator, handler: ast.ExceptHandler, error: PyError, scope: Scope) -> Iterator[Any]:
    if handler.name is not None:
        names.bind(ev, scope, handler.name, error.instance)
    ev.handled.append(error)
    try:
        yield from block(ev, handler.body, scope)
    finally:
        ev.handled.pop()
        if handler.name is not None and handler.name in scope:
            names.unbind(ev, scope, handler.name)


@compound(ast.With)
def _with(ev: Evaluator, n: ast.With, scope: Scope) -> Iterator[Any]:
    yield from _entered(ev, n, 0, scope)


def _entered(ev: Evaluator, n: ast.With, depth: int, scope: Scope) -> Iterator[Any]:
    if depth == len(n.items):
        yield from block(ev, n.body, scope)
        return
    part = n.items[depth]
    manager = ev.evaluate(part.context_expr, scope)
    enter, leave = (attributes.special(ev, manager, name) for name in ("__enter__", "__exit__"))
    value = ev.call(enter, [], {})
    try:
        with ev.observed():
            if part.optional_vars is not None:
                targets.assign(ev, part.optional_vars, value, scope)
            yield from _entered(ev, n, depth + 1, scope)
    except PyError as error:
        if not ev.is_true(_left_by(ev, leave, error)):
            raise
    except (Returned, Broke, Continued):
        ev.call(leave, [None, None, None], {})
        raise
    else:
        ev.call(leave, [None, None, None], {})


def _left_by(ev: Evaluator, leave: Any, error: PyError) -> Any:
    """Hand an exception to ``__exit__``, in which a bare ``raise`` raises it again."""
    ev.handled.append(error)
    try:
        return ev.call(leave, [error.instance.cls, error.instance, None], {})
    finally:
        ev.handled.pop()


@compound(ast.Match)
def _match(ev: Evaluator, n: ast.Match, scope: Scope) -> Iterator[Any]:
    subject = ev.evaluate(n.subject, scope)
    for case in n.cases:
        if not patterns.matches(ev, case.pattern, subject, scope):
            continue
        if case.guard is None or ev.is_true(ev.evaluate(case.guard, scope)):
            yield from block(ev, case.body, scope)
            return


__all__ = ["Items", "Opaque", "block", "generated", "run"]
