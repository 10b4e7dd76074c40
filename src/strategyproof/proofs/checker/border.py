"""The border: what a caller hands in is copied once, frozen, and never converted.

A caller's array is the caller's: a selector that is run again may write the next rho into it. Everything behind the
border reads the copy. A conversion would hide what was emitted: a complex number loses its imaginary part, a long
double just below 1 becomes 1.0, a masked entry becomes whatever lies under the mask.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["frozen", "frozen_doubles"]

Floats: TypeAlias = NDArray[np.float64]


def frozen_doubles(values: Any, what: str, remedy: str) -> Floats:
    """Return a copy of doubles that nobody can write to.

    Parameters
    ----------
    values
        An array of float64 (or a sequence of Python floats, which are the same numbers).
    what
        What the values are, for the error: ``"rho"``.
    remedy
        How to hand them in right.

    Raises
    ------
    TypeError
        If they are of another type: nothing is converted, and nothing masked is taken.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"expected {what} as float64 without a mask, got a masked array; {remedy}")
    array = np.asarray(values)
    if array.dtype != np.float64:
        raise TypeError(f"expected {what} as float64, got {array.dtype}; {remedy}")
    return frozen(array)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy in row-major order that nobody can write to; of a subclass, only the numbers."""
    copy = np.array(array, order="C", copy=True, subok=False)
    copy.setflags(write=False)
    return copy
