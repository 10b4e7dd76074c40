"""Algorithm 1 as published and in other forms: argmax and drawn, order and number of updates; and exact feedback."""

from __future__ import annotations

from strategyproof.experiments.contestants import (
    ACTOR_FIRST,
    CHOSEN,
    DMSB,
    PUBLISHED_BY_CLASS,
    SINGLE,
    TUNED,
    Contestant,
    direct,
)
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.jobs import Job, LearnedJob
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Cell, Sheet, Table
from strategyproof.experiments.spread import spread_of

LEARNED = (
    PUBLISHED_BY_CLASS["exogenous"],
    PUBLISHED_BY_CLASS["full"],
    Contestant("published-actor-first", "as published, actor before critics", settings=ACTOR_FIRST, drawn=True,
               budget="long"),
    Contestant("tuned", "eps and gamma 0.95, our exploration and entropy", settings=TUNED, drawn=True, budget="long"),
    Contestant("chosen", "chosen feedback, x0, gamma 0", settings=CHOSEN, budget="rounds"),
    DMSB["exogenous"],
    direct("exogenous"),
    DMSB["leave-one-out"],
)  # fmt: skip


def jobs(plan: Plan) -> list[Job]:
    """Return the trainings on the scenario."""
    return [*jobs_of(plan, [plan.scenario], LEARNED), *_single(plan)]


def _single(plan: Plan) -> list[LearnedJob]:
    """Return the trainings with an update per transition: few, as one takes minutes."""
    rounds, seeds = plan.budget.single
    return [
        LearnedJob(
            scenario=plan.scenario,
            seed=seed,
            held_out=plan.budget.held_out,
            selector="diffusion",
            information="exogenous",
            settings={"rounds": rounds, **SINGLE},
        )
        for seed in range(min(seeds, plan.budget.seeds))
    ]


def sheet(measured: Measured) -> Sheet:
    """Make the table."""
    scenario, plan = measured.plan.scenario, measured.plan
    rows: list[tuple[Cell, ...]] = []
    for ours in LEARNED:
        found = [measured.found(plan.learned(scenario, ours, seed)) for seed in plan.seeds]
        rows.append(_row(measured, ours.title, found, plan.rounds(ours)))
    single = [measured.found(job) for job in _single(plan)]
    rows.append(_row(measured, "as published, an update per transition, exogenous", single, plan.budget.single[0]))
    columns = ("learner", "auctions", "seeds", "argmax, share of the bound", "drawn, share of the bound")
    return Sheet(
        id="algorithm1",
        title="Algorithm 1 as published, and other forms",
        says="Shares of the best exogenous rho's surplus on the same held-out rounds, at the argmax and as drawn.",
        tables=(Table("rows", "Learners of rho", columns, tuple(rows)),),
        notes=(
            "As published: chosen feedback, eps, gamma 0.95, critics before the actor, no exploration but the policy's "
            "own, an update per 512 auctions unless said; AGOD's values where the paper is silent.",
            "`full` and leave-one-out see current bids: the bound is not theirs, and shares above 1 are no error.",
        ),
    )


def _row(measured: Measured, title: str, found: list[dict[str, dict[str, float]]], rounds: int) -> tuple[Cell, ...]:
    bound = measured.rule(measured.plan.scenario, "best-exogenous")[: len(found)]
    shares = [
        spread_of([each[policy]["total"] / b for each, b in zip(found, bound, strict=True)]).text(4)
        for policy in ("argmax", "drawn")
    ]
    return (title, rounds, len(found), *shares)


FIGURE = Figure("algorithm1", jobs, sheet)
