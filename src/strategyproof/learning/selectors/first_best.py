"""First best: the oracle that no mechanism can pass."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from strategyproof.learning.information import Observation
from strategyproof.learning.selectors.myopic import MyopicBrandValue
from strategyproof.learning.stream import Array

__all__ = ["FirstBestSelector"]


class FirstBestSelector(MyopicBrandValue):
    """The task goes to whoever values it most: rho = max(1, zeta v_0 / v_(2)). It knows v_0; no mechanism does."""

    id: ClassVar[str] = "first-best"

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return a rho that sells exactly where v_(1) > zeta v_0 (up to ties)."""
        return super().select(observation, generator)
