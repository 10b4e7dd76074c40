"""Definitions of functions and classes, with the decorators and base classes that the table knows."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import annotating, calls, names, table
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import new_function
from strategyproof.proofs.evaluator.objects import MISSING, Builtin, Class, Function, Instance, Native, Scope

TYPING_ONLY = ("typing.Generic", "typing.Protocol", "abc.ABC", "object")
"""Base classes that add nothing to what an object does."""


def function(ev: Evaluator, n: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Any:
    """Return what a ``def`` binds: the function, decorated."""
    decorators = [ev.evaluate(decorator, scope) for decorator in n.decorator_list]
    made: Any = new_function(ev, n.name, n, scope)
    for annotation in annotating.of_function(n.args, n.returns):
        annotating.check(ev, annotation, scope)
    for decorator in reversed(decorators):
        made = ev.call(decorator, [made], {})
    return made


def new_class(ev: Evaluator, n: ast.ClassDef, scope: Scope) -> Any:
    """Return what a ``class`` binds: the class, decorated."""
    decorators = [ev.evaluate(decorator, scope) for decorator in n.decorator_list]
    bases = [ev.evaluate(base, scope) for base in n.bases]
    if n.keywords and not all(keyword.arg == "metaclass" for keyword in n.keywords):
        ev.no("a class with keywords")
    for keyword in n.keywords:
        if getattr(ev.evaluate(keyword.value, scope), "name", "") != "abc.ABCMeta":
            ev.no("a metaclass")
    made_abstract = bool(n.keywords) or any(isinstance(base, Builtin) and base.name == "abc.ABC" for base in bases)
    builders = [base for base in bases if isinstance(base, Builtin) and base.name not in TYPING_ONLY]
    made = _bare(ev, n, [base for base in bases if isinstance(base, Class)], scope)
    made.is_abstract = made_abstract or any(base.is_abstract for base in made.bases)
    inherited = next((base.fields for base in made.bases if base.native is tuple), None)
    if inherited is not None:
        made.native, made.fields = tuple, inherited
    if any(not isinstance(base, (Class, Builtin)) for base in bases):
        ev.no("a base class that the evaluator does not know")
    for base in made.bases:
        if base.members is not None or base.enumeration:
            made = table.METHODS[Builtin, "class enum.Enum"](ev, made, n)
            break
    for builder in builders:
        row = table.METHODS.get((Builtin, f"class {builder.name}"))
        if row is None:
            ev.no(f"a class that inherits from {builder.name}")
        made = row(ev, made, n)
    for decorator in reversed(decorators):
        made = ev.call(decorator, [made], {})
    return made


def _bare(ev: Evaluator, n: ast.ClassDef, bases: list[Class], scope: Scope) -> Class:
    from strategyproof.proofs.evaluator import statements

    inner = names.new_scope(ev, n.name, n, scope)
    inner.is_class = True
    made: Class = ev.plainly(Class, n.name, tuple(bases), born=ev.born, inside=_inside(scope))
    statements.run(ev, n.body, inner)
    made.namespace = {key: value for key, value in inner.items() if key != "__class__"}
    made.annotated = {
        part.target.id: annotating.marker(ev, part.annotation, inner)
        for part in n.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    made.native = next((base.native for base in bases if base.native is not None), None)
    for name in ("__getattribute__", "__del__"):
        if name in made.namespace:
            ev.no(f"`{name}` of a class's own")
    if any(base.find("__init_subclass__") is not MISSING for base in bases):
        ev.no("a class that inherits `__init_subclass__`")
    for value in made.namespace.values():
        _own(value, made)
        if isinstance(value, Instance) and value.cls.find("__set_name__") is not MISSING:
            ev.no("`__set_name__` of a class's own")
    if "__eq__" in made.namespace and "__hash__" not in made.namespace:
        made.namespace["__hash__"] = None
    return made


def _inside(scope: Scope) -> str:
    """Return what stands before a name in the ``__qualname__`` of what is defined in a scope."""
    if scope.parent is None:
        return ""
    return _inside(scope.parent) + scope.name + ("." if scope.is_class else ".<locals>.")


def _own(value: Any, cls: Class) -> None:
    """Tell the functions of a class which one they belong to, for ``super()`` and private names."""
    if isinstance(value, Function) and value.owner is None:
        value.owner = cls
    for inner in ("function", "get", "set"):
        if hasattr(value, inner):
            _own(getattr(value, inner), cls)


__all__ = ["Native", "calls", "function", "new_class"]
