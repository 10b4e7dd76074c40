"""What a person sees of ``price`` in the terminal: the price, what is proved of it, its source."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from strategyproof.reports import matrix
from strategyproof.reports.marks import MARKS
from strategyproof.reports.price_document import PriceDocument
from strategyproof.reports.verdicts_document import scope

STYLES = {"priced": "bold green", "not monotone": "bold red", "unknown": "bold yellow"}


def show_price(document: PriceDocument, console: Console, *, with_source: bool) -> None:
    """Print the verdicts, the source unless it went to a file, and the answer."""
    subject = document.subject
    console.print(Text.assemble((subject.function, "bold"), "  ", (f"{subject.file}:{subject.line}", "dim")))
    table = Table("Law", "Verdict", "Scope", "CPU", box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for verdict in document.verdicts:
        judged = f"{MARKS[verdict.verdict]} {verdict.verdict}"
        table.add_row(verdict.law, judged, scope(verdict), matrix.duration(verdict.seconds))
    if document.verdicts:
        console.print(table)
    if with_source and document.source is not None:
        console.print()
        console.print(document.source, end="", soft_wrap=True)
    console.print()
    console.print(Text(document.sentence, style=STYLES[document.outcome]))
