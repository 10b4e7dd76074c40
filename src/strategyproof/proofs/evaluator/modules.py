"""Loading a file: its statements are evaluated once, and what they made is frozen.

What the evaluator cannot read in a file, such as a web framework's decorator, does not matter unless the function uses
it: the names that such a statement binds become unreadable, and so does whatever else it was handed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from strategyproof.proofs.evaluator import (
    annotating,
    attributes,
    calls,
    definitions,
    names,
    private,
    statements,
    table,
)
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import OutOfBudget, PyError, Unsupported
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    Class,
    Function,
    Instance,
    Module,
    Partial,
    Scope,
    Unreadable,
)


class Files:
    """The files that a function's file consists of: itself, and the modules in its folder.

    Attributes
    ----------
    folder
        Where modules of the user's own are looked for.
    modules
        Those that were loaded, by their full names.
    spoilt
        Why no name of the files can be relied on, such as a line that is not read and may patch any of them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: dict[str, Module] = {}
        self.read: list[Path] = []
        self.scopes: list[Scope] = []
        self.spoilt: Unreadable | None = None

    def path(self, name: str) -> Path | None:
        """Return the file of a module of the user's own."""
        base = self.folder.joinpath(*name.split("."))
        return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)


def load(ev: Evaluator, path: Path) -> Scope:
    """Evaluate a file, as it is when it is imported; return its names."""
    ev.files = Files(path.parent)
    return evaluated(ev, path, path.stem)


def load_source(ev: Evaluator, source: str, name: str, folder: Path | None = None) -> Scope:
    """Evaluate the text of a file."""
    if ev.files is None:
        ev.files = Files(folder or Path())
    scope = Scope(name, None, frozenset(), -1)
    scope["__name__"] = name
    ev.files.scopes.append(scope)
    former, ev.is_loading = ev.is_loading, True
    try:
        tree = private.parsed(source)
        scope.postpones = annotating.postpones(tree)
        for statement in tree.body:
            _top(ev, statement, scope)
    finally:
        ev.is_loading = former
    return scope


def name_of(files: Files | None, holder: Any) -> str | None:
    """Return where a file keeps something, such as `log`, or `Registry.ids`."""
    for scope in files.scopes if files is not None else ():
        for name, value in scope.items():
            inner = value.namespace if isinstance(value, Class) else getattr(value, "fields", None) or {}
            if value is holder:
                return f"`{name}`"
            for part, own in inner.items():
                if own is holder:
                    return f"`{name}.{part}`"
            if any(own is holder for own in getattr(value, "defaults", ())):
                return f"a default of `{name}`"
    return None


def defined(ev: Evaluator, source: str, scope: Scope) -> Any:
    """Return the function that a source of the toolkit's own defines, among the names of a file."""
    [definition] = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    former, ev.is_loading = ev.is_loading, True
    try:
        return definitions.function(ev, definition, scope)
    finally:
        ev.is_loading = former


def evaluated(ev: Evaluator, path: Path, name: str) -> Scope:
    """Evaluate a file of the user's own."""
    ev.files.read.append(path)
    return load_source(ev, path.read_text(encoding="utf-8"), name)


def _top(ev: Evaluator, statement: ast.stmt, scope: Scope) -> None:
    steps = ev.steps
    try:
        statements.run(ev, [statement], scope)
    except (Unsupported, PyError, RecursionError) as error:
        line = getattr(error, "line", None) or statement.lineno
        if isinstance(error, OutOfBudget) or not isinstance(error, Unsupported):
            _spoil(ev, scope, statement, f"what line {statement.lineno} makes", line)
        else:
            _spoil(ev, scope, statement, f"what line {statement.lineno} makes ({error.construct})", line)
    ev.steps = steps


def _spoil(ev: Evaluator, scope: Scope, statement: ast.stmt, reason: str, line: int) -> None:
    """Make unreadable what a statement binds, and what can change of that which it, or what it calls, mentions."""
    spoilt = Unreadable(reason, line)
    body = ast.Module([statement], [])
    bound, _, _ = names.bindings(body)
    for name in bound:
        scope[name] = spoilt
    touched: set[int] = set()
    for node, inside in _executed(statement, scope):
        if _reaches_anything(node, inside):
            ev.files.spoilt = Unreadable(f"{reason}, and may change any name", line)
        if isinstance(node, ast.Global):
            inside.update(dict.fromkeys(node.names, spoilt))
        if isinstance(node, ast.Name):
            touched |= _changeable(inside.get(node.id))
    for names_of_file in ev.files.scopes if touched else ():
        for name, value in list(names_of_file.items()):
            if not touched.isdisjoint(_changeable(value)):
                names_of_file[name] = spoilt


def _executed(statement: ast.stmt, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield the nodes that a statement of a file may run, and those of the functions of the file that it mentions."""
    parts: list[tuple[Iterable[ast.AST], Scope]] = [(_run_at_once(statement), scope)]
    known: set[int] = set()
    while parts:
        nodes, inside = parts.pop()
        for node in nodes:
            yield node, inside
            found = _functions(inside.get(node.id)) if isinstance(node, ast.Name) else []
            new = [function for function in found if id(function) not in known]
            known |= set(map(id, new))
            parts += [(ast.walk(function.node), function.scope.module) for function in new]


def _run_at_once(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement that run where it stands, without the bodies of functions that it defines."""
    match statement:
        case ast.FunctionDef(args=spec, returns=told) | ast.AsyncFunctionDef(args=spec, returns=told):
            given = [*statement.decorator_list, *spec.defaults, *filter(None, spec.kw_defaults)]
            for part in (*given, *annotating.of_function(spec, told)):
                yield from ast.walk(part)
        case ast.ClassDef():
            for part in (*statement.decorator_list, *statement.bases):
                yield from ast.walk(part)
            yield from calls.own_nodes(statement.body)
        case ast.ImportFrom(names=listed):
            if any(alias.name == "*" for alias in listed):
                yield statement
        case ast.Import():
            pass
        case _:
            yield from ast.walk(statement)


def _functions(value: Any) -> list[Function]:
    """Return the functions of the user's that a use of a value may call."""
    if isinstance(value, Function):
        return [value]
    if isinstance(value, (Bound, Partial)):
        return _functions(value.function)
    cls = value.cls if isinstance(value, Instance) else value
    if not isinstance(cls, Class):
        return []
    own = [part for owner in cls.mro for part in owner.namespace.values()]
    inner = [getattr(part, name, None) for part in own for name in ("function", "get", "set")]
    return [part for part in (*own, *inner) if isinstance(part, Function)]


REFLECTIVE = {"globals", "locals", "vars", "exec", "eval", "setattr", "delattr", "__import__", "__builtins__"}
"""Words that can change a name without mentioning it."""

REFLECTIVE_MODULES = {"builtins", "__main__", "importlib", "ctypes", "gc"}
"""Modules by which a file can reach any name, or replace a word of Python's."""


def _reaches_anything(node: ast.AST, scope: Scope) -> bool:
    """Tell whether a node that is not read may change names that it does not mention, or words of Python's."""
    match node:
        case ast.ImportFrom():
            return True
        case ast.Name(id=name):
            return name in REFLECTIVE
        case ast.Attribute(attr="modules"):
            return True
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            root: ast.expr = node
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            return isinstance(root, ast.Name) and isinstance(scope.get(root.id), (Module, Builtin, Function))
    return False


def _changeable(value: Any) -> set[int]:
    """Return which objects that can change a value consists of, so that other names of them are found."""
    found: dict[int, Any] = {}
    stack = [value]
    while stack:
        own = stack.pop()
        if id(own) in found or not (_can_change(own) or type(own) is tuple):
            continue
        found[id(own)] = own
        stack += _parts(own)
    return {key for key, own in found.items() if type(own) is not tuple}


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Dict):
        return value.values()
    if isinstance(value, Instance):
        return list(value.fields.values())
    if isinstance(value, Class):
        return list(value.namespace.values())
    return list(value) if isinstance(value, (List, tuple)) else []


def _can_change(value: Any) -> bool:
    immutable = (int, float, str, bytes, tuple, type(None), Builtin, Function, Unreadable)
    modelled = isinstance(value, Module) and value.scope is None
    exception = isinstance(value, Class) and value.native is not None
    return value is not None and not isinstance(value, immutable) and not modelled and not exception


def imported(ev: Evaluator, n: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    """Do an import."""
    reflective = {alias.name for alias in n.names} if isinstance(n, ast.Import) else {n.module}
    if reflective & REFLECTIVE_MODULES:
        ev.files.spoilt = Unreadable("a module by which a file can change any name", n.lineno)
    if isinstance(n, ast.Import):
        for alias in n.names:
            top = alias.name.partition(".")[0]
            module = _module_or_why_not(ev, alias.name, n.lineno)
            whole = isinstance(module, Unreadable) or alias.asname is not None
            names.bind(ev, scope, alias.asname or top, module if whole else _module_or_why_not(ev, top, n.lineno))
        return
    if n.level and n.module is None:
        for alias in n.names:
            names.bind(ev, scope, alias.asname or alias.name, module_named(ev, alias.name))
        return
    module = module_named(ev, n.module or "")
    for alias in n.names:
        if alias.name == "*":
            _all_of(ev, module, scope)
            continue
        try:
            value = attributes.of_module(ev, module, alias.name)
        except Unsupported as error:
            value = Unreadable(error.construct, n.lineno)
        names.bind(ev, scope, alias.asname or alias.name, value)


def _module_or_why_not(ev: Evaluator, name: str, line: int) -> Module | Unreadable:
    try:
        return module_named(ev, name)
    except Unsupported as error:
        return Unreadable(error.construct, line)


def _all_of(ev: Evaluator, module: Module, scope: Scope) -> None:
    if module.scope is None:
        ev.no(f"`from {module.name} import *`", "name what is imported")
    listed = module.scope.get("__all__", MISSING)
    if isinstance(listed, Unreadable):
        ev.no(listed.reason)
    public = [name for name in module.scope if not name.startswith("_")] if listed is MISSING else ev.items(listed)
    for name in public:
        names.bind(ev, scope, name, attributes.of_module(ev, module, name))


def module_named(ev: Evaluator, name: str) -> Module:
    """Return a module: one of the user's own beside the file, or one that the table models."""
    if name in ev.files.modules:
        known: Module = ev.files.modules[name]
        return known
    path = ev.files.path(name)
    if path is not None:
        made = ev.files.modules[name] = Module(name, Scope(name, None, frozenset(), -1))
        made.scope = evaluated(ev, path, name)
        return made
    from strategyproof.proofs.evaluator import words

    if words.available(name):
        return Module(name)
    return Module(name) if name in ("__future__", "typing") else _unknown(ev, name)


def _unknown(ev: Evaluator, name: str) -> Module:
    ev.no(f"the module `{name}`, which the evaluator does not know")


__all__ = ["Files", "imported", "load", "load_source", "module_named", "table"]
