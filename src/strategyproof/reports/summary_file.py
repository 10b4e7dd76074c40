"""``summary.md``: the gate's answer as Markdown, short enough for the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof.reports.check_document import scope, story
from strategyproof.reports.gate_document import GateDocument, GateVerdict, stale_sentence

MARKS = {"holds": "✓", "accepted": "✓", "inconclusive": "?", "fails": "✗"}


def render(document: GateDocument) -> str:
    """Write the gate's answer as Markdown."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: GateDocument) -> Iterator[str]:
    yield from ("## strategyproof gate", "", f"**{document.sentence}**", "")
    yield from ("| | Mechanism | Law | Verdict | Scope |", "|---|---|---|---|---|")
    yield from (_row(verdict) for verdict in document.verdicts)
    told = [verdict for verdict in document.verdicts if verdict.verdict != "proved"]
    if told:
        yield from ("", "Bidders are counted from 0.", "")
    yield from (f"- {_place(verdict)} / `{verdict.law}`: {_cell(_told(verdict))}" for verdict in told)
    if document.stale:
        yield from ("", "### Accepted refutations that no longer occur", "")
    yield from (f"- {_cell(stale_sentence(entry))}" for entry in document.stale)


def _row(verdict: GateVerdict) -> str:
    judged = f"{verdict.verdict}, accepted" if verdict.passage == "accepted" else verdict.verdict
    mark = MARKS[verdict.passage]
    return f"| {mark} | {_place(verdict)} | `{verdict.law}` | {judged} | {_cell(scope(verdict))} |"


def _told(verdict: GateVerdict) -> str:
    return story(verdict) if verdict.accepted is None else f"{story(verdict)} Accepted: {verdict.accepted}"


def _place(verdict: GateVerdict) -> str:
    return f"`{_cell(verdict.target)}`"


def _cell(text: str) -> str:
    """Keep text from ending a cell, a line or a tag."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
