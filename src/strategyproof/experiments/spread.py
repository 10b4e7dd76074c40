"""Means over seeds with their confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np

__all__ = ["CONFIDENCE", "Spread", "gain", "spread_of", "student"]

CONFIDENCE = 0.95


class Spread(msgspec.Struct, frozen=True):
    """Values of seeds.

    Attributes
    ----------
    mean
        Their mean.
    half
        Half the width of the interval that holds the expectation with 95 % confidence (Student's t, seeds
        independent); 0 for one seed, of which nothing can be said.
    values
        One per seed.
    """

    mean: float
    half: float
    values: tuple[float, ...]

    @property
    def low(self) -> float:
        """The low end of the interval."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """The high end of the interval."""
        return self.mean + self.half

    def text(self, digits: int = 3, unit: str = "") -> str:
        """Return the mean with half the interval."""
        return f"{self.mean:.{digits}f} ± {self.half:.{digits}f}{unit}"


def spread_of(values: Sequence[float]) -> Spread:
    """Return the spread of values, one per seed.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> print(spread_of([1.0, 2.0, 3.0]).text(2))
    2.00 ± 2.48
    """
    if len(values) == 0:
        raise ValueError("expected a value per seed, got none; run at least one seed")
    array = np.asarray(values, dtype=np.float64)
    half = student(len(array) - 1) * float(array.std(ddof=1)) / len(array) ** 0.5 if len(array) > 1 else 0.0
    return Spread(float(array.mean()), half, tuple(float(value) for value in array))


def gain(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return by how many percent ours exceeds theirs, seed by seed."""
    return spread_of([100 * (a / b - 1) for a, b in zip(ours, theirs, strict=True)])


@cache
def student(freedom: int) -> float:
    """Return the quantile of Student's t that leaves 2.5 % above it.

    Examples
    --------
    >>> round(student(9), 3)
    2.262
    """
    from mpmath import betainc, findroot

    def above(t: float) -> float:
        share: float = betainc(freedom / 2, 0.5, 0, freedom / (freedom + t**2), regularized=True)
        return share - (1 - CONFIDENCE)

    return float(findroot(above, (1.9, 13.0), solver="ridder"))
