"""The two readings of eq. 9, one common value or each provider its own: surplus, delay and adverse selection."""

from __future__ import annotations

from strategyproof.experiments.contestants import DMSB, GREEDY, RULES, Contestant
from strategyproof.experiments.figure import Figure, jobs_of
from strategyproof.experiments.figures.sweep import sweep_panel
from strategyproof.experiments.jobs import AdverseJob, Job
from strategyproof.experiments.markets import by_size
from strategyproof.experiments.plan import Measured, Plan
from strategyproof.experiments.sheet import Cell, Sheet, Table
from strategyproof.experiments.spread import spread_of
from strategyproof.scenarios.load import with_settings
from strategyproof.scenarios.schema import Scenario

LEARNED = (DMSB["exogenous"], GREEDY)
SHOWN: tuple[Contestant | str, ...] = (*LEARNED, "random", "spa", "optimal", "flat-reserve", "first-best")
MECHANISMS = ("optimal", "best-exogenous", "flat-reserve")


def readings(scenario: Scenario) -> dict[str, Scenario]:
    """Return the market in both readings."""
    return {name: with_settings(scenario, {"valuation.common_value": name}) for name in ("one", "each")}


def jobs(plan: Plan) -> list[Job]:
    """Return both readings on the scenario and over the task sizes."""
    found: list[Job] = []
    for market in readings(plan.scenario).values():
        found += jobs_of(plan, [market, *by_size(plan.on(market)).values()], LEARNED)
        found += [_adverse(plan, market, seed) for seed in plan.seeds]
    return found


def _adverse(plan: Plan, market: Scenario, seed: int) -> AdverseJob:
    return AdverseJob(scenario=market, seed=seed, held_out=plan.budget.history, history=plan.budget.history)


def sheet(measured: Measured) -> Sheet:
    """Draw the delay in both readings, and say what the UAV gets."""
    panels, rows, selections = [], list[tuple[Cell, ...]](), list[tuple[Cell, ...]]()
    for name, market in readings(measured.plan.scenario).items():
        panel = sweep_panel(
            measured, by_size(measured.plan.on(market)), f'task size, MB (common_value = "{name}")', SHOWN, "delay"
        )
        panels.append(panel)
        for who in SHOWN:
            title = RULES[who] if isinstance(who, str) else who.title
            total, delay = (spread_of(measured.earned(market, who, part)) for part in ("total", "delay"))
            served = spread_of(measured.earned(market, who, "uav_share"))
            rows.append((name, title, total.text(), delay.text(4), served.text(3)))
        for rule in MECHANISMS:
            found = [measured.found(_adverse(measured.plan, market, seed))[rule] for seed in measured.plan.seeds]
            ratio = spread_of(found)
            finding = "none seen" if ratio.low <= 1 <= ratio.high else "the UAV gets the worse rounds"
            finding = "the UAV gets the better rounds" if ratio.low > 1 else finding
            selections.append((name, RULES[rule], ratio.text(4), finding))
    return Sheet(
        id="common-value",
        title="One common value, or each provider its own",
        says="What the two readings of eq. 9 change: surplus, delay, and what the UAV is left with.",
        panels=tuple(panels),
        tables=(
            Table("readings", "On the scenario", ("common_value", "rule", "surplus per round", "mean delay, s",
                  "share served by the UAV"), tuple(rows)),
            Table("adverse-selection", "The UAV's value in the rounds that it gets, over its value in all",
                  ("common_value", "rule", "E[v_0 | UAV gets it] / E[v_0]", "finding"), tuple(selections)),
        ),
        notes=("An interval that holds 1 shows no adverse selection; it proves none. For constant rho and one common "
               "value there is a proof.",),
    )  # fmt: skip


FIGURE = Figure("common-value", jobs, sheet)
