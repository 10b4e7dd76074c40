"""What an auction decides: who wins, and who pays how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Number: TypeAlias = Any
"""One quantity: a float, a :class:`~fractions.Fraction`, an array with one entry per auction, or a symbolic real."""

Vector: TypeAlias = Any
"""One number per bidder: an array with the bidder on axis 0, or a symbolic vector."""

Truth: TypeAlias = Any
"""A truth value, or a vector of them: a bool, a boolean array, or a symbolic formula."""

Rule: TypeAlias = Callable[..., "Outcome"]
"""A pure function from bids (and named parameters) to an :class:`Outcome`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Allocation and payments of one auction, or of a batch of them.

    Attributes
    ----------
    wins
        x_n in {false, true} for each performance bidder n (axis 0). The outside option (the UAV of the paper's market)
        gets what no bidder wins: x_0 = 1 - sum_n x_n, see :func:`unsold`.
    payments
        p_n for each bidder, in the unit of the bids.
    """

    wins: Vector
    payments: Vector
