"""``strategyproof recheck``: check a report again, on the reader's machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.listings import DEBUG, JSON
from strategyproof.commands.overwriting import refuse_to_overwrite

if TYPE_CHECKING:
    from strategyproof.reports.recheck_document import RecheckDocument


@click.command()
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    metavar="DIR",
    help="From where the report's files are seen.  [default: the working directory]",
)
@click.option(
    "--statement", type=click.Path(path_type=Path), metavar="PATH", help="Write an in-toto statement, for CI to sign."
)
@click.option("--force", is_flag=True, help="Replace a statement that is there.")
@JSON
@DEBUG
def recheck(report: Path, source: Path, statement: Path | None, force: bool, as_json: bool) -> None:
    r"""Check a report of check, gate or verify again, and say what was not checked.

    Hashes are computed again: of the mechanism's files and all that they import, of the laws, the toolkit, the
    counterexamples, and of the report itself. Refutations are replayed on the reader's own files, whose code is
    executed, in a child process, if their hashes are those of the report. The answer is drawn again from the verdicts.
    No solver is asked. The exit code is 1 if anything contradicts the report.

    \b
    strategyproof check my_auction.py:vickrey --json > report.json
    strategyproof recheck report.json
    strategyproof recheck report.json --statement statement.json
    """
    from strategyproof.recheck.reading import NoReport
    from strategyproof.recheck.recheck import recheck as checked

    refuse_to_overwrite(statement, force=force)
    try:
        found, evidence = checked(report, source)
    except NoReport as error:
        raise click.UsageError(str(error)) from error
    if statement is not None and found.exit_code == 0:
        from strategyproof.recheck.statement import render
        from strategyproof.reports.files import write_whole

        write_whole(statement, render(found, evidence))
    _tell(found, statement, as_json=as_json)
    click.get_current_context().exit(found.exit_code)


def _tell(found: RecheckDocument, statement: Path | None, *, as_json: bool) -> None:
    from strategyproof.reports import recheck_document

    click.echo(recheck_document.render(found) if as_json else recheck_document.text(found), nl=False)
    if statement is not None:
        written = f"Statement: {statement}" if found.exit_code == 0 else f"{statement} was not written."
        click.echo(written, err=True)
