"""The markets of the paper's figures 4 to 6: one setting varied at a time."""

from __future__ import annotations

from strategyproof.experiments.plan import Plan
from strategyproof.scenarios.load import PAPER_BASE_STATIONS, with_settings
from strategyproof.scenarios.schema import Scenario

__all__ = ["BANDWIDTHS", "SIZES", "by_bandwidth", "by_size", "by_stations", "has_filter", "hidden"]

BANDWIDTHS = (20.0, 60.0)
"""B_u = B_d, MHz: the ends of the paper's range."""
SIZES = (20.0, 40.0)
"""D_req = D_task, MB: the ends of the paper's range."""


def by_bandwidth(plan: Plan) -> dict[float, Scenario]:
    """Return the plan's market with every bandwidth of figs. 5 and 6, at equal distances."""
    both = ("radio.uplink_bandwidth_mhz", "radio.downlink_bandwidth_mhz")
    over = _between(BANDWIDTHS, plan.budget.points)
    return {mhz: with_settings(plan.scenario, dict.fromkeys(both, (mhz, mhz))) for mhz in over}


def by_stations(plan: Plan) -> dict[float, Scenario]:
    """Return the plan's market with 3, 5, 7 and 9 base stations."""
    return {float(n): with_settings(plan.scenario, {"market.base_stations": n}) for n in PAPER_BASE_STATIONS}


def by_size(plan: Plan) -> dict[float, Scenario]:
    """Return the plan's market with every task size of figs. 5 and 6, at equal distances."""
    over = _between(SIZES, plan.budget.points)
    return {mb: with_settings(plan.scenario, {"task.size_mb": (mb, mb)}) for mb in over}


def _between(ends: tuple[float, float], points: int) -> list[float]:
    """Return so many points from end to end, at least 2.

    Examples
    --------
    >>> _between((20.0, 60.0), 5)
    [20.0, 30.0, 40.0, 50.0, 60.0]
    """
    low, high = ends
    return [low + (high - low) * n / (points - 1) for n in range(points)]


def has_filter(scenario: Scenario) -> bool:
    """Tell whether the true filter is defined: with one common value, which moves no choice of rho."""
    return scenario.valuation.common_value == "one"


def hidden(scenario: Scenario) -> Scenario:
    """Return the market with the scene hidden from the auctioneer.

    Raises
    ------
    ValueError
        If the scene is all that it can see: nothing would be left of the market state.
    """
    left = [feature for feature in scenario.state.features if feature != "scene"]
    if not left:
        raise ValueError(
            "expected a market state with more than the scene, which is to be hidden, got state.features = "
            f"{list(scenario.state.features)}; add a feature, e.g. size"
        )
    return with_settings(scenario, {"state.features": left})
