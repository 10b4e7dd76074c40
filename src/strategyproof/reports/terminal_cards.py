"""The laws and the mechanisms that exist, in the terminal: all of them in a table, or one in full."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from strategyproof.reports.document import LawCard, Listing, MechanismCard

ROLES = {
    "flagship": "the flagship: every law is claimed, proved and fuzzed",
    "kin": "MSB with a fixed rho: every law is claimed",
    "broken": "broken on purpose: it must be refuted",
    "sibling": "an honest rule made for something else",
}


def show_all(listing: Listing, console: Console) -> None:
    """Print one line for each."""
    table = _grid()
    table.add_column("Law" if listing.laws else "Mechanism", style="cyan", no_wrap=True)
    table.add_column("")
    if listing.mechanisms:
        table.add_column("Known to break")
    for law in listing.laws:
        table.add_row(law.id, law.title)
    for mechanism in listing.mechanisms:
        table.add_row(mechanism.id, mechanism.title, Text(", ".join(mechanism.breaks) or "–", style="dim"))
    console.print(table)


def show_one(listing: Listing, console: Console) -> None:
    """Print everything about one law or one mechanism."""
    for law in listing.laws:
        _print_card(law.title, law.id, _law(law), console)
    for mechanism in listing.mechanisms:
        _print_card(mechanism.title, mechanism.id, _mechanism(mechanism), console)


def _print_card(title: str, id: str, lines: list[tuple[str, str]], console: Console) -> None:
    console.print(Text.assemble((title, "bold"), "  ", (id, "cyan")))
    table = _grid(header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, text in lines:
        table.add_row(name, Text(text))
    console.print(table)


def _law(card: LawCard) -> list[tuple[str, str]]:
    smallest = "any number of bidders" if card.min_bidders == 1 else f"{card.min_bidders} bidders or more"
    return [
        ("says", card.statement),
        ("speaks about", smallest),
        ("where it fails", card.breaks),
        ("what to do", card.remedy),
        ("in float64", card.exact_in_float64),
        ("source", card.source),
    ]


def _mechanism(card: MechanismCard) -> list[tuple[str, str]]:
    return [
        ("does", card.summary),
        *((name, meaning) for name, meaning in card.parameters.items()),
        ("known to break", ", ".join(card.breaks) or "nothing"),
        ("role", ROLES[card.role]),
        ("source", card.source),
    ]


def _grid(*, header: bool = True) -> Table:
    return Table(box=None, show_header=header, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
