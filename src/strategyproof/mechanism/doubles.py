"""The word ``where`` on large batches of doubles in NumPy, by bits: no entry is a branch that nobody can predict."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def chosen(condition: NDArray[np.bool_], yes: Any, no: Any) -> Any:
    """Return what ``np.where`` returns; two doubles, or a double and 0, are chosen between by their bits."""
    if condition.dtype == np.bool_ and _is_doubles(yes):
        if _is_doubles(no):
            return _either_double(condition, yes, no)
        if type(no) is int and no == 0:
            return _double_or_zero(condition, yes)
    return np.where(condition, yes, no)


def _is_doubles(x: Any) -> bool:
    return type(x) is np.ndarray and x.dtype == np.float64


def _double_or_zero(condition: NDArray[np.bool_], yes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Choose between a double and 0 by its bits, times 1 or 0."""
    found: NDArray[np.float64] = (yes.view(np.int64) * condition).view(np.float64)
    return found


def _either_double(
    condition: NDArray[np.bool_], yes: NDArray[np.float64], no: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Choose between two doubles by their bits: no + (yes - no) times 1 or 0, which wraps around and is exact."""
    other = no.view(np.int64)
    bits = np.asarray((yes.view(np.int64) - other) * condition)
    bits += other
    return bits.view(np.float64)
