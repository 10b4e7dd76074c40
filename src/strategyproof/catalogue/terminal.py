"""The catalogue in the terminal: all entries in a table, or one in full."""

from __future__ import annotations

import os
from textwrap import indent

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from strategyproof.catalogue.cards import EntryCard, EntryLine
from strategyproof.mechanism.verdict import Judgement
from strategyproof.reports.marks import MARKS, STYLES

TRUTH = "strategy-proof"


def show_all(lines: list[EntryLine], console: Console) -> None:
    """Print one line for each entry."""
    table = _grid(header=True)
    table.add_column("Mechanism", style="cyan", no_wrap=True)
    table.add_column("Strategy-proof", no_wrap=True)
    table.add_column("")
    for line in lines:
        table.add_row(line.id, _judged("refuted" if TRUTH in line.breaks else "proved"), Text(line.title))
    console.print(table)
    siblings = sum(len(line.siblings) for line in lines)
    console.print(f"\n{len(lines)} mechanisms, {siblings} broken siblings. One in full: strategyproof catalogue ID")


def show_one(card: EntryCard, console: Console) -> None:
    """Print everything about one entry."""
    console.print(Text.assemble((card.title, "bold"), "  ", (card.id, "cyan")))
    for line in card.story:
        console.print(Text(line))
    table = _grid(header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name in ("proved", "refuted"):
        laws = [known.law for known in card.known if known.verdict == name]
        table.add_row(_judged(name), Text(", ".join(laws) or "–"))
    table.add_row("for", Text(card.scope))
    if card.space is not None:
        table.add_row("read as", Text(card.space))
    table.add_row("source", Text(card.source))
    console.print(Padding(table, (1, 0, 0, 0)))
    console.print(Text.assemble(("judge it  ", "dim"), command_of(card), "\n"), soft_wrap=True)
    _print_code(card.code, console)
    for sibling in card.siblings:
        console.print(Text.assemble("\n", ("✗ ", "red"), (sibling.name, "bold"), f" breaks {sibling.law}"))
        console.print(Padding(Text(sibling.story), (0, 0, 1, 2)))
        _print_code(sibling.code, console)


def command_of(card: EntryCard) -> str:
    """Return what proves or refutes it anew: a command, or Python for a mechanism that ships."""
    if card.ships:
        return f"prove(LAWS[...], MECHANISMS[{card.id!r}]) in Python"
    ranges = "".join(f" --param {name}={text}" for name, text in card.parameters.items())
    ends = [] if card.space is None else sorted({card.bidders[0], card.bidders[-1]})
    sizes = f" --bidders {'-'.join(map(str, ends))}" if ends else ""
    return f"strategyproof check {_short(card.file)}:{card.function}{ranges}{sizes}"


def _short(file: str) -> str:
    """Return a path from here, where that is shorter."""
    return min(file, os.path.relpath(file), key=len)


def _print_code(code: str, console: Console) -> None:
    """Print code in colours, whole lines: the terminal breaks them where it must, and nothing is cut."""
    text = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(indent(code.rstrip(), "  "))
    text.rstrip()
    console.print(text, soft_wrap=True)


def _judged(verdict: Judgement) -> Text:
    return Text(f"{MARKS[verdict]} {verdict}", style=STYLES[verdict])


def _grid(*, header: bool) -> Table:
    return Table(box=None, show_header=header, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
