"""Several numbers per agent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from strategyproof.mechanism.spaces.space import ZERO, Space, fraction
from strategyproof.mechanism.verdict import numeral

MOST_NUMBERS = 12


class Vector(Space):
    """What each of k items is worth, or with ``decreasing`` each further unit: a tuple of k numbers >= 0.

    ``v(t, got)`` is the sum of ``t[k]`` over the items in ``got``; where ``got`` is a count, of the first ``got``.

    Parameters
    ----------
    k
        How many numbers, 1 to 12.
    decreasing
        Whether no number is above the one before it.

    Raises
    ------
    ValueError
        If ``k`` is no such number.

    Examples
    --------
    >>> Vector(2, decreasing=True)
    Vector(2, decreasing=True)
    >>> Vector(0)
    Traceback (most recent call last):
    ValueError: Vector: expected how many items there are, 1 to 12, as in Vector(2), got 0
    """

    default_value = "vector"

    def __init__(self, k: int, *, decreasing: bool = False) -> None:
        if type(k) is not int or not 1 <= k <= MOST_NUMBERS:
            raise ValueError(
                f"Vector: expected how many items there are, 1 to {MOST_NUMBERS}, as in Vector(2), got {k!r}"
            )
        if not isinstance(decreasing, bool):
            raise ValueError(f"Vector: expected decreasing=True or False, got {decreasing!r}")
        self.k, self.decreasing = k, decreasing

    @property
    def count(self) -> int:
        """One for each item."""
        return self.k

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """Each >= 0; falling, each at most the one before."""
        if not self.decreasing:
            return super().bounds
        return (ZERO, self.k - 1), *((after, before) for before, after in pairwise(range(self.k)))

    def made(self, _variant: int, numbers: Sequence[Any]) -> Any:
        """Return a tuple."""
        return tuple(numbers)

    def told(self, _variant: int, numbers: Sequence[Any]) -> str:
        """Write ``(3, 1)``."""
        return f"({', '.join(map(numeral, numbers))})"

    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read ``(3, 1)``."""
        parts = text.strip().removeprefix("(").removesuffix(")").split(",")
        if len(parts) != self.k:
            raise ValueError(f"expected {self.k} numbers as a type of {self!r}, got {text!r}")
        return 0, tuple(fraction(part, self) for part in parts)

    def __repr__(self) -> str:
        return f"Vector({self.k}, decreasing=True)" if self.decreasing else f"Vector({self.k})"
