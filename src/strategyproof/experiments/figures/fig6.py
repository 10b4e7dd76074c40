"""Fig. 6: DMSB against PPO, Greedy and Random: total surplus (a to c), and the mean delay against task size (d)."""

from __future__ import annotations

from strategyproof.experiments.contestants import DMSB, GREEDY, PPO, Contestant
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.figures.sweep import sweep_panel
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.markets import by_bandwidth, by_size, by_stations
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Sheet

LEARNED = (DMSB["exogenous"], DMSB["full"], PPO["exogenous"], GREEDY)
SHOWN: tuple[Contestant | str, ...] = (*LEARNED, "random")


def jobs(plan: Plan) -> list[Job]:
    """Return the trainings on every market of the three sweeps."""
    sweeps = (by_bandwidth, by_stations, by_size)
    return jobs_of(plan, [market for sweep in sweeps for market in sweep(plan).values()], LEARNED)


def sheet(measured: Measured) -> Sheet:
    """Draw the four panels."""
    plan = measured.plan
    sizes = by_size(plan)
    return Sheet(
        id="fig6",
        title="Fig. 6: DMSB against PPO, Greedy and Random",
        says="Total surplus per round against bandwidth, base stations and task size, and the delay against task size.",
        panels=(
            sweep_panel(measured, by_bandwidth(plan), "bandwidth, MHz", SHOWN, "total"),
            sweep_panel(measured, by_stations(plan), "base stations", SHOWN, "total"),
            sweep_panel(measured, sizes, "task size, MB", SHOWN, "total"),
            sweep_panel(measured, sizes, "task size, MB", SHOWN, "delay"),
        ),
        notes=(
            "Learned selectors emit their most likely price.",
            'With `common_value = "one"` no bid depends on its bidder\'s own latency, so who wins does not move the '
            "delay; `strategyproof experiments common-value` shows the other reading.",
        ),
    )


FIGURE = Figure("fig6", jobs, sheet)
