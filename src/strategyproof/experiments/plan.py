"""How much a run does: seeds, rounds, markets; and the results that come of it, by market, contestant and seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from strategyproof.experiments.contestants import Contestant
from strategyproof.experiments.jobs import FilterJob, Job, LearnedJob, RulesJob, key_of
from strategyproof.scenarios.schema import Scenario

__all__ = ["FULL", "QUICK", "Budget", "Measured", "Plan"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is drawn and trained.

    Attributes
    ----------
    seeds
        How many.
    rounds, short, long
        Rounds of a training for the price of truthfulness; of one of the many for figs. 3 to 6 and the claims; of one
        that follows the paper's 500,000 steps.
    single
        Rounds of a training with an update per round, and how many seeds of it.
    held_out, history
        Rounds that results are measured on; that bounds come from.
    patience
        Small markets per seed for the price in patience.
    joint
        Rounds of a training over joint actions.
    points
        Points of a sweep over bandwidths or task sizes, ends included.
    """

    seeds: int
    rounds: int
    short: int
    long: int
    single: tuple[int, int]
    held_out: int
    history: int
    patience: int
    joint: int
    points: int


FULL = Budget(
    seeds=10, rounds=131_072, short=65_536, long=500_000, single=(8_192, 5), held_out=10_000, history=100_000,
    patience=8, joint=32_768, points=5,
)  # fmt: skip
QUICK = Budget(
    seeds=3,
    rounds=16_384,
    short=16_384,
    long=16_384,
    single=(256, 1),
    held_out=4_000,
    history=20_000,
    patience=2,
    joint=4_096,
    points=3,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: a scenario, a budget, and the seeds 0, 1, ..."""

    scenario: Scenario
    budget: Budget

    @property
    def seeds(self) -> range:
        """The seeds."""
        return range(self.budget.seeds)

    def rules(self, scenario: Scenario, seed: int) -> RulesJob:
        """Return the job of everything that needs no learning."""
        return RulesJob(scenario=scenario, seed=seed, held_out=self.budget.held_out, history=self.budget.history)

    def filter(self, scenario: Scenario, seed: int) -> FilterJob:
        """Return the job of the true filter."""
        return FilterJob(scenario=scenario, seed=seed, held_out=self.budget.held_out)

    def learned(self, scenario: Scenario, contestant: Contestant, seed: int) -> LearnedJob:
        """Return the job that trains a contestant.

        Raises
        ------
        ValueError
            If the scenario has a single price.
        """
        if scenario.auction.actions < 2:
            raise ValueError(
                f"expected auction.actions >= 2, got {scenario.auction.actions}: with one price there is nothing to "
                "learn; give --scenario a market with a choice"
            )
        return LearnedJob(
            scenario=scenario,
            seed=seed,
            held_out=self.budget.held_out,
            selector=contestant.selector,
            information=contestant.information,
            settings={"rounds": self.rounds(contestant), **contestant.settings},
        )

    def rounds(self, contestant: Contestant) -> int:
        """Return how many rounds a contestant trains on."""
        found: int = getattr(self.budget, contestant.budget)
        return found

    def on(self, scenario: Scenario) -> Plan:
        """Return the plan for another market."""
        return replace(self, scenario=scenario)

    def with_seeds(self, seeds: int) -> Plan:
        """Return the plan with another number of seeds."""
        return replace(self, budget=replace(self.budget, seeds=seeds))


@dataclass(frozen=True, slots=True)
class Measured:
    """Results by job."""

    plan: Plan
    results: Mapping[str, Any]

    def found(self, job: Job) -> Any:
        """Return what a job found."""
        return self.results[key_of(job)]["found"]

    def seconds(self, job: Job) -> float:
        """Return the CPU seconds that a job took, on whatever machine did it."""
        return float(self.results[key_of(job)]["cpu_seconds"])

    def rule(self, scenario: Scenario, rule: str, part: str = "total") -> list[float]:
        """Return a part of what a rule earns, per seed."""
        id = "first-best" if rule == "myopic-brand-value" else rule
        job = self.plan.filter if rule == "true-filter" else self.plan.rules
        jobs: list[Job] = [job(scenario, seed) for seed in self.plan.seeds]
        return [float(self.found(job)[id][part]) for job in jobs]

    def learned(
        self, scenario: Scenario, contestant: Contestant, part: str = "total", policy: str | None = None
    ) -> list[float]:
        """Return a part of what a contestant earns, per seed; of its own policy, or of the one named."""
        jobs = [self.plan.learned(scenario, contestant, seed) for seed in self.plan.seeds]
        return [float(self.found(job)[policy or contestant.policy][part]) for job in jobs]

    def earned(self, scenario: Scenario, who: Contestant | str, part: str = "total") -> list[float]:
        """Return a part of what a contestant or a rule earns, per seed."""
        return self.rule(scenario, who, part) if isinstance(who, str) else self.learned(scenario, who, part)

    def curve(self, scenario: Scenario, contestant: Contestant) -> list[tuple[int, list[float]]]:
        """Return the rounds of each point of the curve, and the surplus of each seed there."""
        jobs = [self.plan.learned(scenario, contestant, seed) for seed in self.plan.seeds]
        curves: Sequence[Any] = [self.found(job)["curve"] for job in jobs]
        column = 2 if contestant.drawn else 1
        return [(points[0][0], [float(point[column]) for point in points]) for points in zip(*curves, strict=True)]
