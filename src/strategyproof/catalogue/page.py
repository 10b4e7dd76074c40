"""``docs/catalogue.md``, written from the table."""

from __future__ import annotations

from collections.abc import Iterable

from strategyproof.catalogue.entry import Code, Entry
from strategyproof.catalogue.evidence import broken, file_of, kept, says, scope_of, story_of

HEAD = """\
# The catalogue: published mechanisms and what is known of them

{count} published mechanisms, and {siblings} siblings that are one change away and broken. The functions are ordinary
Python, as a designer writes them; the laws are those of [the specification](specification.md). `tests/catalogue` proves
or refutes each verdict, and replays each counterexample. `strategyproof catalogue ID` shows the code.

This page is written from the table in [`src/strategyproof/catalogue`](../src/strategyproof/catalogue):
`strategyproof catalogue --markdown > docs/catalogue.md`.

How to read the verdicts:

* A rule that ships with the toolkit is judged for any number of bidders, a plain function for the numbers named.
* Several winners refute `single-winner`: that law is about one item. "At most k winners" would be a law of k + 1
  different bidders whose wins are not all true; there is no such law here.
* In two-sided markets a buyer reports a value and pays, a seller reports a cost and is paid; to win is to trade.
* The last part of the table has types and outcomes beyond one number per bidder ([shapes](shapes.md)): `read as` says
  which. Their laws are those of type spaces; a number of agents behind a law is its own.
* Most plain functions give a tie to the smallest index, so they are neither anonymous nor, for that reason, consistent.
"""

MARKS = {True: "✓", False: "✗"}


def render(entries: Iterable[Entry]) -> str:
    """Write the page."""
    known = list(entries)
    head = HEAD.format(count=len(known), siblings=sum(len(entry.siblings) for entry in known))
    return head + "\n" + _index(known) + "".join(_section(entry) for entry in known)


def _index(entries: list[Entry]) -> str:
    rows = ["| mechanism | | strategy-proof | breaks as well |", "|---|---|---|---|"]
    for entry in entries:
        others = ", ".join(law for law in entry.breaks if law != "strategy-proof") or "–"
        truth = MARKS["strategy-proof" not in entry.breaks]
        rows.append(f"| [{entry.id}](#{entry.id}) | {entry.title} | {truth} | {others} |")
    return "\n".join(rows) + "\n"


def _section(entry: Entry) -> str:
    reading = entry.code.reading
    lines = [
        f"\n## {entry.id}\n",
        f"**{entry.title}.** {entry.source}.\n",
        *(f"{line}  " for line in entry.story),
        "",
        f"| | {scope_of(entry)} |",
        "|---|---|",
        *([] if reading is None else [f"| read as | {reading.told()} |"]),
        f"| does | {_linked(entry.code)}: {says(entry.code)} |",
        f"| keeps | {', '.join(kept(entry)) or '–'} |",
        f"| breaks | {', '.join(broken(entry)) or '–'} |",
    ]
    for sibling in entry.siblings:
        lines.append(f"| sibling | {_linked(sibling.code)}: {says(sibling.code)} |")
        lines.append(f"| | breaks {sibling.law}. {story_of(sibling)} |")
    return "\n".join(lines) + "\n"


def _linked(code: Code) -> str:
    package, file = code.module.split("."), file_of(code).name
    return f"[`{code.name}`](../src/{'/'.join([*package[:-1], file])})"
