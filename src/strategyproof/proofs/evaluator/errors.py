"""Python's own exceptions as classes of the evaluator, and raising them."""

from __future__ import annotations

import builtins
import dataclasses
import decimal
import json
import statistics
from typing import Any, NoReturn

from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.objects import Class, Instance, Text


def _modelled() -> dict[type, Class]:
    """Return every exception class of Python's, parents first."""
    found: dict[type, Class] = {}

    def add(native: type) -> Class:
        if native not in found:
            bases = tuple(add(base) for base in native.__bases__ if issubclass(base, BaseException))
            found[native] = Class(native.__name__, bases, native=native)
        return found[native]

    for source in (builtins, dataclasses, decimal, json, statistics):
        for value in vars(source).values():
            if isinstance(value, type) and issubclass(value, BaseException):
                add(value)
    return found


EXCEPTIONS = _modelled()
"""By the type of Python's."""

OURS = __name__.partition(".")[0] + "."

BY_NAME = {cls.name: cls for cls in EXCEPTIONS.values()}


def throw(kind: type[BaseException], line: int | None = None) -> NoReturn:
    """Raise an exception of Python's own; its words may be shown and not compared."""
    message = Text((("the words of " + kind.__name__, "", ""),))
    raise PyError(Instance(EXCEPTIONS[kind], {"args": (message,)}), line)


def knows_our_values(function: Any) -> bool:
    """Tell whether a function is the evaluator's, which raises what Python does over the values that stand for it."""
    return getattr(function, "__module__", None) is not None and function.__module__.startswith(OURS)


def is_ours(value: Any) -> bool:
    """Tell whether a value, or one inside it, is none of Python's own."""
    if isinstance(value, (list, tuple, set, frozenset)) and type(value).__module__ == "builtins":
        return any(map(is_ours, value))
    return type(value).__module__.startswith(OURS)


def throw_like(error: BaseException, line: int | None = None) -> NoReturn:
    """Raise in the user's program what Python raised on plain values."""
    kind: Any = next((cls for cls in type(error).__mro__ if cls in EXCEPTIONS), Exception)
    throw(kind, line)
