"""Loading a file: its statements are evaluated once, and what they made is frozen.

What the evaluator cannot read in a file, such as a web framework's decorator, does not matter unless the function uses
it: the names that such a statement binds become unreadable, and so does whatever else it was handed.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from strategyproof.proofs.evaluator import attributes, definitions, names, statements, table
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import OutOfBudget, PyError, Unsupported
from strategyproof.proofs.evaluator.objects import Builtin, Class, Function, Module, Scope, Unreadable


class Files:
    """The files that a function's file consists of: itself, and the modules in its folder.

    Attributes
    ----------
    folder
        Where modules of the user's own are looked for.
    modules
        Those that were loaded, by their full names.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: dict[str, Module] = {}
        self.read: list[Path] = []
        self.scopes: list[Scope] = []

    def path(self, name: str) -> Path | None:
        """Return the file of a module of the user's own."""
        base = self.folder.joinpath(*name.split("."))
        return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)


def load(ev: Evaluator, path: Path, name: str = "__main__") -> Scope:
    """Evaluate a file; return its names."""
    ev.files = Files(path.parent)
    return evaluated(ev, path, name)


def load_source(ev: Evaluator, source: str, name: str, folder: Path | None = None) -> Scope:
    """Evaluate the text of a file."""
    if ev.files is None:
        ev.files = Files(folder or Path())
    scope = Scope(name, None, frozenset(), -1)
    scope["__name__"] = name
    ev.files.scopes.append(scope)
    former, ev.is_loading = ev.is_loading, True
    try:
        for statement in ast.parse(source).body:
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
            _spoil(scope, statement, f"what line {statement.lineno} makes", line)
        else:
            _spoil(scope, statement, f"what line {statement.lineno} makes ({error.construct})", line)
    ev.steps = steps


def _spoil(scope: Scope, statement: ast.stmt, reason: str, line: int) -> None:
    """Make unreadable what a statement binds, and what can change of that which it mentions."""
    spoilt = Unreadable(reason, line)
    body = ast.Module([statement], [])
    bound, _, _ = names.bindings(body)
    for name in bound:
        scope[name] = spoilt
    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
        if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names):
            scope["*"] = spoilt
        mentioned: list[ast.AST] = list(getattr(statement, "decorator_list", []))
    else:
        mentioned = [statement]
    for part in mentioned:
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and _can_change(scope.get(node.id)):
                scope[node.id] = spoilt


def _can_change(value: Any) -> bool:
    immutable = (int, float, str, bytes, tuple, type(None), Builtin, Function)
    modelled = isinstance(value, Module) and value.scope is None
    exception = isinstance(value, Class) and value.native is not None
    return value is not None and not isinstance(value, immutable) and not modelled and not exception


def imported(ev: Evaluator, n: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    """Do an import."""
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
    for name, value in module.scope.items():
        if not name.startswith("_"):
            names.bind(ev, scope, name, value)


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
