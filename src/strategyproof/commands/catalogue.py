"""``strategyproof catalogue``: published mechanisms, what is known of each, and their broken siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from strategyproof.commands.errors import unknown
from strategyproof.commands.listings import DEBUG, JSON

if TYPE_CHECKING:
    from strategyproof.catalogue import Entry


@click.command()
@click.argument("mechanism", metavar="[ID]", required=False)
@click.option("--markdown", is_flag=True, help="Print the page docs/catalogue.md.")
@JSON
@DEBUG
def catalogue(mechanism: str | None, markdown: bool, as_json: bool) -> None:
    r"""List published mechanisms with what is known of them, or show one in full.

    In full: its source and story, the laws that it keeps and breaks, its code, and siblings that are one change away
    and broken, each with a small counterexample.

    \b
    strategyproof catalogue
    strategyproof catalogue third-price
    """
    from strategyproof.catalogue import CATALOGUE

    if mechanism is not None and mechanism not in CATALOGUE:
        raise unknown("mechanism", mechanism, CATALOGUE)
    if markdown and (as_json or mechanism is not None):
        raise click.UsageError("--markdown prints the whole page; leave out --json and the ID")
    if markdown:
        from strategyproof.catalogue import page

        click.echo(page.render(CATALOGUE.values()), nl=False)
        return
    _answer(list(CATALOGUE.values()), CATALOGUE[mechanism] if mechanism else None, as_json=as_json)


def _answer(entries: list[Entry], shown: Entry | None, *, as_json: bool) -> None:
    from strategyproof.catalogue import cards

    if as_json:
        document = (
            cards.CatalogueDocument(entry=cards.card(shown))
            if shown
            else cards.CatalogueDocument(catalogue=cards.lines(entries))
        )
        click.echo(cards.render(document), nl=False)
        return
    from rich.console import Console

    from strategyproof.catalogue import terminal

    console = Console(highlight=False, markup=False)
    if shown is None:
        terminal.show_all(cards.lines(entries), console)
    else:
        terminal.show_one(cards.card(shown), console)
