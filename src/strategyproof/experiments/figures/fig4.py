"""Fig. 4: convergence of DMSB for 3, 5, 7 and 9 base stations."""

from __future__ import annotations

from strategyproof.experiments.contestants import DMSB
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.markets import by_stations
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Panel, Sheet, line

CLASSES = ("exogenous", "full")


def jobs(plan: Plan) -> list[Job]:
    """Return the trainings for each number of base stations."""
    return jobs_of(plan, by_stations(plan).values(), [DMSB[name] for name in CLASSES])


def sheet(measured: Measured) -> Sheet:
    """Draw a panel for each class."""
    panels = []
    for name in CLASSES:
        lines = []
        for stations, market in by_stations(measured.plan).items():
            curve = measured.curve(market, DMSB[name])
            lines.append(line(f"{stations:g} BSs", [x for x, _ in curve], [y for _, y in curve]))
        panels.append(Panel(f"DMSB, {name}", "auctions trained on", "surplus per round", tuple(lines)))
    return Sheet(
        id="fig4",
        title="Fig. 4: convergence for 3, 5, 7 and 9 base stations",
        says="Surplus per round of DMSB (argmax) against the auctions that it was trained on.",
        panels=tuple(panels),
        notes=("Measured on the first 1,000 held-out rounds of each seed.",),
    )


FIGURE = Figure("fig4", jobs, sheet)
