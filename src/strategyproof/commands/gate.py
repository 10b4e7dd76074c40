"""``strategyproof gate``: judge what ``[tool.strategyproof]`` names, and say whether it may pass."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.listings import DEBUG
from strategyproof.commands.outputs import STEP_SUMMARY, append_summary, outputs, rendered, watched
from strategyproof.commands.solvers import SOLVER, show_contradictions, write_questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from strategyproof.commands.outputs import Outputs
    from strategyproof.proofs.smt.choice import SolverChoice
    from strategyproof.reports.gathering import Gathering
    from strategyproof.reports.verdicts_document import VerdictsDocument

FILES = {"verdicts.json": "json", "junit.xml": "junit", "verdicts.sarif": "sarif", "summary.md": "summary"}
"""What --out holds, each with its writer."""

QUESTIONS = "questions"
"""The folder in it of what solvers were asked."""


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Read this TOML file.  [default: the nearest pyproject.toml with the table, here or above]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help=f"Write {', '.join(FILES)} and questions here."
)
@SOLVER
@click.option("--accept", metavar="REASON", help="Put each refutation that keeps the gate shut on record, and pass.")
@outputs
@DEBUG
def gate(config: Path | None, out: Path | None, solver: SolverChoice, accept: str | None, outputs: Outputs) -> None:
    r"""Judge the mechanisms that [tool.strategyproof] names; let them pass, or not.

    Their code is executed, in a child process whose output is discarded. Verdicts are kept in .strategyproof_cache
    beside the configuration, by the content of everything that they depend on. Where $GITHUB_STEP_SUMMARY is set,
    the summary is appended to that file.

    \b
    strategyproof gate --out build/gate --force
    strategyproof gate --accept "kept to compare revenue"
    """
    from strategyproof.judging.request import RequestError
    from strategyproof.reports.gathering import Gathering

    outputs.refuse()
    _refuse_to_overwrite(out, force=outputs.force)
    gathering = Gathering()
    try:
        document = _judged(config, gathering, accept, solver)
    except RequestError as error:
        raise click.UsageError(str(error)) from error
    show_contradictions(gathering.contradictions)
    if out is not None:
        _write(out, document, gathering.questions)
    outputs.write(document, gathering.curves)
    if outputs.output_format != "github" and (path := os.environ.get(STEP_SUMMARY)):
        append_summary(Path(path), document)
    outputs.tell(document)
    click.get_current_context().exit(document.exit_code)


def _judged(config: Path | None, gathering: Gathering, accept: str | None, solver: SolverChoice) -> VerdictsDocument:
    from strategyproof.gate import baseline
    from strategyproof.gate.cache import FOLDER, Cache
    from strategyproof.gate.passing import Gate
    from strategyproof.gate.settings import found_above, read_settings

    if accept is not None and not accept.strip():
        raise click.UsageError("expected a reason after --accept, got an empty one; say why the refutations may stay")
    path = found_above(Path.cwd()) if config is None else config
    settings = read_settings(path)
    watched(Gate(settings, path, Cache(path.parent / FOLDER), solver).events(), gathering)
    if accept is not None:
        for entry in baseline.accept(path, gathering.verdicts, accept):
            gathering.accept(entry.target, entry.law, accept)
            click.echo(f"Accepted in {path}: {entry.target} breaks {entry.law}", err=True)
    return gathering.document("gate", baseline.stale(settings, gathering.verdicts))


def _refuse_to_overwrite(out: Path | None, *, force: bool) -> None:
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"expected {out} to be a directory, and it is a file; give --out another path")
    held = [name for name in (*FILES, QUESTIONS) if (out / name).exists()]
    if held and not force:
        raise click.UsageError(f"{out} holds {', '.join(held)}; add --force to replace, or give --out another path")


def _write(out: Path, document: VerdictsDocument, questions: Mapping[str, str]) -> None:
    from strategyproof.reports.files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    for name, writer in FILES.items():
        write_whole(out / name, rendered(writer, document))
    for former in (out / QUESTIONS).glob("*.smt2"):
        former.unlink()
    write_questions(out / QUESTIONS, questions)
    click.echo(f"Written: {out}", err=True)
