"""What figs. 5 and 6 share: lines over a setting of the market, one for each contestant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from strategyproof.experiments.contestants import RULES, Contestant
from strategyproof.experiments.plan import Measured
from strategyproof.experiments.sheet import Panel, line
from strategyproof.scenarios.schema import Scenario

__all__ = ["PARTS", "sweep_panel"]

PARTS = {
    "total": "total surplus per round",
    "uav": "the UAV's surplus per round",
    "bs": "the base stations' surplus per round",
    "delay": "mean delay of a task, s",
    "uav_share": "share of tasks served by the UAV",
}


def sweep_panel(
    measured: Measured, markets: Mapping[float, Scenario], x_label: str, who: Sequence[Contestant | str], part: str
) -> Panel:
    """Return the panel of one part of eq. 12, or of the delay."""
    lines = tuple(
        line(
            RULES[each] if isinstance(each, str) else each.title,
            list(markets),
            [measured.earned(market, each, part) for market in markets.values()],
        )
        for each in who
    )
    return Panel(PARTS[part], x_label, PARTS[part], lines)
