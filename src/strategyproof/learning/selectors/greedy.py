"""Greedy-MSB: the price with the best average reward seen so far."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from strategyproof.learning.config import GreedyConfig
from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.reward import reward
from strategyproof.learning.stream import Array, Batch
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.scenarios.schema import Scenario

__all__ = ["GreedyLearner", "GreedySelector"]


class GreedySelector:
    """MSB with the rho of the best average reward."""

    id: ClassVar[str] = "greedy"
    is_mechanism: ClassVar[bool] = True
    information = Exogenous.information

    def __init__(self, rho: float) -> None:
        self.rho = rho

    @property
    def weights(self) -> dict[str, Array]:
        """All that it learned: one price."""
        return {"rho": np.array([self.rho])}

    @property
    def settings(self) -> dict[str, float]:
        """All that it takes to make it."""
        return {"rho": self.rho}

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        return np.full(len(observation), self.rho)


class GreedyLearner:
    """Try each price, then charge the best average so far and keep averaging."""

    information = Exogenous.information

    def __init__(self, scenario: Scenario, config: GreedyConfig) -> None:
        self.scenario, self.config = scenario, config
        self.prices = np.asarray(price_grid(scenario.auction.actions))
        self.sums, self.counts = np.zeros(len(self.prices)), np.zeros(len(self.prices))

    def learn(self, batch: Batch, progress: float) -> None:
        """Charge a price in each of B rounds."""
        lacking = int(self.counts.argmin())
        trying = self.counts[lacking] < self.config.tries
        action = lacking if trying else int((self.sums / self.counts).argmax())
        self.sums[action] += reward(batch, self.prices[action], self.scenario.uav.zeta).sum()
        self.counts[action] += len(batch)

    def selector(self) -> GreedySelector:
        """Return the greedy choice of now: NaN, which the checker refuses, where an average is none."""
        seen = np.where(self.counts > 0, self.sums / np.maximum(self.counts, 1), -np.inf)
        return GreedySelector(math.nan if np.isnan(seen).any() else float(self.prices[int(seen.argmax())]))

    def arrays(self) -> dict[str, Array]:
        """Return everything that learning goes on from."""
        return {"sums": self.sums.copy(), "counts": self.counts.copy()}

    def load(self, arrays: dict[str, Array]) -> None:
        """Go on from what :meth:`arrays` returned."""
        self.sums, self.counts = arrays["sums"].copy(), arrays["counts"].copy()
