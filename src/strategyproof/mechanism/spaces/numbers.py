"""One number per agent: a value, a cost, a point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.spaces.space import Side, Space, fraction
from strategyproof.mechanism.verdict import numeral


class OneNumber(Space):
    """What one unit is worth: a real number >= 0. The space of a function without an annotation.

    ``v(t, got) = t * got``, where ``got`` is a win, or an amount.
    """

    default_value = "number"

    def __init__(self, side: Side = "buyer") -> None:
        self.side = side

    @property
    def count(self) -> int:
        """One."""
        return 1

    def made(self, _variant: int, numbers: Sequence[Any]) -> Any:
        """Return the number."""
        return numbers[0]

    def told(self, _variant: int, numbers: Sequence[Any]) -> str:
        """Write the number."""
        return numeral(numbers[0])

    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read the number."""
        return 0, (fraction(text, self),)

    def __repr__(self) -> str:
        return f"one number ({self.side})" if self.side == "seller" else "one number"


class Point(OneNumber):
    """A place on the line where an agent would like the outcome: ``v(t, got) = -|got - t|``, without payments.

    Examples
    --------
    >>> def median(peaks: Point):
    ...     return sorted(peaks)[len(peaks) // 2]
    """

    default_value = "point"
    has_money = False

    def __init__(self) -> None:
        super().__init__()

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """None: any real number is a place."""
        return ()

    def __repr__(self) -> str:
        return "Point"
