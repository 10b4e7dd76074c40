"""``summary.md``: the answer as Markdown, short enough for the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof.judging.events import Judged
from strategyproof.reports.verdicts_document import VerdictsDocument, scope, stale_sentence, story

MARKS = {"holds": "✓", "accepted": "✓", "inconclusive": "?", "fails": "✗"}


def render(document: VerdictsDocument) -> str:
    """Write the answer as Markdown."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: VerdictsDocument) -> Iterator[str]:
    yield from (f"## strategyproof {document.command}", "", f"**{document.sentence}**", "")
    yield from ("| | Mechanism | Law | Verdict | Scope |", "|---|---|---|---|---|")
    yield from (_row(verdict) for verdict in document.verdicts)
    told = [verdict for verdict in document.verdicts if verdict.verdict != "proved"]
    if told or document.refused:
        yield from ("", "Bidders are counted from 0.", "")
    yield from (f"- {_place(verdict)} / `{verdict.law}`: {_cell(_told(verdict))}" for verdict in told)
    yield from (f"- `{_cell(one.target)}` could not be loaded: {_cell(one.message)}" for one in document.refused)
    if document.stale:
        yield from ("", "### Accepted refutations that no longer occur", "")
    yield from (f"- {_cell(stale_sentence(entry))}" for entry in document.stale)


def _row(verdict: Judged) -> str:
    judged = f"{verdict.verdict}, accepted" if verdict.passage == "accepted" else verdict.verdict
    mark = MARKS[verdict.passage]
    return f"| {mark} | {_place(verdict)} | `{verdict.law}` | {judged} | {_cell(scope(verdict))} |"


def _told(verdict: Judged) -> str:
    return story(verdict) if verdict.accepted is None else f"{story(verdict)} Accepted: {verdict.accepted}"


def _place(verdict: Judged) -> str:
    return f"`{_cell(verdict.target)}`"


def _cell(text: str) -> str:
    """Keep text from ending a cell, a line or a tag."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
