"""The part of a file that one function needs: its own source, and what it reaches, untouched."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType


def excerpt(text: str, name: str) -> str:
    """Return the statements of a module that a function needs, in their order and their own words.

    Definitions that it does not reach, the module's docstring and what runs only as a script are left out. Any other
    statement stays if it mentions a name that is needed, as it may change it.

    Parameters
    ----------
    text
        The source of the module.
    name
        The name of the function.
    """
    body = ast.parse(text).body
    kept = _needed(body, name)
    lines = text.splitlines()
    return "\n".join(
        _with_space("\n".join(lines[_first_line(node, lines) - 1 : node.end_lineno]), node) for node in kept
    ).strip()


def bound_in(text: str) -> set[str]:
    """Return the names that a module binds at its top level."""
    found: set[str] = set()
    for node in ast.parse(text).body:
        found |= _own(node)
    return found


def _own(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def modules_in(text: str) -> set[str]:
    """Return the first parts of the names of the modules that a source imports; ``.`` for a relative import."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else (node.module or "").partition(".")[0])
    return found


def _needed(body: list[ast.stmt], name: str) -> list[ast.stmt]:
    own = set[str]().union(*map(_own, body))
    needed, kept = {name}, set[int]()
    while True:
        found = {k for k, node in enumerate(body) if k not in kept and _stays(node, needed)}
        if not found:
            return [node for k, node in enumerate(body) if k in kept]
        kept |= found
        for k in found:
            needed |= own.intersection(_names(body[k]))


def _stays(node: ast.stmt, needed: set[str]) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name in needed
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        own = _own(node)
        return bool(own & needed) or "*" in own or _is_future(node)
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not is_text and not _is_script(node) and not needed.isdisjoint(_names(node))


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _is_script(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in set(_names(node.test))


def _names(node: ast.stmt | ast.expr) -> Iterator[str]:
    """Yield the names of its module that a part of it binds or reads, and attributes; no variable of a function."""
    body: list[ast.stmt] = [ast.Expr(node)] if isinstance(node, ast.expr) else [node]
    codes = [compile(ast.fix_missing_locations(ast.Module(body, [])), "<part>", "exec", dont_inherit=True)]
    while codes:
        code = codes.pop()
        yield from code.co_names
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _first_line(node: ast.stmt, lines: list[str]) -> int:
    """Return the line on which a statement starts, with its decorators and the comment above it."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(int(decorator.lineno) for decorator in decorators)])
    while first > 1 and lines[first - 2].startswith("#") and not lines[first - 2].startswith(("#!", "# mypy", "# ---")):
        first -= 1
    return first


def _with_space(text: str, node: ast.stmt) -> str:
    is_definition = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    return f"\n\n{text}\n\n" if is_definition else text
