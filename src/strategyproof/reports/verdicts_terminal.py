"""What a person sees in the terminal: a table for each mechanism, what does not hold, the answer."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.judging.events import Judged, Subject
from strategyproof.reports import matrix
from strategyproof.reports.outcome_table import ABOUT_UTILITY, CHANGES, Fate, Line, lines
from strategyproof.reports.verdicts_document import VerdictsDocument, grounds, scope, stale_sentence, story

STYLES = {"proved": "green", "tested": "yellow", "refuted": "red", "unknown": "yellow"}
MARKS = {"proved": "✓", "tested": "~", "refuted": "✗", "unknown": "?"}

LONGEST = 9
"""Letters of a number in a table of outcomes: two runs, with their utilities, fit 80 columns."""


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
    if told := lines(verdict):
        console.print(Padding(_outcomes(verdict.law, told), (0, 0, 0, 4)))


def _outcomes(law: str, told: list[Line]) -> Table:
    """Show what became of each bidder; a change that the law makes stands beside it."""
    about_utility, compared = law in ABOUT_UTILITY, any(line.deviating for line in told)
    utility = ["Utility"] * about_utility
    headings = ["Value" if about_utility else "Bid", "Truthful" if about_utility else "As bid", *utility]
    headings += ["Bid", CHANGES[law].capitalize(), *utility] if compared else []
    table = _table("Bidder")
    for heading in headings:
        table.add_column(heading, no_wrap=heading in {"Value", "Bid", "Utility"})
    for line in told:
        cells = [str(line.bidder), *_cells(line.truthful, about_utility=about_utility)]
        cells += _cells(line.deviating, about_utility=about_utility) if compared else []
        table.add_row(*cells)
    return table


def _cells(fate: Fate | None, *, about_utility: bool) -> list[str]:
    """Return the bid, the outcome in words, and the utility where the law is about it."""
    if fate is None:
        return ["", "not there"] + [""] * about_utility
    paid = "" if fate.pays == "0" and not fate.wins else f", pays {_short(fate.pays)}"
    utility = [_short(fate.utility or "")] if about_utility else []
    return [_short(fate.bid), f"{'wins' if fate.wins else 'loses'}{paid}", *utility]


def _short(number: str) -> str:
    """Round a number that is too long for a column; ``--json`` has it whole.

    >>> _short("26/5"), _short("1234578481478/9602186817559")
    ('26/5', '≈0.129')
    """
    return number if len(number) <= LONGEST else f"≈{float(Fraction(number)):.3g}"


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
