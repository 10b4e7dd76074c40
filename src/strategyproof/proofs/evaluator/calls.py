"""Calling: functions and classes of the user's, and words of Python's own."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from strategyproof.proofs.evaluator import leftovers, table
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import DEPTH, Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import OutOfBudget, PyError, Returned, Unsupported
from strategyproof.proofs.evaluator.numbers import Choice, Condition, is_number
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    MISSING,
    Bound,
    Builtin,
    Class,
    Coroutine,
    Function,
    Instance,
    Items,
    Named,
    Native,
    Opaque,
    Partial,
    Scope,
    Text,
    Unreadable,
)


def call(ev: Evaluator, function: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
    """Call a value with evaluated arguments."""
    match function:
        case Function():
            return _call_function(ev, function, args, keywords)
        case Builtin():
            return _call_builtin(ev, function, args, keywords)
        case Bound():
            return _call_bound(ev, function, args, keywords)
        case Class():
            return instantiate(ev, function, args, keywords)
        case Partial():
            return call(ev, function.function, [*function.args, *args], {**function.keywords, **keywords})
        case Instance() if isinstance(found := function.cls.find("__call__"), METHOD):
            return call(ev, Bound(found, function), args, keywords)
        case Opaque():
            ev.stateful(function)
        case Unreadable():
            ev.no(function.reason)
        case None | int() | float() | str() | tuple() | List() | Dict() | Set() | Text() | Instance():
            ev.throw(TypeError)
    if is_number(function):
        ev.throw(TypeError)
    ev.no(f"calling {ev.described(function)}")


def _call_bound(ev: Evaluator, bound: Bound, args: list[Any], keywords: dict[str, Any]) -> Any:
    holder = bound.of
    if (
        isinstance(bound.function, Builtin)
        and getattr(holder, "born", 0) < 0
        and not isinstance(holder, (Class, Instance))
    ):
        if isinstance(holder, (Native, Items)):
            return _use_of_file(ev, holder)
        if isinstance(holder, (List, Dict, Set)) and not ev.is_loading:
            name = bound.function.name[1:-2]
            if name in leftovers.KEEPERS:
                return _kept(ev, holder, name, args, keywords)
            if (opaque := ev.states.opaque(holder, None)) is not None:
                return _answered(ev, opaque, name, args, keywords)
    return call(ev, bound.function, [holder, *args], keywords)


def _kept(ev: Evaluator, holder: Any, name: str, args: list[Any], keywords: dict[str, Any]) -> None:
    """Put something into a container of the file, or drop it: nobody sees it any more in this run."""
    given = args[-1:] if name != "clear" else []
    if keywords or len(args) != {"insert": 2, "clear": 0}.get(name, 1) or not isinstance(args[:-1], list):
        ev.no(f".{name}() of a container of the file with these arguments")
    if name in ("add", "discard"):
        leftovers.key(ev, args[0])
    if name == "insert" and not is_number(args[0]):
        ev.no("insert() at what is no whole number")
    ev.changing(holder, leftovers.joined(leftovers.NOTHING, *map(leftovers.kind, given)))


def _answered(ev: Evaluator, opaque: Opaque, name: str, args: list[Any], keywords: dict[str, Any]) -> Any:
    """Take something out of a container that runs change."""
    if name not in leftovers.TAKERS or keywords:
        ev.stateful(opaque)
    for arg in args[:1]:
        leftovers.key(ev, arg)
    if name == "get":
        kind = leftovers.joined(opaque.kind, leftovers.kind(args[1])) if len(args) == 2 else None
        return Opaque(opaque.cause, kind)
    return leftovers.risked(ev, opaque)


def _use_of_file(ev: Evaluator, holder: Any) -> Any:
    """Use an object of the file that changes when it is used, such as a generator of random numbers."""
    opaque = ev.states.opaque(holder, None)
    if opaque is None:
        ev.states.writes(holder, None, f"a run uses {ev.described(holder)} of the file, which changes by it")
        raise AssertionError("what is written for the first time begins all runs again")
    return leftovers.risked(ev, opaque)


def _call_builtin(ev: Evaluator, builtin: Builtin, args: list[Any], keywords: dict[str, Any]) -> Any:
    line = ev.line
    for value in (*args, *keywords.values()):
        if isinstance(value, Opaque) and builtin.name not in leftovers.SHOWERS:
            ev.stateful(value)
    try:
        return builtin.run(ev, *args, **keywords)
    except TypeError as error:
        if not _fits(ev, builtin, args, keywords):
            raise Unsupported(f"{builtin.name} with these arguments", line) from error
        raise
    except PyError as error:
        if (left := leftovers.among(ev, (*args, *keywords.values()))) is not None:
            ev.line = line
            ev.stateful(left)  # a row that does not know what stands there cannot say that it is of a wrong type
        wrong = (EXCEPTIONS[TypeError], EXCEPTIONS[AttributeError])
        unsure = next((value for value in (*args, *keywords.values()) if _may_be_right(value)), None)
        if error.instance.cls in wrong and unsure is not None:
            raise Unsupported(f"{builtin.name} of {ev.described(unsure)}", line) from error
        raise
    finally:
        ev.line = line


def _may_be_right(value: Any) -> bool:
    """Tell whether a value stands for one of Python's that a row does not take it for, and so finds of a wrong type."""
    return isinstance(value, (Text, Choice, Condition)) or hasattr(type(value), "is_row")


def _fits(ev: Evaluator, builtin: Builtin, args: list[Any], keywords: dict[str, Any]) -> bool:
    """Tell whether the arguments fit the parameters of a row."""
    try:
        inspect.signature(builtin.run).bind(ev, *args, **keywords)
    except TypeError:
        return False
    return True


def _call_function(ev: Evaluator, function: Function, args: list[Any], keywords: dict[str, Any]) -> Any:
    if not function.caches:
        return _called(ev, function, args, keywords)
    from strategyproof.proofs.evaluator import caching

    return caching.cached(ev, function, args, keywords, lambda: _called(ev, function, args, keywords))


def _called(ev: Evaluator, function: Function, args: list[Any], keywords: dict[str, Any]) -> Any:
    if ev.files is not None and ev.files.spoilt is not None and not ev.is_loading:
        ev.no(ev.files.spoilt.reason)
    scope = bound_scope(ev, function, args, keywords)
    node = function.node
    if isinstance(node, ast.Lambda):
        return entered(ev, lambda: ev.evaluate(node.body, scope))
    if is_generator(node):
        from strategyproof.proofs.evaluator import statements

        if cleans_up(node):
            ev.no("`yield` inside of `try` or `with`: what follows it may run when the generator is dropped")
        made = Items(statements.generated(ev, node.body, scope), "generator", ev.born)
        made.is_endless = is_endless(node)
        return made
    if isinstance(node, ast.AsyncFunctionDef):
        return Coroutine(lambda: run_body(ev, node.body, scope))
    return run_body(ev, node.body, scope)


def run_body(ev: Evaluator, body: list[ast.stmt], scope: Scope) -> Any:
    """Run statements until they return."""
    from strategyproof.proofs.evaluator import statements

    def run() -> Any:
        try:
            statements.run(ev, body, scope)
        except Returned as returned:
            return returned.value
        return None

    return entered(ev, run)


def entered(ev: Evaluator, run: Any) -> Any:
    """Run what a call does, one level deeper."""
    ev.depth += 1
    line = ev.line
    if ev.depth > DEPTH:
        ev.depth = 0
        raise OutOfBudget(f"more than {DEPTH} calls within calls", line)
    try:
        return run()
    except Unsupported as error:
        error.line = error.line or ev.line
        raise
    finally:
        ev.depth -= 1
        ev.line = line


@lru_cache(maxsize=4096)
def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function is a generator."""
    return any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in own_nodes(node.body))


@lru_cache(maxsize=4096)
def cleans_up(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a generator has something to do when it is dropped before its end."""
    inside = (inner for inner in own_nodes(node.body) if isinstance(inner, (ast.Try, ast.With)))
    return any(isinstance(part, (ast.Yield, ast.YieldFrom)) for block in inside for part in ast.walk(block))


ENDLESS = (ast.Expr, ast.Yield, ast.Assign, ast.AugAssign, ast.BinOp, ast.Name, ast.Constant, ast.Load, ast.Store)
"""What may stand in a loop that never ends; it adds whole numbers of its own, which raises nothing."""


@lru_cache(maxsize=4096)
def is_endless(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a generator counts for ever: whole numbers of its own, added and yielded, and nothing else."""
    *starts, loop = node.body
    if not (isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant) and loop.test.value is True):
        return False
    own = {part.id for start in starts for part in ast.walk(start) if isinstance(part, ast.Name)}
    parts = [part for statement in loop.body for part in ast.walk(statement)]
    assigned = [part.value for part in parts if isinstance(part, (ast.Assign, ast.AugAssign))]
    return (
        any(isinstance(part, ast.Yield) for part in parts)
        and not any(isinstance(inner, ast.Yield) for value in assigned for inner in ast.walk(value))
        and all(isinstance(start, ast.Assign) and isinstance(start.value, ast.Constant) for start in starts)
        and all(isinstance(p, (*ENDLESS, ast.Add, ast.Sub)) for start in starts for p in ast.walk(start))
        and all(isinstance(part, (*ENDLESS, ast.Add, ast.Sub)) for part in parts)
        and all(type(p.value) is int for s in node.body[:-1] for p in ast.walk(s) if isinstance(p, ast.Constant))
        and all(type(part.value) is int for part in parts if isinstance(part, ast.Constant))
        and all(part.id in own for part in parts if isinstance(part, ast.Name))
    )


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a body, without those of functions and classes inside it."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            stack.extend(ast.iter_child_nodes(node))


def bound_scope(ev: Evaluator, function: Function, args: list[Any], keywords: dict[str, Any]) -> Scope:
    """Return the names of a call: parameters with their arguments or defaults."""
    from strategyproof.proofs.evaluator.names import new_scope

    spec = function.node.args
    scope = new_scope(ev, function.name, function.node, function.scope)
    if function.owner is not None:
        scope["__class__"] = function.owner
    positional = [*spec.posonlyargs, *spec.args]
    only_positional = {arg.arg for arg in spec.posonlyargs}
    named = {arg.arg for arg in [*spec.args, *spec.kwonlyargs]}
    for parameter, value in zip(positional, args, strict=False):
        scope[parameter.arg] = value
    rest = args[len(positional) :]
    if spec.vararg is not None:
        scope[spec.vararg.arg] = tuple(rest)
    elif rest:
        ev.throw(TypeError)
    more = Dict(ev.born)
    for name, value in keywords.items():
        if name in named and name not in only_positional:
            if name in scope:
                ev.throw(TypeError)
            scope[name] = value
        elif spec.kwarg is not None:
            more.put(name, value, ev.are_same)
        else:
            ev.throw(TypeError)
    if spec.kwarg is not None:
        scope[spec.kwarg.arg] = more
    _fill_in(ev, function, scope)
    return scope


def _fill_in(ev: Evaluator, function: Function, scope: Scope) -> None:
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args]
    for parameter, value in zip(reversed(positional), reversed(function.defaults), strict=False):
        scope.setdefault(parameter.arg, value)
    for name, value in function.keyword_defaults.items():
        scope.setdefault(name, value)
    for parameter in [*positional, *spec.kwonlyargs]:
        if parameter.arg not in scope:
            ev.throw(TypeError)


def instantiate(ev: Evaluator, cls: Class, args: list[Any], keywords: dict[str, Any]) -> Any:
    """Make an object of a class."""
    if cls.members is not None:
        return _member_of_value(ev, cls, args)
    if cls.native is tuple:
        return named_tuple(ev, cls, args, keywords)
    if cls.find("__new__") is not MISSING:
        ev.no("`__new__` of a class's own")
    if cls.is_abstract and any(is_abstract(cls.find(name)) for owner in cls.mro for name in owner.namespace):
        ev.throw(TypeError)
    made = Instance(cls, {}, ev.born)
    is_exception = cls.is_a(EXCEPTIONS[BaseException])
    if is_exception:
        made.fields["args"] = tuple(args)
    init = cls.find("__init__")
    if isinstance(init, (Function, Builtin)):
        call(ev, init, [made, *args], keywords)
    elif (native := table.method_of(made, "__init__")) is not None and not is_exception:
        native(ev, made, *args, **keywords)
    elif (args or keywords) and not is_exception:
        ev.throw(TypeError)
    return made


def is_abstract(value: Any) -> bool:
    """Tell whether an attribute of a class is an abstract method."""
    while hasattr(value, "get") or hasattr(value, "function"):
        value = getattr(value, "get", None) or getattr(value, "function", None)
    return isinstance(value, Function) and "__isabstractmethod__" in value.fields


def _member_of_value(ev: Evaluator, cls: Class, args: list[Any]) -> Any:
    for member in cls.members or ():
        if len(args) == 1 and (args[0] is member or ev.are_same(member.fields["value"], args[0])):
            return member
    ev.throw(ValueError)


def named_tuple(ev: Evaluator, cls: Class, args: list[Any], keywords: dict[str, Any]) -> Named:
    """Make a named tuple."""
    values = dict(zip([field.name for field in cls.fields or ()], args, strict=False))
    if len(args) > len(cls.fields or ()) or set(keywords) & set(values):
        ev.throw(TypeError)
    values |= keywords
    for field in cls.fields or ():
        if field.name not in values:
            if field.default is MISSING:
                ev.throw(TypeError)
            values[field.name] = field.default
    if len(values) > len(cls.fields or ()):
        ev.throw(TypeError)
    made = Named(values[field.name] for field in cls.fields or ())
    made.cls = cls
    return made


def message_of(error: PyError) -> str:
    """Return the kind of an exception, for people."""
    name: str = error.instance.cls.name
    return name
