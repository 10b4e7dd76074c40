"""Myopic MSB in the three readings of spec section 8.3, as rho = max(1, u_0 / u_(2)) from the current round.

Where u_(2) = 0, rho would be infinite and the price undefined; then rho is the largest price that stays finite. The
rules themselves, without a division, are ``strategyproof.mechanism.rules.myopic``.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from strategyproof.learning.information import Observation, Oracle
from strategyproof.learning.selectors.protocol import expect
from strategyproof.learning.stream import Array
from strategyproof.mechanism.vocabulary import highest

__all__ = ["MyopicBrandBid", "MyopicBrandValue", "MyopicLiteral"]

_LARGEST = 1e150


class _Myopic:
    """rho = max(1, u_0 / u_(2)), with u_0 by reading."""

    id: ClassVar[str]
    is_mechanism: ClassVar[bool] = True
    information = Oracle.information

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        expect(observation, self.information, self.id)
        assert isinstance(observation, Oracle)
        second = highest(observation.bids.T, 2)
        with np.errstate(over="ignore"):
            ratio = self.brand(observation) / np.where(second > 0, second, 1 / _LARGEST)
        return np.clip(ratio, 1.0, _LARGEST)

    def brand(self, observation: Oracle) -> Array:
        """Return u_0."""
        raise NotImplementedError


class MyopicBrandBid(_Myopic):
    """u_0 is the UAV's fixed bid b_0: a second-price auction with a reserve, not free of adverse selection."""

    id: ClassVar[str] = "myopic-brand-bid"

    def __init__(self, brand_bid: float) -> None:
        self.brand_bid = brand_bid

    def brand(self, observation: Oracle) -> Array:
        """Return b_0."""
        return np.full(len(observation), self.brand_bid)


class MyopicBrandValue(_Myopic):
    """u_0 is zeta v_0 of this round: first best, and needs what the UAV cannot know."""

    id: ClassVar[str] = "myopic-brand-value"
    is_mechanism: ClassVar[bool] = False

    def __init__(self, zeta: float) -> None:
        self.zeta = zeta

    def brand(self, observation: Oracle) -> Array:
        """Return zeta v_0."""
        return self.zeta * observation.brand[:, 0]


class MyopicLiteral(_Myopic):
    """u_0 is the highest bid: rho = b_(1) / b_(2), and the price is the highest bid, so nobody wins. Vacuous."""

    id: ClassVar[str] = "myopic-literal"

    def brand(self, observation: Oracle) -> Array:
        """Return b_(1), and a little more, so that rounding cannot sell."""
        return highest(observation.bids.T, 1) * (1 + 1e-15)
