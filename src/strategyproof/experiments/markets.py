"""The markets of the paper's figures 4 to 6: one setting varied at a time."""

from __future__ import annotations

from strategyproof.scenarios.load import PAPER_BASE_STATIONS, with_settings
from strategyproof.scenarios.schema import Scenario

__all__ = ["BANDWIDTHS", "SIZES", "by_bandwidth", "by_size", "by_stations", "has_filter", "hidden"]

BANDWIDTHS = (20.0, 40.0, 60.0)
"""B_u = B_d, MHz: the ends and the middle of the paper's range."""
SIZES = (20.0, 30.0, 40.0)
"""D_req = D_task, MB: the ends and the middle of the paper's range."""


def by_bandwidth(scenario: Scenario) -> dict[float, Scenario]:
    """Return the market with every bandwidth of fig. 5 and 6."""
    both = ("radio.uplink_bandwidth_mhz", "radio.downlink_bandwidth_mhz")
    return {mhz: with_settings(scenario, dict.fromkeys(both, (mhz, mhz))) for mhz in BANDWIDTHS}


def by_stations(scenario: Scenario) -> dict[float, Scenario]:
    """Return the market with 3, 5, 7 and 9 base stations."""
    return {float(n): with_settings(scenario, {"market.base_stations": n}) for n in PAPER_BASE_STATIONS}


def by_size(scenario: Scenario) -> dict[float, Scenario]:
    """Return the market with every task size of figs. 5 and 6."""
    return {mb: with_settings(scenario, {"task.size_mb": (mb, mb)}) for mb in SIZES}


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
