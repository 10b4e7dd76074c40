"""``strategyproof laws``, ``mechanisms`` and ``schema``: what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from strategyproof.commands.errors import DEBUGGING, unknown

if TYPE_CHECKING:
    from strategyproof.mechanism.law import Law
    from strategyproof.reports.document import LawCard, Listing

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, and nothing else.")
DEBUG = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=lambda context, _, value: context.meta.update({DEBUGGING: value}),
    help="Show the traceback of an internal error.",
)


@click.command()
@click.argument("law", required=False)
@JSON
@DEBUG
def laws(law: str | None, as_json: bool) -> None:
    r"""List the laws, or tell what one LAW says, and show a mechanism that breaks it.

    \b
    strategyproof laws
    strategyproof laws strategy-proof
    """
    from strategyproof.mechanism.laws import OF_FUNCTIONS
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS
    from strategyproof.reports.cards import law_card

    known: dict[str, Law] = {**SPACE_LAWS, **OF_FUNCTIONS}
    if law is not None and law not in known:
        raise unknown("law", law, [*OF_FUNCTIONS, *SPACE_LAWS])
    wanted = [value for id, value in [*OF_FUNCTIONS.items(), *SPACE_LAWS.items()] if known[id] is value]
    cards = [law_card(value) for value in wanted if law in (None, value.id)]
    if law is not None:
        cards = [_with_example(card, known[law]) for card in cards]
    _answer(_listing(laws=cards), as_json=as_json, detail=law is not None)


def _with_example(card: LawCard, law: Law) -> LawCard:
    import msgspec

    from strategyproof.catalogue.example import example_of

    return msgspec.structs.replace(card, example=example_of(law))


@click.command()
@click.argument("mechanism", required=False)
@JSON
@DEBUG
def mechanisms(mechanism: str | None, as_json: bool) -> None:
    r"""List the mechanisms that ship, or tell what one MECHANISM does.

    \b
    strategyproof mechanisms
    strategyproof mechanisms msb
    """
    from strategyproof.mechanism.rules import MECHANISMS
    from strategyproof.paper import plan
    from strategyproof.reports.cards import mechanism_card

    if mechanism is not None and mechanism not in MECHANISMS:
        raise unknown("mechanism", mechanism, MECHANISMS)
    wanted = [value for value in MECHANISMS.values() if mechanism in (None, value.id)]
    cards = [mechanism_card(value, plan.role(value.id), plan.BREAKS.get(value.id, ())) for value in wanted]
    _answer(_listing(mechanisms=cards), as_json=as_json, detail=mechanism is not None)


SCHEMAS = {
    "report": ("reports.document", "Report", "strategyproof/report/2"),
    "verdicts": ("reports.verdicts_document", "VerdictsDocument", "strategyproof/verdicts/3"),
    "listing": ("reports.document", "Listing", "strategyproof/listing/1"),
    "selftest": ("reports.selftest_document", "SelftestDocument", "strategyproof/selftest/1"),
    "catalogue": ("catalogue.cards", "CatalogueDocument", "strategyproof/catalogue/1"),
    "price": ("reports.price_document", "PriceDocument", "strategyproof/price/1"),
    "recheck": ("reports.recheck_document", "RecheckDocument", "strategyproof/recheck/1"),
    "gate-configuration": ("gate.settings", "Settings", "strategyproof/gate-configuration/1"),
}
"""Each document with its module, its struct and its name; ``verdicts`` is what check and gate print."""


@click.command()
@click.argument("name", default="report")
@DEBUG
def schema(name: str) -> None:
    r"""Print the JSON Schema of what a command prints or reads.

    NAME is report (what verify prints), verdicts (what check and gate print), listing, selftest, catalogue, price,
    recheck, or gate-configuration (the table [tool.strategyproof]).

    \b
    strategyproof schema verdicts
    """
    import importlib

    from strategyproof.reports import json_file

    if name not in SCHEMAS:
        raise unknown("schema", name, SCHEMAS)
    module, struct, identity = SCHEMAS[name]
    document = getattr(importlib.import_module(f"strategyproof.{module}"), struct)
    click.echo(json_file.schema(document, identity), nl=False)


def _listing(**cards: list) -> Listing:  # type: ignore[type-arg]
    from strategyproof import __version__
    from strategyproof.reports.document import LISTING_SCHEMA, Listing

    return Listing(schema=LISTING_SCHEMA, version=__version__, **cards)


def _answer(listing: Listing, *, as_json: bool, detail: bool) -> None:
    if as_json:
        from strategyproof.reports import json_file

        click.echo(json_file.render(listing), nl=False)
        return
    from rich.console import Console

    from strategyproof.reports import terminal_cards

    show = terminal_cards.show_one if detail else terminal_cards.show_all
    show(listing, Console(highlight=False, markup=False))
