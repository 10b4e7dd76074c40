"""The one table of words that the evaluator knows: functions, methods and attributes, each with its row.

A file of :mod:`strategyproof.proofs.evaluator.words` models one module of Python and registers its words here. What has
no row is unsupported. A row is a function of the evaluator and of the arguments, which are values of the evaluator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator.objects import Builtin

FUNCTIONS: dict[str, Builtin] = {}
"""By full name: ``len``, ``heapq.nlargest``."""

METHODS: dict[tuple[type, str], Callable[..., Any]] = {}
"""By the type of the value and the name; the row takes the evaluator, the value, the arguments."""

CONSTANTS: dict[str, Any] = {}
"""By full name: ``math.inf``."""

MODULES: set[str] = set()
"""The modules with a file of their own."""

Row = Callable[..., Any]


def word(*names: str) -> Callable[[Row], Row]:
    """Register a function of Python's under its full names."""

    def register(row: Row) -> Row:
        for name in names:
            FUNCTIONS[name] = Builtin(name, row)
            if "." in name:
                MODULES.add(name.rpartition(".")[0])
        return row

    return register


def method(*kinds: type, name: str) -> Callable[[Row], Row]:
    """Register a method of values of some types."""

    def register(row: Row) -> Row:
        for kind in kinds:
            METHODS[kind, name] = row
        return row

    return register


def constant(name: str, value: Any) -> None:
    """Register a constant under its full name."""
    CONSTANTS[name] = value
    if "." in name:
        MODULES.add(name.rpartition(".")[0])


def method_of(value: Any, name: str) -> Callable[..., Any] | None:
    """Return the row of a method of a value, that of the nearest type it is of."""
    for kind in type(value).__mro__:
        row = METHODS.get((kind, name))
        if row is not None:
            return row
    return None
