"""Fig. 3: convergence of the learned selectors, with the level of everything that does not learn."""

from __future__ import annotations

from strategyproof.experiments.contestants import DMSB, GREEDY, PPO, PUBLISHED_BY_CLASS, RULES
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.jobs import Job
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Line, Panel, Sheet, Table, line
from strategyproof.experiments.spread import spread_of

CONTESTANTS = (
    DMSB["exogenous"], DMSB["full"], PPO["exogenous"], PPO["full"], GREEDY,
    PUBLISHED_BY_CLASS["full"],
)  # fmt: skip
LEVELS = ("random", "spa", "myopic-brand-bid", "optimal", "best-exogenous", "first-best")


def jobs(plan: Plan) -> list[Job]:
    """Return the trainings on the scenario."""
    return jobs_of(plan, [plan.scenario], CONTESTANTS)


def sheet(measured: Measured) -> Sheet:
    """Draw the curves."""
    scenario = measured.plan.scenario
    lines: list[Line] = []
    for contestant in CONTESTANTS:
        curve = measured.curve(scenario, contestant)
        lines.append(line(f"{contestant.title} ({contestant.policy})", [x for x, _ in curve], [y for _, y in curve]))
    levels = [line(RULES[rule], [0.0], [measured.rule(scenario, rule)]) for rule in LEVELS]
    shown = [Line(level.label, level.points, level=True) for level in levels]
    first = measured.rule(scenario, "first-best")
    rows = []
    for contestant in CONTESTANTS:
        for policy in ("argmax", "drawn"):
            total = measured.learned(scenario, contestant, policy=policy)
            share = spread_of([a / b for a, b in zip(total, first, strict=True)])
            own = "yes" if policy == contestant.policy else "no"
            rows.append((contestant.title, policy, own, spread_of(total).text(), share.text(4)))
    final = Table(
        "final", "At the end, on all held-out rounds",
        ("selector", "policy", "in the figure", "surplus per round", "share of first best"), tuple(rows),
    )  # fmt: skip
    return Sheet(
        id="fig3",
        title="Fig. 3: convergence",
        says="Surplus per round against the auctions that a selector was trained on.",
        panels=(
            Panel("convergence", "auctions trained on", "surplus per round", (*lines, *shown), log_x=True),
        ),
        tables=(final,),
        notes=(
            "Curves are measured on the first 1,000 held-out rounds, levels and the table on all; `full` sees the "
            "current bids, as the paper's state does, and is no strategy-proof mechanism.",
            "As published: chosen feedback, eps, gamma 0.95, an update per 512 auctions, and what is emitted is drawn.",
        ),
    )  # fmt: skip


FIGURE = Figure("fig3", jobs, sheet)
