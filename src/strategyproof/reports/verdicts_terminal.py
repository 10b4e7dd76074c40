"""What a person sees in the terminal: a table for each mechanism, what does not hold, the answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.judging.events import Judged, Subject
from strategyproof.reports import matrix
from strategyproof.reports.marks import MARKS, STYLES
from strategyproof.reports.outcome_table import Line, lines, written
from strategyproof.reports.verdicts_document import VerdictsDocument, grounds, scope, stale_sentence, story


def show_verdicts(document: VerdictsDocument, console: Console) -> None:
    """Print the verdicts on each mechanism, the stories of those that do not hold, and the answer."""
    for subject in document.subjects:
        _show_subject(subject, document.of(subject.target), console)
    for refused in document.refused:
        place = f"{refused.file}:{refused.line}"
        console.print(
            Text.assemble(("✗ ", "red"), (refused.target, "bold"), f"  {refused.message}", (f"  {place}", "dim"))
        )
        console.print()
    for entry in document.stale:
        console.print(Text(stale_sentence(entry), style="yellow"))
    style = {0: "bold green", 1: "bold red", 4: "bold red"}.get(document.exit_code, "bold yellow")
    console.print(Text(document.sentence, style=style))


def _show_subject(subject: Subject, verdicts: list[Judged], console: Console) -> None:
    console.print(Text.assemble((subject.function, "bold"), "  ", (f"{subject.file}:{subject.line}", "dim")))
    if subject.space is not None:
        console.print(Text(f"read as {subject.space}", style="dim"))
    table = _table("Law", "Verdict", "Scope", "CPU")
    for verdict in verdicts:
        cost = "kept" if verdict.cached else matrix.duration(verdict.seconds)
        table.add_row(verdict.law, _judged(verdict), scope(verdict), cost)
    console.print(table)
    for numbers, reason in grounds(verdicts):
        console.print(Padding(Text(f"{numbers}: {reason}", style="dim"), (0, 0, 0, 2)))
    for verdict in verdicts:
        _tell(verdict, console)
    if any(verdict.verdict == "refuted" for verdict in verdicts) and subject.source:
        console.print(Padding(Text(f"{subject.file}:{subject.line}: {subject.source}", style="dim"), (1, 0, 0, 2)))
    console.print()


def _tell(verdict: Judged, console: Console) -> None:
    if verdict.verdict == "proved":
        return
    mark, style = MARKS[verdict.verdict], STYLES[verdict.verdict]
    accepted = "" if verdict.accepted is None else f" Accepted: {verdict.accepted}"
    console.print(Padding(Text.assemble((f"{mark} {verdict.law}  ", style), story(verdict), accepted), (1, 0, 0, 2)))
    if lines(verdict):
        console.print(Padding(outcomes(verdict.law, lines(verdict)), (0, 0, 0, 4)))


def outcomes(law: str, told: Sequence[Line]) -> Table:
    """Show what became of each bidder; a change that the law makes stands beside it."""
    headings, rows = written(law, told)
    table = _table()
    for heading in headings:
        table.add_column(heading, no_wrap=heading in {"Bidder", "Value", "Bid", "Utility"})
    for row in rows:
        table.add_row(*row)
    return table


def _judged(verdict: Judged) -> Text:
    if verdict.passage == "accepted":
        return Text("✗ accepted", style="dim")
    count = f" ({verdict.examples})" if verdict.verdict == "tested" else ""
    return Text(f"{MARKS[verdict.verdict]} {verdict.verdict}{count}", style=STYLES[verdict.verdict])


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column != "Scope", justify="right" if column == "CPU" else "left")
    return table
