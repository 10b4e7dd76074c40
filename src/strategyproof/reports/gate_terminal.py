"""What a person sees of ``gate`` in the terminal: a table for each mechanism, what keeps it shut, the answer."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.reports import matrix
from strategyproof.reports.check_document import scope, story
from strategyproof.reports.check_terminal import MARKS, STYLES
from strategyproof.reports.gate_document import GateDocument, GateVerdict, stale_sentence

ANSWERS = {0: "bold green", 1: "bold red"}


def show_gate(document: GateDocument, console: Console) -> None:
    """Print the verdicts, the story of each that does not pass, and the answer."""
    for target in dict.fromkeys(verdict.target for verdict in document.verdicts):
        told = [verdict for verdict in document.verdicts if verdict.target == target]
        console.print(Text(target, style="bold"))
        console.print(_table(told))
        for verdict in told:
            _tell(verdict, console)
        console.print()
    for entry in document.stale:
        console.print(Text(stale_sentence(entry), style="yellow"))
    console.print(Text(document.sentence, style=ANSWERS.get(document.exit_code, "bold yellow")))


def _table(verdicts: list[GateVerdict]) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for column in ("Law", "Verdict", "Scope", "CPU"):
        table.add_column(column, no_wrap=column != "Scope", justify="right" if column == "CPU" else "left")
    for verdict in verdicts:
        cost = "kept" if verdict.cached else matrix.duration(verdict.seconds)
        table.add_row(verdict.law, _judged(verdict), scope(verdict), cost)
    return table


def _judged(verdict: GateVerdict) -> Text:
    if verdict.passage == "accepted":
        return Text("✗ accepted", style="dim")
    return Text(f"{MARKS[verdict.verdict]} {verdict.verdict}", style=STYLES[verdict.verdict])


def _tell(verdict: GateVerdict, console: Console) -> None:
    if verdict.passage == "holds":
        return
    reason = "" if verdict.accepted is None else f" Accepted: {verdict.accepted}"
    head = (f"{MARKS[verdict.verdict]} {verdict.law}  ", STYLES[verdict.verdict])
    console.print(Padding(Text.assemble(head, story(verdict), reason), (0, 0, 0, 2)))
