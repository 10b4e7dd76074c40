"""Where a joint law could win: several tasks per round and one UAV, |A|^J joint prices, equal budgets."""

from __future__ import annotations

from strategyproof.experiments.figure import Figure
from strategyproof.experiments.jobs import Job, JointJob
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Cell, Panel, Sheet, Table, line
from strategyproof.experiments.spread import gain, spread_of

TASKS = (2, 3, 4)
POLICIES = {
    "factored": "factored softmax",
    "autoregressive": "autoregressive",
    "diffusion": "diffusion",
    "ppo": "PPO (factored)",
    "factored-exact": "factored, exact gradient: a reference with every reward",
}
SEEDS = 5


def jobs(plan: Plan) -> list[Job]:
    """Return every policy for every number of tasks."""
    return [_job(plan, tasks, policy, seed) for tasks in TASKS for policy in POLICIES for seed in _seeds(plan)]


def _seeds(plan: Plan) -> range:
    return range(min(SEEDS, plan.budget.seeds))


def _job(plan: Plan, tasks: int, policy: str, seed: int) -> JointJob:
    if plan.scenario.auction.actions < 2:
        raise ValueError(f"expected auction.actions >= 2, got {plan.scenario.auction.actions}: one price is no choice")
    return JointJob(
        scenario=plan.scenario, seed=seed, held_out=plan.budget.held_out, tasks=tasks, policy=policy,
        rounds=plan.budget.joint,
    )  # fmt: skip


def sheet(measured: Measured) -> Sheet:
    """Draw the shares of first best, and the difference to the factored softmax."""
    lines, rows = [], list[tuple[Cell, ...]]()
    for policy, title in POLICIES.items():
        lines.append(line(title, TASKS, [_shares(measured, tasks, policy, "argmax") for tasks in TASKS]))
        for tasks in TASKS:
            over = gain(_of(measured, tasks, policy, "argmax"), _of(measured, tasks, "factored", "argmax"))
            shares = [spread_of(_shares(measured, tasks, policy, which)).text(4) for which in ("argmax", "drawn")]
            rows.append((title, tasks, *shares, over.text(2), spread_of(_seconds(measured, tasks, policy)).text(0)))
    lines.append(
        line("sell every task (rho = 1)", TASKS, [_shares(measured, t, "factored", "sell_all") for t in TASKS])
    )
    return Sheet(
        id="joint",
        title="Joint prices: J tasks per round, one UAV",
        says="Surplus as a share of first best, for four laws over joint prices.",
        panels=(Panel("deterministic policies", "tasks per round, J", "share of first best", tuple(lines)),),
        tables=(
            Table("laws", "Laws over joint prices", ("law", "tasks", "argmax, share of first best",
                  "drawn, share of first best", "argmax over factored, %", "CPU s"), tuple(rows)),
        ),
        seeds=len(_seeds(measured.plan)),
        notes=(
            f"Every law has {8 * measured.plan.budget.joint:,} rewards: "
            "eight joint actions in each round, or for PPO one in each of eight times the rounds. The exact gradient "
            "sees the reward of every joint action.",
            "States are exogenous. Layers are 128 wide in all; nothing was tuned on this market.",
        ),
    )  # fmt: skip


def _found(measured: Measured, tasks: int, policy: str) -> list[dict[str, float]]:
    plan = measured.plan
    return [measured.found(_job(plan, tasks, policy, seed)) for seed in _seeds(plan)]


def _of(measured: Measured, tasks: int, policy: str, which: str) -> list[float]:
    return [found[which] for found in _found(measured, tasks, policy)]


def _shares(measured: Measured, tasks: int, policy: str, which: str) -> list[float]:
    return [found[which] / found["first_best"] for found in _found(measured, tasks, policy)]


def _seconds(measured: Measured, tasks: int, policy: str) -> list[float]:
    plan = measured.plan
    return [measured.seconds(_job(plan, tasks, policy, seed)) for seed in _seeds(plan)]


FIGURE = Figure("joint", jobs, sheet)
