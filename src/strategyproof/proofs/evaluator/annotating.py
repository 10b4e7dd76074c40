"""Annotations: Python evaluates them where they stand, so one that does more than to name types is not read.

Nothing of a function's outcome may hang on an annotation unseen: ``def f(x: log.pop()): ...`` changes a list. What only
names types (names, attributes, subscripts, ``|``, constants) has no effect, whatever they are; a name that is bound to
anything else than a type is refused, as its ``[]`` or ``|`` may be the user's own. A type space of this toolkit may be
made of constants, as in ``Vector(2)``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from strategyproof.proofs.evaluator import names
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.objects import MISSING, Builtin, Class, Module, Scope

PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Load)
SPACES = {f"strategyproof.{name}" for name in ("Point", "Ranking", "Roles", "Sets", "Single", "Vector")}
"""Words of the table that make a type space, and do nothing else."""
TYPES = (Class, Builtin, Module, str, type(None), type(...))


def of_function(spec: ast.arguments, returns: ast.expr | None) -> Iterator[ast.expr]:
    """Yield the annotations of a function."""
    for arg in (*spec.posonlyargs, *spec.args, spec.vararg, *spec.kwonlyargs, spec.kwarg):
        if arg is not None and arg.annotation is not None:
            yield arg.annotation
    if returns is not None:
        yield returns


def check(ev: Evaluator, annotation: ast.expr, scope: Scope) -> None:
    """Refuse an annotation that may do anything; raise what Python raises where a name in it has no value."""
    if scope.module.postpones:
        return
    for part in ast.walk(annotation):
        if isinstance(part, ast.keyword) or (isinstance(part, ast.Call) and _makes_space(ev, part, scope)):
            continue
        if not isinstance(part, PLAIN):
            ev.no("an annotation that computes something", "Python evaluates it: let it name types alone")
        if isinstance(part, ast.Name):
            value = named(ev, part, scope)
            if value is not MISSING and not isinstance(value, TYPES):
                ev.no(f"{ev.described(value)} in an annotation")
            if isinstance(value, Class) and value.find("__class_getitem__") is not MISSING:
                ev.no("a class with a `__class_getitem__` of its own in an annotation")


def _makes_space(ev: Evaluator, call: ast.Call, scope: Scope) -> bool:
    """Tell whether a call makes a type space of constants."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    held = (ast.Constant, ast.Tuple, ast.List, ast.Load)
    if not all(isinstance(part, held) for value in given for part in ast.walk(value)):
        return False
    called = call.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        module = named(ev, called.value, scope)
        return isinstance(module, Module) and module.scope is None and f"{module.name}.{called.attr}" in SPACES
    word = named(ev, called, scope) if isinstance(called, ast.Name) else None
    return isinstance(word, Builtin) and word.name in SPACES


def named(ev: Evaluator, name: ast.Name, scope: Scope) -> Any:
    """Return the value of a name in an annotation; MISSING for what the evaluator does not know."""
    try:
        return names.look_up(ev, scope, name.id)
    except Unsupported:
        return MISSING


MARKERS = {"typing.ClassVar": "ClassVar", "dataclasses.KW_ONLY": "KW_ONLY", "dataclasses.InitVar": "InitVar"}
"""What tells a dataclass more of a name than its type, by the row that it is."""


def marker(ev: Evaluator, annotation: ast.expr, scope: Scope) -> str:
    """Return what an annotation tells a dataclass: ``ClassVar``, ``KW_ONLY`` or nothing; else what stands against it.

    The value counts, not the name: ``from typing import ClassVar as Shared`` makes ``Shared[int]`` no field.
    """
    base: ast.expr = annotation
    while isinstance(base, ast.Subscript):
        base = base.value
    if isinstance(base, ast.Constant) and isinstance(base.value, str):
        text = base.value.partition("[")[0].strip()
        by_name = text.rpartition(".")[2]
        by_value = "" if "." in text or not text.isidentifier() else _marked(named(ev, ast.Name(text), scope))
        return f"{by_value or by_name} in quotes" if by_value or by_name in MARKERS.values() else ""
    if isinstance(base, ast.Name):
        value = named(ev, base, scope)
        if value is MISSING:
            return f"`{base.id}`, which the evaluator does not know, as an annotation"
        return _marked(value)
    if isinstance(base, ast.Attribute):
        return base.attr if base.attr in MARKERS.values() else ""
    return ""


def _marked(value: Any) -> str:
    return MARKERS.get(value.name, "") if isinstance(value, Builtin) else ""


def postpones(tree: ast.Module) -> bool:
    """Tell whether the file says that its annotations are not evaluated."""
    return any(
        isinstance(part, ast.ImportFrom) and part.module == "__future__" and part.names[0].name == "annotations"
        for part in tree.body
    )
