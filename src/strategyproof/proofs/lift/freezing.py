"""Functions of user code that are run again later, for one position after another.

Python runs them once for each entry, at once, and lets them change what they like. To be run for a position when it is
asked for, they must compute and do nothing else, and see what they saw: so only such are admitted whose text shows that
they have no effect, and what they enclose is copied.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.lift.rows import Column, Once, Ranking, Row
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic

PURE = "__computes_only__"
"""The attribute that the loader sets on functions whose text shows no effect."""


def mark(function: Any, pure: bool) -> Any:
    """Mark a function as one that only computes."""
    if pure:
        setattr(function, PURE, True)
    return function


def is_pure(function: Any) -> bool:
    """Tell whether a function is marked as one that only computes."""
    return bool(getattr(function, PURE, False))


def frozen(function: Callable[..., Any], known: dict[int, Any] | None = None) -> Callable[..., Any]:
    """Return the function with what it encloses as it is now."""
    assert isinstance(function, types.FunctionType)
    known = {} if known is None else known
    if id(function) in known:
        return known[id(function)]  # type: ignore[no-any-return]  # what was put there below
    cells = tuple(types.CellType() for _ in function.__closure__ or ())
    outside = dict(function.__globals__)
    copy = types.FunctionType(function.__code__, outside, function.__name__, None, cells or None)
    known[id(function)] = copy
    for name in _names(function.__code__) & outside.keys():
        outside[name] = _value(outside[name], known)
    copy.__kwdefaults__ = _value(function.__kwdefaults__, known)
    copy.__defaults__ = _value(function.__defaults__, known)
    copy.__dict__.update(function.__dict__)
    for cell, former in zip(cells, function.__closure__ or (), strict=True):
        known[id(former)] = former
        try:
            cell.cell_contents = _value(former.cell_contents, known)
        except ValueError:
            continue
    return copy


def _names(code: types.CodeType) -> set[str]:
    """Return the names that a function reads outside of itself."""
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return set(code.co_names).union(*map(_names, inner))


_ATOMS = (int, float, complex, str, bytes, type(None), type, types.ModuleType, types.BuiltinFunctionType)


def _value(value: Any, known: dict[int, Any]) -> Any:
    if isinstance(value, (Symbolic, Ranking, *_ATOMS)):
        return value
    if id(value) in known:
        return known[id(value)]
    if isinstance(value, Column):
        known[id(value)] = Row(value.view)
        return known[id(value)]
    if isinstance(value, Row) and not isinstance(value, Once):
        return value
    if isinstance(value, types.FunctionType):
        return frozen(value, known)
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(_value(item, known) for item in value)
    if type(value) is dict:
        return {key: _value(item, known) for key, item in value.items()}
    from fractions import Fraction

    if isinstance(value, Fraction):
        return value
    raise Unsupported(f"a {type(value).__name__} used for every bidder of a market of any size")
