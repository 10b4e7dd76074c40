"""The small values of each kind of quantity, and what each weighs.

The shrinker asks here what to try for a quantity, and knows nothing else of its kind. A new kind of value (a set of
goods, a ranking) is a further row of :data:`SMALL`, and a weight for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.law import Bid, Bids, Names, Scale
from strategyproof.mechanism.parameter import Interval

MOST = 10
"""The largest whole number that is tried as a bid."""


def weight(value: Fraction) -> int:
    """Return what a number weighs: the whole number n weighs n, and p/q weighs p + 4 (q - 1): 1/2 as much as 5.

    >>> [weight(Fraction(value)) for value in ("0", "3", "1/2", "3/2", "5/4")]
    [0, 3, 5, 7, 17]
    """
    return abs(value.numerator) + 4 * (value.denominator - 1)


def amounts(whole: bool) -> list[Fraction]:
    """Return small bids: whole numbers, then halves."""
    integers = [Fraction(k) for k in range(MOST + 1)]
    return integers if whole else integers + [Fraction(k, 2) for k in (1, 3, 5, 7)]


def misreports(whole: bool) -> list[Fraction]:
    """Return small bids of which one may have to lie between two others: quarters too."""
    quarters = [] if whole else [Fraction(k, 4) for k in (1, 3, 5, 7, 9, 11)]
    return amounts(whole) + quarters


def scales(whole: bool) -> list[Fraction]:
    """Return scales that round neither doubles nor whole bids: powers of two, of which whole bids take the larger."""
    powers = [Fraction(2), Fraction(4)]
    return powers if whole else [*powers, Fraction(1, 2), Fraction(1, 4)]


def of_interval(interval: Interval) -> list[Fraction]:
    """Return a few numbers of an interval: whole numbers, then halves, then parts of a narrow interval.

    >>> print(*of_interval(Interval(0, 1, open_low=True, open_high=True)))
    1/2
    """
    low = math.floor(interval.low)
    integers = [Fraction(low + k) for k in range(12)]
    halves = [Fraction(2 * (low + k) + 1, 2) for k in range(6)]
    found = [value for value in integers + halves if value in interval]
    if found or interval.high is None:
        return found
    width = Fraction(interval.high - interval.low)
    return [interval.low + width / 2, interval.low + width / 3] if width else [Fraction(interval.low)]


SMALL: dict[type, Callable[[bool], list[Any]]] = {
    Bids: amounts,
    Names: amounts,
    Bid: misreports,
    Scale: scales,
}
"""For each kind of variable of a law, the values that are tried for one of its entries, whole ones or all."""
