"""The laws and the mechanisms that exist, in the terminal: all of them in a table, or one in full."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.reports import mathematics
from strategyproof.reports.document import Example, LawCard, Listing, MechanismCard
from strategyproof.reports.verdicts_terminal import outcomes

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
        if law.example is not None:
            _print_example(law.id, law.example, console)
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


def _print_example(law: str, example: Example, console: Console) -> None:
    """Print what breaks a law: the mechanism, the story, the table."""
    console.print()
    console.print(Text.assemble(("✗ broken by ", "red"), (example.title, "bold"), "  ", (example.mechanism, "cyan")))
    console.print(Padding(Text(example.does, style="dim"), (0, 0, 0, 2)))
    console.print(Padding(Text(example.story), (0, 0, 0, 2)))
    if example.lines:
        console.print(Padding(outcomes(law, example.lines), (0, 0, 0, 4)))


def _law(card: LawCard) -> list[tuple[str, str]]:
    smallest = "any number of bidders" if card.min_bidders == 1 else f"{card.min_bidders} bidders or more"
    return [
        ("says", mathematics.text(card.statement)),
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
