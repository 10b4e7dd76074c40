"""Random-MSB."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.stream import Array

__all__ = ["RandomSelector"]


class RandomSelector:
    """MSB with rho uniform over the grid. It has no deterministic policy: without a generator it draws from seed 0."""

    id: ClassVar[str] = "random"
    is_mechanism: ClassVar[bool] = True
    information = Exogenous.information

    def __init__(self, prices: Array) -> None:
        self.prices = np.asarray(prices)

    @property
    def settings(self) -> dict[str, int]:
        """All that it takes to make it."""
        return {"actions": len(self.prices)}

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        return (generator or np.random.default_rng(0)).choice(self.prices, len(observation))
