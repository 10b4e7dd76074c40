"""The verdicts on users' functions as a page: refutations first, each with its story, its table and its picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from strategyproof.judging.curve import Curve
from strategyproof.judging.events import Judged, Subject
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.reports import page
from strategyproof.reports.outcome_table import Line, lines
from strategyproof.reports.provenance import Provenance
from strategyproof.reports.source_text import function_text
from strategyproof.reports.utility_figure import utility_against_bid
from strategyproof.reports.verdicts_document import VerdictsDocument, grounds, scope, stale_sentence, story

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Item:
    """A verdict that is no proof, as the page tells it: with the law's words, the table and the picture."""

    verdict: Judged
    subject: Subject
    anchor: str
    title: str
    statement: str
    remedy: str
    lines: list[Line]
    picture: Markup


def render(document: VerdictsDocument, curves: Sequence[Curve] = (), provenance: Provenance | None = None) -> str:
    """Write the page.

    Parameters
    ----------
    document
        The answer.
    curves
        What bidders gain by lying: one picture for each refutation of strategy-proofness.
    provenance
        When, where and by which command it was found.
    """
    environment, placed = page.environment(), page.pictures()
    environment.filters.update(grounds=grounds, scope=scope, story=story, stale=stale_sentence, code=_code)
    items = [_item(verdict, document, curves, placed) for verdict in document.verdicts if verdict.verdict != "proved"]
    view = {
        "document": document,
        "provenance": provenance,
        "anchor": lambda verdict: _anchor(verdict, document),
        "refuted": [item for item in items if item.verdict.verdict == "refuted"],
        "open": [item for item in items if item.verdict.verdict != "refuted"],
    }
    return environment.get_template("check.html.j2").render(**view) + "\n"


def _item(
    verdict: Judged, document: VerdictsDocument, curves: Sequence[Curve], placed: Callable[[str], Markup]
) -> Item:
    subject = next(subject for subject in document.subjects if subject.target == verdict.target)
    law = LAWS.get(verdict.law) if subject.space is None else SPACE_LAWS.get(verdict.law)
    told = verdict.verdict == "refuted" and law is not None
    return Item(
        verdict,
        subject,
        _anchor(verdict, document),
        law.title if law is not None else verdict.law,
        law.statement if law is not None else "",
        law.remedy if told and law is not None else "",
        lines(verdict),
        placed(next((utility_against_bid(curve, size=(4.6, 2.8)) for curve in curves if curve.shows(verdict)), "")),
    )


def _anchor(verdict: Judged, document: VerdictsDocument) -> str:
    """Return the id of a verdict's place on the page."""
    place = next(n for n, subject in enumerate(document.subjects) if subject.target == verdict.target)
    return f"{verdict.verdict}-{verdict.law}-{place}"


def _code(subject: Subject) -> str:
    """Return the function as its file has it now; its first line where the file is gone."""
    return function_text(Path(subject.file), subject.line) or subject.source
