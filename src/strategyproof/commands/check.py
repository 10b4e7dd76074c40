"""``strategyproof check``: prove or refute laws of an ordinary Python function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from strategyproof.commands.listings import DEBUG, JSON
from strategyproof.commands.overwriting import refuse_to_overwrite

if TYPE_CHECKING:
    from strategyproof.gate.judging import Judge
    from strategyproof.gate.request import Request
    from strategyproof.mechanism.verdict import Verdict
    from strategyproof.reports.check_document import CheckDocument


@click.command()
@click.argument("target", metavar="FILE.py:NAME")
@click.option("--law", "laws", multiple=True, metavar="ID", help="Ask this law only; repeatable. All by default.")
@click.option("--bidders", default="2-4", show_default=True, metavar="N|LOW-HIGH", help="Numbers of bidders.")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=LOW..HIGH", help="Range or value of a parameter; repeatable."
)
@click.option(
    "--arithmetic", type=click.Choice(["real", "integer"]), default="real", show_default=True, help="What bids are."
)
@click.option(
    "--lift/--no-lift", default=True, help="Ask what is proved for any number of bidders too.  [default: lift]"
)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Budget of each law.")
@click.option(
    "--examples", type=click.IntRange(min=1), default=60, show_default=True, help="Fuzzed where nothing is proved."
)
@click.option(
    "--write-test", type=click.Path(path_type=Path), metavar="PATH", help="Write refutations as a pytest file."
)
@click.option("--html", type=click.Path(path_type=Path), metavar="PATH", help="Write the verdicts as a page.")
@click.option("--force", is_flag=True, help="Replace files that --write-test and --html name.")
@JSON
@DEBUG
def check(
    target: str,
    laws: tuple[str, ...],
    bidders: str,
    parameters: tuple[str, ...],
    arithmetic: Literal["real", "integer"],
    lift: bool,
    seconds: float,
    examples: int,
    write_test: Path | None,
    html: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    r"""Prove or refute laws of the function NAME in FILE.py.

    The function takes a sequence of bids, and keyword parameters whose ranges --param declares, and returns wins and
    payments. Its code is executed, in a child process whose output is discarded. Where nothing can be proved or
    refuted, examples are run: such a law is "tested", which makes the exit code 3.

    \b
    strategyproof check my_auction.py:vickrey
    strategyproof check my_auction.py:msb --param rho=1.. --law strategy-proof
    """
    from strategyproof.gate import request as asked

    for path in (write_test, html):
        refuse_to_overwrite(path, force=force)
    try:
        request = asked.Request(
            target,
            asked.parameters(parameters),
            asked.check_law_names(laws),
            asked.bidders(bidders),
            arithmetic,
            asked.Cost(seconds=seconds, examples=examples),
            lift,
        )
        document, page = _judged(request, pictures=html is not None)
    except asked.RequestError as error:
        raise click.UsageError(str(error)) from error
    _write_files(document, page, write_test, html)
    _answer(document, as_json=as_json)
    click.get_current_context().exit(document.exit_code)


def _judged(request: Request, *, pictures: bool) -> tuple[CheckDocument, str]:
    """Judge with progress on stderr; return the document, and the page if one is wanted."""
    from strategyproof.gate.decide import conclude_check
    from strategyproof.gate.judging import open_judge

    with open_judge(request) as judge:
        document = conclude_check(judge, _watched(judge))
        if not pictures:
            return document, ""
        from strategyproof.gate.utility import curves
        from strategyproof.reports import check_page

        return document, check_page.render(document, curves(judge.mechanism, document.verdicts))


def _watched(judge: Judge) -> list[Verdict]:
    from rich.console import Console

    from strategyproof.reports.events import StageOpened, VerdictReached
    from strategyproof.reports.terminal import ProgressView

    found = []
    with ProgressView(Console(stderr=True)) as progress:
        progress.take(StageOpened("check", f"Checking {judge.mechanism.id}", len(judge.laws)))
        for verdict in judge.verdicts():
            found.append(verdict)
            progress.take(VerdictReached("check", verdict))
    return found


def _write_files(document: CheckDocument, page: str, test: Path | None, html: Path | None) -> None:
    from strategyproof.gate.files import write_whole
    from strategyproof.reports import regression_test

    if html is not None:
        write_whole(html, page)
        click.echo(f"Page: {html}", err=True)
    if test is not None:
        kept = regression_test.writable(document.verdicts)
        if not kept:
            click.echo(f"No refutation that a test can show; {test} was not written.", err=True)
            return
        write_whole(test, regression_test.render(document.subject, kept, test))
        click.echo(f"Test: {test} fails until {'this is' if len(kept) == 1 else 'these are'} gone.", err=True)


def _answer(document: CheckDocument, *, as_json: bool) -> None:
    from strategyproof.reports import check_document

    if as_json:
        click.echo(check_document.render(document), nl=False)
        return
    from rich.console import Console

    from strategyproof.reports.check_terminal import show_check

    show_check(document, Console(highlight=False, markup=False))
