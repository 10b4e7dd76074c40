"""Fig. 5: surplus against bandwidth (a), base stations (b) and task size (c); the UAV's and theirs apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from strategyproof.experiments.contestants import DMSB, Contestant
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.figures.sweep import sweep_panel
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.markets import by_bandwidth, by_size, by_stations
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Sheet
from strategyproof.scenarios.schema import Scenario

LEARNED = (DMSB["exogenous"], DMSB["full"])
SHOWN: tuple[Contestant | str, ...] = (
    *LEARNED, "spa", "myopic-brand-bid", "myopic-literal", "optimal", "flat-reserve", "first-best",
)  # fmt: skip


def _figure(
    id: str, title: str, x_label: str, markets: Callable[[Plan], Mapping[float, Scenario]]
) -> Figure:  # fmt: skip
    def jobs(plan: Plan) -> list[Job]:
        return jobs_of(plan, markets(plan).values(), LEARNED)

    def sheet(measured: Measured) -> Sheet:
        over = markets(measured.plan)
        parts = ("total", "uav", "bs")
        return Sheet(
            id=id,
            title=title,
            says="Surplus per round (eq. 12): in all, of the UAV, and of the base stations.",
            panels=tuple(sweep_panel(measured, over, x_label, SHOWN, part) for part in parts),
            notes=("Learned selectors emit their most likely price; Myopic in the brand-value reading is first best.",),
        )

    return Figure(id, jobs, sheet)


FIG5A = _figure("fig5a", "Fig. 5a: surplus against bandwidth", "bandwidth, MHz", by_bandwidth)
FIG5B = _figure("fig5b", "Fig. 5b: surplus against the number of base stations", "base stations", by_stations)
FIG5C = _figure("fig5c", "Fig. 5c: surplus against task size", "task size, MB", by_size)
