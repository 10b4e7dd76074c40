"""What a person sees of ``check`` in the terminal: the verdicts, the stories, the answer."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import matrix
from strategyproof.reports.check_document import CheckDocument, scope, story

STYLES = {"proved": "green", "tested": "yellow", "refuted": "red", "unknown": "yellow"}
MARKS = {"proved": "✓", "tested": "~", "refuted": "✗", "unknown": "?"}


def show_check(document: CheckDocument, console: Console) -> None:
    """Print the verdicts on one function, the refutations as stories, and the answer."""
    subject = document.subject
    console.print(Text.assemble((subject.function, "bold"), "  ", (f"{subject.file}:{subject.line}", "dim")))
    table = _table("Law", "Verdict", "Scope", "CPU")
    for verdict in document.verdicts:
        table.add_row(verdict.law, _judged(verdict), scope(verdict), matrix.duration(verdict.seconds))
    console.print(table)
    if any(verdict.verdict != "proved" for verdict in document.verdicts):
        console.print()
    for verdict in document.verdicts:
        _tell(verdict, verdict.law, console)
    _answer(document.sentence, document.exit_code, console)


def _tell(verdict: Verdict, name: str, console: Console) -> None:
    if verdict.verdict == "proved":
        return
    mark, style = MARKS[verdict.verdict], STYLES[verdict.verdict]
    console.print(Padding(Text.assemble((f"{mark} {name}  ", style), story(verdict)), (0, 0, 0, 2)))


def _judged(verdict: Verdict) -> Text:
    count = f" ({verdict.examples})" if verdict.verdict == "tested" else ""
    return Text(f"{MARKS[verdict.verdict]} {verdict.verdict}{count}", style=STYLES[verdict.verdict])


def _answer(sentence: str, code: int, console: Console) -> None:
    console.print()
    console.print(Text(sentence, style={0: "bold green", 1: "bold red", 4: "bold red"}.get(code, "bold yellow")))


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column != "Scope", justify="right" if column == "CPU" else "left")
    return table
