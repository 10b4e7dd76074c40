"""The values that a rule may use beside its arguments: constants, and functions known or read."""

from __future__ import annotations

import builtins
import sys
from fractions import Fraction
from types import FunctionType, ModuleType
from typing import Any

from strategyproof.mechanism import vocabulary
from strategyproof.mechanism.outcome import Outcome

MISSING: Any = object()

WORDS = frozenset(id(getattr(vocabulary, name)) for name in vocabulary.__all__)
"""The words of the vocabulary: what they do on symbols and on arrays is compared by tests of their own."""

PURE = frozenset(map(id, (Outcome, Fraction, abs, float, int, max, min, range, sum)))
"""Functions without effect that compute, or refuse, and never tell a symbol from a number."""

_CONSTANTS = frozenset({bool, int, float, str, type(None), Fraction})


def is_constant(value: Any) -> bool:
    """Tell whether a value can never change, and is of a type whose operators are known."""
    if type(value) in (tuple, frozenset):
        return all(map(is_constant, value))
    return type(value) in _CONSTANTS or _is_number_of_numpy(value)


def _is_number_of_numpy(value: Any) -> bool:
    np, kind = sys.modules.get("numpy"), type(value)  # where NumPy is not loaded there is no number of its
    return np is not None and isinstance(value, (np.number, np.bool_)) and getattr(np, kind.__name__, None) is kind


def is_known(function: Any) -> bool:
    """Tell whether a function may be called as it is."""
    return id(function) in WORDS or id(function) in PURE


def outer(function: FunctionType, name: str) -> Any:
    """Return what a name means to a function where it is none of its own locals; ``MISSING`` if nothing."""
    if name in function.__code__.co_freevars:
        cells = function.__closure__ or ()
        try:
            return cells[function.__code__.co_freevars.index(name)].cell_contents
        except ValueError:  # not assigned yet
            return MISSING
    names = function.__globals__
    return names[name] if name in names else vars(builtins).get(name, MISSING)


def member(module: ModuleType, name: str) -> Any:
    """Return what a module calls by a name, without running code of the module's own."""
    return vars(module).get(name, MISSING)


def keeps_to_builtins(function: FunctionType) -> bool:
    """Tell whether a function sees Python's own builtins, and its globals are a plain dict."""
    own: Any = getattr(function, "__builtins__", None)
    return own is vars(builtins) and type(function.__globals__) is dict
