"""``strategyproof verify``: prove, fuzz, run the auctions, write the report."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from strategyproof.commands.listings import DEBUG
from strategyproof.commands.outputs import outputs, watched
from strategyproof.commands.solvers import SOLVER, show_contradictions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from strategyproof.commands.outputs import Outputs
    from strategyproof.proofs.smt.choice import SolverChoice
    from strategyproof.reports.document import Report, RunSettings
    from strategyproof.reports.events import Collector
    from strategyproof.scenarios.schema import Scenario


@click.command()
@click.option("--scenario", default="default", metavar="NAME|FILE", help="A scenario that ships, or a TOML file.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write report.html, .md and .json here.")
@click.option("--seed", type=click.IntRange(min=0), help="Of the fuzzer and the market; the scenario's by default.")
@click.option("--examples", type=click.IntRange(min=1), default=60, show_default=True, help="Fuzzed auctions per law.")
@click.option("--rounds", type=click.IntRange(min=2), help="Rounds of the market; the scenario's by default.")
@SOLVER
@click.option("--coq", is_flag=True, help="Let Coq check the proofs of what is claimed, too (half a minute).")
@click.option("--all", "everything", is_flag=True, help="Ask every law of every mechanism (about a minute).")
@outputs
@DEBUG
def verify(
    scenario: str,
    out: Path | None,
    seed: int | None,
    examples: int,
    rounds: int | None,
    solver: SolverChoice,
    coq: bool,
    everything: bool,
    outputs: Outputs,
) -> None:
    """Prove and fuzz every law of MSB, refute its broken siblings, and run the auctions of a scenario.

    What is claimed, and so decides the exit code: every law of MSB and its kin holds, and each rule that is known to
    break a law is refuted by a counterexample. Refutations that are expected do not make the exit code 1.
    """
    from strategyproof.reports.directory import LEDGER

    market = _scenario(scenario)
    outputs.refuse()
    if out is not None:
        _check(out, force=outputs.force)
    if coq:
        _need_coq()
    with TemporaryDirectory() as scratch:
        ledger = Path(scratch, LEDGER)
        settings = _settings(market, seed, examples, rounds)
        run = _run(market, settings, everything=everything, ledger=ledger, solver=solver, coq=coq)
        report = _with_provenance(run.report(), scenario, solver)
        if out is not None:
            _publish(report, out, ledger, run.questions, force=outputs.force)
    _answer(report, outputs, out)
    click.get_current_context().exit(report.conclusion.exit_code)


def _with_provenance(report: Report, scenario: str, solver: SolverChoice) -> Report:
    """Add when and where it ran, and the command with the seed, the rounds and the solver that it chose."""
    import msgspec

    from strategyproof.commands.reproducing import found_by

    asked = report.settings
    chosen = {"scenario": scenario, "seed": asked.seed, "examples": asked.examples, "rounds": asked.rounds}
    found = found_by(Path(__file__).parent, **chosen, solver=solver)
    return msgspec.structs.replace(report, provenance=found)


def _answer(report: Report, outputs: Outputs, out: Path | None) -> None:
    from strategyproof.reports import html_page, json_file
    from strategyproof.reports.of_report import verdicts_of

    document = verdicts_of(report)
    outputs.write(document, page=lambda: html_page.render(report))
    outputs.answer(document, lambda: json_file.render(report), lambda console: _show(report, out, console))


def _need_coq() -> None:
    """Refuse before anything is proved."""
    from strategyproof.proofs.kernel.coqc import Coq, NoCoq

    try:
        Coq().close()
    except NoCoq as error:
        raise click.UsageError(f"--coq: {error}") from error


def _scenario(source: str) -> Scenario:
    from strategyproof.scenarios.load import load_scenario

    try:
        return load_scenario(source)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _settings(market: Scenario, seed: int | None, examples: int, rounds: int | None) -> RunSettings:
    from strategyproof.reports.document import RunSettings

    return RunSettings(
        scenario=market.name,
        seed=market.sampling.seed if seed is None else seed,
        examples=examples,
        rounds=market.sampling.rounds if rounds is None else rounds,
    )


def _run(
    market: Scenario, settings: RunSettings, *, everything: bool, ledger: Path, solver: SolverChoice, coq: bool
) -> Collector:
    """Run with progress on stderr, and there the questions to which two solvers gave contrary answers."""
    from strategyproof.paper import stream
    from strategyproof.reports.events import Collector

    collector = Collector()
    watched(stream(market, settings, everything=everything, ledger=ledger, solver=solver, coq=coq), collector)
    show_contradictions(collector.contradictions)
    return collector


def _check(out: Path, *, force: bool) -> None:
    from strategyproof.reports import directory

    try:
        directory.check(out, force=force)
    except directory.OccupiedError as error:
        raise click.UsageError(str(error)) from error


def _publish(report: Report, out: Path, ledger: Path, questions: Mapping[str, str], *, force: bool) -> None:
    from strategyproof.reports import directory, html_page, json_file, markdown_file

    files: dict[str, str | bytes] = {
        "report.html": html_page.render(report),
        "report.json": json_file.render(report),
        "report.md": markdown_file.render(report),
        **directory.question_files(questions),
    }
    for name in (directory.LEDGER, f"{directory.LEDGER}.head"):
        written = ledger.with_name(name)
        if written.exists():
            files[name] = written.read_bytes()
    try:
        directory.publish(out, files, force=force)
    except directory.OccupiedError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"cannot write to {out}: {error.strerror}; give --out another directory") from error


def _show(report: Report, out: Path | None, console: Console) -> None:
    from strategyproof.reports import terminal
    from strategyproof.reports.directory import LEDGER, QUESTIONS

    terminal.show(report, console)
    if out is not None:
        click.echo(f"Report: {out / 'report.html'} (also report.md, report.json)")
        click.echo(f"Questions: {out / QUESTIONS}, each for a solver of your own: cvc5 FILE, or z3 FILE")
        if (out / LEDGER).exists():
            click.echo(f"Certificates: strategyproof audit {out / LEDGER}")
    else:
        click.echo("Add --out DIR for the report as HTML, Markdown and JSON.")
