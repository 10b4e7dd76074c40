"""A named parameter of a mechanism and the interval it lives in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any


@dataclass(frozen=True, slots=True)
class Interval:
    """A real interval with a finite low end; ``high`` is None where it is unbounded.

    >>> print(Interval(1), Interval(0, 1, open_low=True))
    [1, inf) (0, 1]
    """

    low: Fraction | int
    high: Fraction | int | None = None
    open_low: bool = False
    open_high: bool = False

    def __contains__(self, value: Any) -> bool:
        above = value > self.low if self.open_low else value >= self.low
        if not above or self.high is None:
            return bool(above)
        return bool(value < self.high if self.open_high else value <= self.high)

    def covers(self, values: Any) -> bool:
        """Tell whether every entry of a float array is finite and in the interval; False where an end is no integer."""
        high = math.inf if self.high is None else self.high
        if not isinstance(self.low, int) or isinstance(high, Fraction):
            return False
        above = values > self.low if self.open_low else values >= self.low
        below = values < high if self.open_high or self.high is None else values <= high
        return bool((above & below).all())

    def __str__(self) -> str:
        left, right = "(["[not self.open_low], ")]"[self.high is not None and not self.open_high]
        return f"{left}{self.low}, {'inf' if self.high is None else self.high}{right}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rule: one real number, or one for each bidder.

    Attributes
    ----------
    name
        Keyword of the rule.
    interval
        Its domain; always finite.
    meaning
        What it stands for, with its unit.
    per_bidder
        Whether each bidder has its own.
    """

    name: str
    interval: Interval
    meaning: str
    per_bidder: bool = False

    def check(self, value: Any, mechanism: str) -> None:
        """Refuse a value outside the domain.

        Raises
        ------
        TypeError
            If it is not a number (or a sequence of them, for a per-bidder parameter).
        ValueError
            If it is NaN, infinite or outside the interval; the message names its place.
        """
        if "float" in str(getattr(value, "dtype", "")) and self.interval.covers(value):
            return
        for place, entry in _entries(value):
            where = self.name + place
            if isinstance(entry, (bool, str)) or not hasattr(entry, "__float__"):
                raise TypeError(f"{mechanism}: expected {where} to be a real number, got {entry!r}")
            if (isinstance(entry, float) and not math.isfinite(entry)) or entry not in self.interval:
                raise ValueError(
                    f"{mechanism}: expected {where} finite and in {self.interval}, got {entry}; "
                    f"{self.name} is {self.meaning}"
                )

    def fitted(self, value: Any, bids: Any) -> Any:
        """Return the value as the rule wants it for these bids."""
        if not self.per_bidder:
            return value
        if hasattr(value, "fitted"):
            return value.fitted(bids)
        column = value[: len(bids)]
        return column.reshape(-1, *[1] * (bids.ndim - 1))


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """Walk over the numbers of a value, each with its place in brackets; a single number has none."""
    if hasattr(value, "reshape") and value.shape != ():
        places = product(*map(range, value.shape))
        for place, entry in zip(places, value.reshape(-1).tolist(), strict=True):
            yield f"[{', '.join(map(str, place))}]", entry
    elif hasattr(value, "__len__") and getattr(value, "shape", None) != () and not isinstance(value, str):
        for index, entry in enumerate(value):
            yield f"[{index}]", entry
    else:
        yield "", value.item() if hasattr(value, "item") else value
