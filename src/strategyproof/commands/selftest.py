"""``strategyproof selftest``: plant mistakes in the rules that ship, and see that proof and fuzzing find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from strategyproof.commands.errors import unknown
from strategyproof.commands.listings import DEBUG, JSON
from strategyproof.commands.solvers import SOLVER, show_contradictions

if TYPE_CHECKING:
    from strategyproof.proofs.smt.choice import SolverChoice
    from strategyproof.reports.selftest_document import SelftestDocument
    from strategyproof.selftest.run import Settings


@click.command()
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Mutate this mechanism only; repeatable.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the examples.")
@click.option(
    "--examples",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="At most, of each law; a tenth where a proof says that there is nothing to find.",
)
@click.option("--thorough", is_flag=True, help="Ask every law of every mutant, also after one that is refuted.")
@click.option(
    "--jobs", type=click.IntRange(min=1), default=None, metavar="N", help="Processes; as many as there are cores."
)
@SOLVER
@JSON
@DEBUG
def selftest(
    rules: tuple[str, ...],
    seed: int,
    examples: int,
    thorough: bool,
    jobs: int | None,
    solver: SolverChoice,
    as_json: bool,
) -> None:
    r"""Check the checker: the mutation score of proof and fuzzing.

    One-line mistakes are planted in the mechanisms that ship. Each must be refuted by proof and by fuzzing, or be
    proved to change nothing. Exits with 0 if all are decided so, with 3 if some are not, and with 4 if fuzzing
    refutes what is proved, or two solvers contradict each other.

    \b
    strategyproof selftest
    strategyproof selftest --rule msb --rule second-price
    """
    from strategyproof.mechanism.rules import MECHANISMS
    from strategyproof.selftest.run import Settings

    for rule in rules:
        if rule not in MECHANISMS:
            raise unknown("mechanism", rule, MECHANISMS)
    asked = list(dict.fromkeys(rules)) or list(MECHANISMS)
    document = _judged(asked, Settings(seed, examples, thorough, solver), _cores() if jobs is None else jobs)
    show_contradictions(found for mutant in document.judged for found in mutant.contradictions)
    _answer(document, as_json=as_json)
    click.get_current_context().exit(document.exit_code)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judged(rules: list[str], settings: Settings, jobs: int) -> SelftestDocument:
    """Judge with progress on stderr."""
    from rich.console import Console

    from strategyproof import __version__
    from strategyproof.reports.events import StageOpened
    from strategyproof.reports.progress import ProgressView
    from strategyproof.reports.selftest_document import conclude
    from strategyproof.selftest.run import planted
    from strategyproof.selftest.run import selftest as judged

    found = []
    with ProgressView(Console(stderr=True)) as progress:
        progress.take(StageOpened("mutants", "Judging mutants", planted(rules)))
        for mutant in judged(rules, settings, jobs):
            found.append(mutant)
            progress.advance("mutants")
    return conclude(found, __version__, settings.seed, settings.examples)


def _answer(document: SelftestDocument, *, as_json: bool) -> None:
    from strategyproof.reports import selftest_document

    if as_json:
        click.echo(selftest_document.render(document), nl=False)
        return
    from rich.console import Console

    from strategyproof.reports.selftest_terminal import show_selftest

    show_selftest(document, Console(highlight=False, markup=False))
