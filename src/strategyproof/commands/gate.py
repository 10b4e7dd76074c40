"""``strategyproof gate``: judge what ``[tool.strategyproof]`` names, and say whether it may pass."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.listings import DEBUG, JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from strategyproof.gate.passing import Gate
    from strategyproof.reports.gate_document import GateDocument, GateVerdict

FILES = ("verdicts.json", "junit.xml", "verdicts.sarif", "summary.md")
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    default="pyproject.toml",
    show_default=True,
    help="Read this TOML file.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=f"Write {', '.join(FILES)} here.")
@click.option("--force", is_flag=True, help="Replace files in --out.")
@JSON
@DEBUG
def gate(config: Path, out: Path | None, force: bool, as_json: bool) -> None:
    r"""Judge the mechanisms that [tool.strategyproof] names; let them pass, or not.

    Their code is executed, in a child process whose output is discarded. Verdicts are kept in .strategyproof_cache
    beside the configuration, by the content of everything that they depend on. Where $GITHUB_STEP_SUMMARY is set,
    the summary is appended to that file.

    \b
    strategyproof gate --out build/gate --force
    """
    from strategyproof.gate.request import RequestError

    _refuse_to_overwrite(out, force=force)
    try:
        document = _judged(config)
    except RequestError as error:
        raise click.UsageError(str(error)) from error
    if out is not None:
        _write(out, _files(document))
    _append_summary(document)
    _answer(document, as_json=as_json)
    click.get_current_context().exit(document.exit_code)


def _judged(config: Path) -> GateDocument:
    from strategyproof.gate.cache import FOLDER, Cache
    from strategyproof.gate.passage import conclude
    from strategyproof.gate.passing import Gate
    from strategyproof.gate.settings import read_settings

    settings = read_settings(config)
    gate = Gate(settings, config.parent, Cache(config.parent / FOLDER))
    return conclude(settings, _watched(gate))


def _watched(gate: Gate) -> list[GateVerdict]:
    """Judge with progress on stderr."""
    from rich.console import Console

    from strategyproof.reports.events import StageOpened, VerdictReached
    from strategyproof.reports.terminal import ProgressView

    found = []
    with ProgressView(Console(stderr=True)) as progress:
        progress.take(StageOpened("gate", "Judging", gate.questions()))
        for verdict in gate.verdicts():
            found.append(verdict)
            progress.take(VerdictReached("gate", verdict))
    return found


def _refuse_to_overwrite(out: Path | None, *, force: bool) -> None:
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"expected {out} to be a directory, and it is a file; give --out another path")
    held = [name for name in FILES if (out / name).exists()]
    if held and not force:
        raise click.UsageError(f"{out} holds {', '.join(held)}; add --force to replace, or give --out another path")


def _files(document: GateDocument) -> Mapping[str, str]:
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.proofs.functions import TOTAL
    from strategyproof.reports import gate_document, junit_file, sarif_file, summary_file

    texts = (
        gate_document.render(document),
        junit_file.render(document),
        sarif_file.render(document, {TOTAL.id: TOTAL, **LAWS}),
        summary_file.render(document),
    )
    return dict(zip(FILES, texts, strict=True))


def _write(out: Path, files: Mapping[str, str]) -> None:
    from strategyproof.gate.files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(out / name, text)
    click.echo(f"Written: {out}", err=True)


def _append_summary(document: GateDocument) -> None:
    from strategyproof.reports import summary_file

    if path := os.environ.get(STEP_SUMMARY):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(summary_file.render(document))


def _answer(document: GateDocument, *, as_json: bool) -> None:
    from strategyproof.reports import gate_document

    if as_json:
        click.echo(gate_document.render(document), nl=False)
        return
    from rich.console import Console

    from strategyproof.reports.gate_terminal import show_gate

    show_gate(document, Console(highlight=False, markup=False))
