"""The action grid rho = 10^(a/|A|) as doubles, decided in integer arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_ACTIONS = 4096
"""A grid of so many prices is a hundredth of a percent apart; the integers below grow with the square of |A|."""


@cache
def grid_doubles(actions: int) -> tuple[float, ...]:
    r"""Return every double that stands for a price 10^(a/|A|), a = 0..|A|-1, ascending.

    A power is irrational unless |A| divides a, so no double is it, and ``10 ** (a / actions)`` is not even the
    nearest one: the quotient is rounded first (up to 2^-54, times ln 10), then the power is, as the machine's library
    sees fit. Together they stay below two units in the last place. So four doubles stand for a price: the two that
    enclose it, found by comparing d^|A| with 10^a in integers, and their outer neighbours. The price of a = 0 is 1,
    and nothing beside it.

    Raises
    ------
    ValueError
        If there is no action, or more than :data:`MOST_ACTIONS`.

    Examples
    --------
    >>> grid_doubles(1), grid_doubles(2)[2:4]
    ((1.0,), (3.162277660168379, 3.1622776601683795))
    """
    if not 1 <= actions <= MOST_ACTIONS:
        raise ValueError(
            f"expected at least one action and at most {MOST_ACTIONS}, got {actions}; |A| = 20 is the default's"
        )
    return tuple(price for action in range(actions) for price in _standing_for(action, actions))


def _standing_for(action: int, actions: int) -> tuple[float, ...]:
    if action == 0:
        return (1.0,)
    low = 10.0 ** (action / actions)
    while Fraction(low) ** actions > 10**action:
        low = math.nextafter(low, 0)
    while Fraction(math.nextafter(low, math.inf)) ** actions <= 10**action:
        low = math.nextafter(low, math.inf)
    high = math.nextafter(low, math.inf)
    return math.nextafter(low, 0), low, high, math.nextafter(high, math.inf)


def off_grid(rho: NDArray[np.float64], actions: int) -> NDArray[np.bool_]:
    """Tell for each rho whether it is none of the grid's doubles; NaN is none.

    The logarithm only says which price to compare with. The doubles of a price are neighbours, so two comparisons tell.
    """
    table = grid_doubles(actions)
    lowest, highest = np.array((1.0, *table[1::4])), np.array((1.0, *table[4::4]))
    with np.errstate(divide="ignore", invalid="ignore"):
        nearest = np.rint(np.log10(rho) * actions)
    action = np.fmax(np.fmin(nearest, actions - 1), 0).astype(np.intp)
    result: NDArray[Any] = ~((rho >= lowest[action]) & (rho <= highest[action]))
    return result
