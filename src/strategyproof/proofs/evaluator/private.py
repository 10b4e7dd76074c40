"""Private names: inside of a class ``__name`` is written ``_Class__name``, wherever a name stands."""

from __future__ import annotations

import ast
from typing import Any

NAMING: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Name: ("id",),
    ast.Attribute: ("attr",),
    ast.arg: ("arg",),
    ast.keyword: ("arg",),
    ast.FunctionDef: ("name",),
    ast.AsyncFunctionDef: ("name",),
    ast.ClassDef: ("name",),
    ast.alias: ("name", "asname"),
    ast.ExceptHandler: ("name",),
    ast.MatchAs: ("name",),
    ast.MatchStar: ("name",),
    ast.MatchMapping: ("rest",),
    ast.Global: ("names",),
    ast.Nonlocal: ("names",),
}
"""Where names stand in the nodes of syntax."""

OUTSIDE = ("decorator_list", "bases", "keywords")
"""The parts of a class that stand outside of it."""


def parsed(source: str) -> ast.Module:
    """Return the syntax tree of a source, its private names written out, as Python's compiler does."""
    tree = ast.parse(source)
    _write_out(tree, "")
    return tree


def _write_out(node: ast.AST, owner: str) -> None:
    inner = node.name.lstrip("_") if isinstance(node, ast.ClassDef) else owner
    for field in NAMING.get(type(node), ()):
        found = getattr(node, field)
        setattr(node, field, [_mangled(own, owner) for own in found] if type(found) is list else _mangled(found, owner))
    # a class of nothing but underscores does not change the names in it, nor does the one around it
    for field, value in ast.iter_fields(node):
        within = owner if isinstance(node, ast.ClassDef) and field in OUTSIDE else inner
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                _write_out(part, within)


def _mangled(name: Any, owner: str) -> Any:
    if not owner or not isinstance(name, str) or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    return f"_{owner}{name}"
