"""``strategyproof check``: prove or refute laws of an ordinary Python function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from strategyproof.commands.listings import DEBUG
from strategyproof.commands.outputs import outputs, watched
from strategyproof.commands.price import watched as priced
from strategyproof.commands.price import write_priced
from strategyproof.commands.solvers import SOLVER, refuse_folder, show_contradictions, write_questions

if TYPE_CHECKING:
    from strategyproof.commands.outputs import Outputs
    from strategyproof.judging.request import Request
    from strategyproof.proofs.smt.choice import SolverChoice
    from strategyproof.reports.verdicts_document import VerdictsDocument


@click.command()
@click.argument("target", metavar="FILE.py:NAME")
@click.option("--law", "laws", multiple=True, metavar="ID", help="Repeatable; all: every law.  [default: the core]")
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
@SOLVER
@click.option(
    "--questions", type=click.Path(path_type=Path), metavar="DIR", help="Keep here what solvers were asked, by hash."
)
@click.option(
    "--write-test", type=click.Path(path_type=Path), metavar="PATH", help="Write refutations as a pytest file."
)
@click.option("--repair", is_flag=True, help="Where strategy-proof is refuted, say what the same winners must pay.")
@click.option(
    "--write-repair", type=click.Path(path_type=Path), metavar="PATH", help="Write the auction with that price, proved."
)
@outputs
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
    solver: SolverChoice,
    questions: Path | None,
    write_test: Path | None,
    repair: bool,
    write_repair: Path | None,
    outputs: Outputs,
) -> None:
    r"""Prove or refute laws of the function NAME in FILE.py.

    The function takes a sequence of bids, and keyword parameters whose ranges --param declares, and returns wins and
    payments. Its code is executed, in a child process whose output is discarded. Where nothing can be proved or
    refuted, examples are run: such a law is "tested", which makes the exit code 3.

    \b
    strategyproof check my_auction.py:vickrey
    strategyproof check my_auction.py:msb --param rho=1.. --law strategy-proof
    """
    from strategyproof.judging import request as asked
    from strategyproof.judging.laws import check_law_names
    from strategyproof.judging.stream import checked
    from strategyproof.reports.gathering import Gathering

    outputs.refuse([write_test, write_repair])
    refuse_folder(questions)
    gathering = Gathering()
    try:
        request = asked.Request(
            target,
            asked.parameters(parameters),
            check_law_names(laws),
            asked.bidders(bidders),
            arithmetic,
            asked.Cost(seconds=seconds, examples=examples),
            lift,
            solver,
        )
        watched(checked(request, pictures="html" in outputs.files), gathering)
    except asked.RequestError as error:
        raise click.UsageError(str(error)) from error
    document = gathering.document("check")
    if is_repairable(document) and (repair or write_repair is not None):
        document = _repaired(request, document)
    outputs.write(document, gathering.curves)
    show_contradictions(gathering.contradictions)
    if questions is not None:
        write_questions(questions, gathering.questions)
    if write_test is not None:
        _write_test(document, write_test)
    outputs.tell(document)
    if not outputs.as_json and outputs.output_format == "text":
        _tell_repair(document)
    if write_repair is not None:
        write_priced(None if document.repair is None else document.repair.source, write_repair)
    click.get_current_context().exit(document.exit_code)


def _repaired(request: Request, document: VerdictsDocument) -> VerdictsDocument:
    """Return the document with what its winners would have to pay."""
    import msgspec

    from strategyproof.proofs.functions import Budget
    from strategyproof.reports.price_document import as_repair, document_of
    from strategyproof.reports.verdicts_document import Repair

    budget = Budget(seconds=request.cost.seconds)
    whole = request.arithmetic == "integer"
    found = priced(request.target, request.parameters, request.bidders, budget, repairs=True, whole=whole)
    told = document_of(found, request.target, request.parameters)
    repair = Repair(told.outcome, as_repair(found), told.source, told.function)
    return msgspec.structs.replace(document, repair=repair)


def is_repairable(document: VerdictsDocument) -> bool:
    """Tell whether ``strategy-proof`` is refuted of an auction whose bidders have one number each."""
    refuted = any(v.law == "strategy-proof" and v.verdict == "refuted" for v in document.verdicts)
    return refuted and all(subject.one_number for subject in document.subjects)


def _tell_repair(document: VerdictsDocument) -> None:
    if document.repair is not None:
        click.echo(f"\nRepair: {document.repair.sentence[0].lower()}{document.repair.sentence[1:]}")
        if document.repair.source is not None:
            click.echo("--write-repair PATH writes it as Python source.")
    elif is_repairable(document):
        click.echo("--repair says what the same winners would have to pay.")


def _write_test(document: VerdictsDocument, path: Path) -> None:
    from strategyproof.reports import regression_test
    from strategyproof.reports.files import write_whole

    if document.subjects[0].space is not None:
        click.echo(f"A test is written of one number per bidder only; {path} was not written.", err=True)
        return
    kept = regression_test.writable(document.verdicts)
    if not kept:
        click.echo(f"No refutation that a test can show; {path} was not written.", err=True)
        return
    write_whole(path, regression_test.render(document.subjects[0], kept, path))
    click.echo(f"Test: {path} fails until {'this is' if len(kept) == 1 else 'these are'} gone.", err=True)
