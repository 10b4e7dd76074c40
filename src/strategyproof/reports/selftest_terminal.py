"""What a person sees of ``selftest`` in the terminal: the score by rule and by kind, what survives, the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.reports import matrix
from strategyproof.reports.selftest_document import (
    DECIDED,
    MEANINGS,
    MutantJudged,
    SelftestDocument,
    Status,
)

STYLES: dict[Status, str] = {"killed": "green", "lawful": "cyan", "changed": "cyan", "equivalent": "cyan"}


def show_selftest(document: SelftestDocument, console: Console) -> None:
    """Print the score by rule and by kind, every mutant that is not killed, and the score."""
    judged = document.judged
    for title, names in (("Rule", [m.rule for m in judged]), ("Kind", sorted({m.kind for m in judged}))):
        groups = {
            name: [m for m in judged if name == (m.rule if title == "Rule" else m.kind)]
            for name in dict.fromkeys(names)
        }
        console.print(_table(title, groups, judged))
        console.print()
    for status in MEANINGS:
        _survivors(status, [mutant for mutant in judged if mutant.status == status], console)
    answer = {0: "bold green", 4: "bold red"}.get(document.exit_code, "bold yellow")
    console.print(Text(document.sentence, style=answer))
    console.print(
        Text(f"{matrix.duration(document.seconds)} of CPU; seed {document.seed}, {document.examples} examples.", "dim")
    )


def _table(title: str, groups: dict[str, list[MutantJudged]], judged: Sequence[MutantJudged]) -> Table:
    """Count the mutants of each group by status; a status that never occurs has no column."""
    shown = [status for status in MEANINGS if any(mutant.status == status for mutant in judged)]
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False, show_footer=True)
    table.add_column(title, footer="all", no_wrap=True)
    total = Counter(mutant.status for mutant in judged)
    table.add_column("Mutants", footer=str(len(judged)), justify="right")
    for status in shown:
        table.add_column(status.capitalize(), footer=str(total[status]), justify="right")
    for name, group in groups.items():
        count = Counter(mutant.status for mutant in group)
        table.add_row(name, str(len(group)), *(_count(status, count[status]) for status in shown))
    return table


def _count(status: Status, count: int) -> Text:
    return Text(str(count) if count else "–", style=STYLES.get(status, "bold red") if count else "dim")


def _survivors(status: Status, group: list[MutantJudged], console: Console) -> None:
    """Show the mutants that no law kills, one change once."""
    if status == "killed" or not group:
        return
    console.print(Text.assemble((status, STYLES.get(status, "bold red")), f": {MEANINGS[status]}"))
    for change in dict.fromkeys(mutant.change for mutant in group):
        alike = [mutant for mutant in group if mutant.change == change]
        first = alike[0]
        law = "" if first.law is None else f"  {first.law}"
        names = ", ".join(mutant.id if status not in DECIDED else mutant.rule for mutant in alike)
        console.print(Padding(Text.assemble(f"{first.file}:{first.line}  ", (names, "bold"), law), (0, 0, 0, 2)))
        console.print(Padding(Text.assemble(("- ", "red"), first.before), (0, 0, 0, 4)))
        console.print(Padding(Text.assemble(("+ ", "green"), first.after), (0, 0, 0, 4)))
    console.print()
