"""``strategyproof price``: from who wins to what it must cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategyproof.commands.listings import DEBUG, JSON
from strategyproof.commands.overwriting import refuse_to_overwrite

if TYPE_CHECKING:
    from strategyproof.proofs.functions import Budget
    from strategyproof.proofs.pricing.pricing import Pricing


@click.command()
@click.argument("target", metavar="FILE.py:NAME")
@click.option("--bidders", default="2-4", show_default=True, metavar="N|LOW-HIGH", help="Numbers of bidders.")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=LOW..HIGH", help="Range or value of a parameter; repeatable."
)
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Budget of each question."
)
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="FILE", help="Write the priced auction, if it is proved."
)
@click.option("--force", is_flag=True, help="Replace the file that --write names.")
@JSON
@DEBUG
def price(
    target: str,
    bidders: str,
    parameters: tuple[str, ...],
    seconds: float,
    write: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    r"""Find what the winners of the function NAME in FILE.py must pay.

    The function takes a sequence of bids and says who wins: one bool (or 0 or 1) for each bidder, the position of one
    winner, or None. Payments that it returns beside that are not read. The answer is the one truthful price, as Python
    source of which strategy-proof, individually-rational and critical-payment are proved; or two bids that show that
    raising a bid loses, so that no price exists.

    \b
    strategyproof price my_auction.py:who_wins
    strategyproof price my_auction.py:who_wins --param rho=1.. --write priced.py

    Exit codes: 0 priced and proved, 1 there is no price, 2 wrong usage, 3 neither was found.
    """
    from strategyproof.judging import request as asked
    from strategyproof.proofs.functions import Budget, LoadError

    refuse_to_overwrite(write, force=force)
    try:
        ranges, sizes = asked.parameters(parameters), asked.bidders(bidders)
        found = watched(target, ranges, sizes, Budget(seconds=seconds))
    except (asked.RequestError, LoadError) as error:
        raise click.UsageError(str(error)) from error
    _answer(found, target, ranges, write, as_json=as_json)
    click.get_current_context().exit(found.exit_code)


def watched(
    target: str,
    ranges: dict[str, str],
    sizes: list[int],
    budget: Budget,
    *,
    repairs: bool = False,
    whole: bool = False,
) -> Pricing:
    """Price with a status line on stderr."""
    from rich.console import Console

    from strategyproof.proofs.pricing.pricing import price as priced

    console = Console(stderr=True)
    with console.status("Loading") as status:
        return priced(
            target,
            ranges,
            sizes=sizes,
            budget=budget,
            repairs=repairs,
            whole=whole,
            told=lambda text: status.update(text.capitalize()),
        )


def _answer(found: Pricing, target: str, ranges: dict[str, str], write: Path | None, *, as_json: bool) -> None:
    from strategyproof.reports import price_document

    document = price_document.document_of(found, target, ranges)
    if as_json:
        click.echo(price_document.render(document), nl=False)
    else:
        from rich.console import Console

        from strategyproof.reports.price_terminal import show_price

        show_price(document, Console(highlight=False, markup=False), with_source=write is None)
    if write is not None:
        write_priced(document.source, write)


def write_priced(source: str | None, write: Path) -> None:
    """Write the source of a proved price; say so where there is none."""
    from strategyproof.reports.files import write_whole

    if source is None:
        click.echo(f"No proved price; {write} was not written.", err=True)
        return
    write_whole(write, source)
    click.echo(f"Written: {write}", err=True)
