"""Make a figure: do its jobs, and write its picture, its tables and its page."""

from __future__ import annotations

from pathlib import Path

from strategyproof.experiments.drawing import svg_of
from strategyproof.experiments.execute import Place, Progress, execute
from strategyproof.experiments.figure import Figure
from strategyproof.experiments.html_page import PAGE, published_in, render
from strategyproof.experiments.jobs import REVISION
from strategyproof.experiments.plan import QUICK, Measured, Plan
from strategyproof.experiments.sheet import Sheet
from strategyproof.experiments.store import Store, whole_or_absent
from strategyproof.experiments.tables import csv_of, json_of, page_of

__all__ = ["RESULTS", "publish"]

RESULTS = "results"
"""The folder of results, beside the figures."""


def publish(
    figure: Figure, plan: Plan, out: Path, store: Store, place: Place, command: str, progress: Progress
) -> tuple[Sheet, list[Path]]:  # fmt: skip
    """Return a figure's sheet, and the files that were written for it.

    Raises
    ------
    ValueError
        If the scenario makes the figure impossible; nothing is run then.
    JobFailed
        If a job failed; the results of all others are kept.
    OSError
        If a file cannot be written.
    """
    try:
        jobs = figure.jobs(plan)
    except ValueError as error:
        raise ValueError(f"{figure.id} cannot be made of the scenario {plan.scenario.name!r}: {error}") from error
    results = execute(jobs, store, place, progress)
    sheet = figure.sheet(Measured(plan, results))
    files = _written(sheet, plan, out, command)
    whole_or_absent(out / PAGE, render(published_in(out), out))
    return sheet, [*files, out / PAGE]


def _written(sheet: Sheet, plan: Plan, out: Path, command: str) -> list[Path]:
    quick, seeds = plan.budget.rounds == QUICK.rounds, sheet.seeds or plan.budget.seeds
    facts: dict[str, object] = {
        "figure": sheet.id, "command": command, "what": _what(plan, seeds), "quick": quick, "seeds": list(range(seeds)),
        "revision": REVISION,
        "budget": {name: getattr(plan.budget, name) for name in plan.budget.__slots__},
    }  # fmt: skip
    page = page_of(sheet, command, _what(plan, seeds))
    files = {f"{sheet.id}.json": json_of(sheet, facts), **csv_of(sheet), f"{sheet.id}.md": page}
    if sheet.panels:
        files[f"{sheet.id}.svg"] = svg_of(sheet)
    for name, text in files.items():
        whole_or_absent(out / name, text)
    return [out / name for name in files]


def _what(plan: Plan, seeds: int) -> str:
    """Say how much was run."""
    budget = plan.budget
    quick = " A quick run: too few seeds and rounds to quote." if budget.rounds == QUICK.rounds else ""
    return (
        f"Seeds 0 to {seeds - 1}, each with its own training, {budget.held_out:,} held-out rounds and its own "
        f"history of {budget.history:,}; bands and ± are 95 % confidence intervals over the seeds. Trainings: "
        f"{budget.long:,} auctions as published, {budget.rounds:,} for the price of truthfulness, {budget.short:,} "
        f"else.{quick}"
    )
