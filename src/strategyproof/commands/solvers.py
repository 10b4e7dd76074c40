"""``--solver``: who proves, for every command that proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from strategyproof.mechanism.verdict import Contradiction
    from strategyproof.proofs.smt.choice import SolverChoice


def _chosen(context: click.Context, parameter: click.Parameter, asked: SolverChoice | None) -> SolverChoice:  # noqa: ARG001  # click's
    """Return the solver asked for, or both where both are there."""
    from strategyproof.proofs.smt.choice import has_cvc5

    installed = has_cvc5()
    if asked in ("cvc5", "both") and not installed:
        raise click.UsageError(f"--solver {asked} needs cvc5: pip install cvc5")
    return asked or ("both" if installed else "z3")


SOLVER: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--solver",
    type=click.Choice(["z3", "cvc5", "both"]),
    callback=_chosen,
    help="Who must prove.  [default: both where cvc5 is installed, else z3]",
)


def show_contradictions(found: Iterable[Contradiction]) -> None:
    """Print each question to which two solvers gave contrary answers, as text that both read, on the error stream."""
    for one in found:
        click.echo(f"; {one.sentence}\n{one.text}", err=True)


def refuse_folder(folder: Path | None) -> None:
    """Refuse a folder for questions that is none, before anything is judged.

    Raises
    ------
    click.UsageError
        Which names it and what to do.
    """
    if folder is not None and folder.exists() and not folder.is_dir():
        raise click.UsageError(f"expected {folder} to be a folder, and it is a file; name another folder")


def write_questions(folder: Path, texts: Mapping[str, str]) -> None:
    """Write what solvers were asked into a folder, each text named by its hash.

    Raises
    ------
    click.UsageError
        If it cannot be written.
    """
    from strategyproof.reports.files import write_whole

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sha256, text in sorted(texts.items()):
            write_whole(folder / f"{sha256}.smt2", text)
    except OSError as error:
        raise click.UsageError(f"cannot write questions to {folder}: {error.strerror}; name another folder") from error
    click.echo(f"questions: {len(texts)} in {folder}", err=True)
