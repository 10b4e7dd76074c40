"""Optimal MSB: rho from the history's means."""

from __future__ import annotations

from typing import ClassVar

from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.mechanism.market.baselines import optimal_rho
from strategyproof.scenarios.sample import draw_history
from strategyproof.scenarios.schema import Scenario

__all__ = ["OptimalSelector"]


class OptimalSelector(ConstantSelector):
    """MSB with rho = max(1, E[u_0] / E[u_(2)]), from the scenario's independent history."""

    id: ClassVar[str] = "optimal"

    def __init__(self, scenario: Scenario) -> None:
        history = draw_history(scenario)
        super().__init__(float(optimal_rho(history.brand_value, history.top_two[1], zeta=scenario.uav.zeta)))
