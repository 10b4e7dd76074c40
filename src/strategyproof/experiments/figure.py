"""What a figure is: the jobs it needs, and the sheet that it makes of their results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from strategyproof.experiments.contestants import Contestant
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Sheet
from strategyproof.scenarios.schema import Scenario

__all__ = ["Figure", "jobs_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or a table of its own.

    Attributes
    ----------
    id
        What the command calls it.
    jobs
        From a plan to the jobs that it needs; a ValueError says why the scenario makes the figure impossible.
    sheet
        From their results to the sheet.
    """

    id: str
    jobs: Callable[[Plan], list[Job]]
    sheet: Callable[[Measured], Sheet]


def jobs_of(plan: Plan, markets: Iterable[Scenario], contestants: Iterable[Contestant]) -> list[Job]:
    """Return the jobs of every contestant and of the rules on every market, for every seed."""
    learned = list(contestants)
    jobs: list[Job] = []
    for scenario in markets:
        for seed in plan.seeds:
            jobs.append(plan.rules(scenario, seed))
            jobs += [plan.learned(scenario, contestant, seed) for contestant in learned]
    return jobs
