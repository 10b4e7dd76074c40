"""The same rho in every round."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.stream import Array

__all__ = ["ConstantSelector"]


class ConstantSelector:
    """MSB with a constant rho.

    Raises
    ------
    ValueError
        If rho is no finite number >= 1.
    """

    id: ClassVar[str] = "constant"
    is_mechanism: ClassVar[bool] = True
    information = Exogenous.information

    def __init__(self, rho: float) -> None:
        if not 1 <= rho < math.inf:
            raise ValueError(f"expected a finite rho >= 1, got {rho}; below 1 a round can have two winners")
        self.rho = float(rho)

    @property
    def settings(self) -> dict[str, float]:
        """All that it takes to make it."""
        return {"rho": self.rho}

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        return np.full(len(observation), self.rho)
