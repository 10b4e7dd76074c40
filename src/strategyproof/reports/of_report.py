"""The verdicts of the paper's run as those of any other: for the writers that every command has."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from strategyproof.judging.answers import as_expected
from strategyproof.judging.events import Judged, Subject, placed
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.conclusion import method_of
from strategyproof.reports.document import MechanismCard, Report
from strategyproof.reports.verdicts_document import VerdictsDocument, concluded

KNOWN = "it is known to break this law, and ships for that"


def verdicts_of(report: Report) -> VerdictsDocument:
    """Return the verdicts of a report, each with its place; the answer is the report's own."""
    subjects = {card.id: _subject(card) for card in report.mechanisms}
    claimed = {(claim.mechanism, claim.law): claim.expected for claim in report.expected}
    told = [_placed(verdict, subjects[verdict.mechanism], claimed) for verdict in report.verdicts]
    asked = [subject for name, subject in subjects.items() if any(verdict.mechanism == name for verdict in told)]
    document, conclusion = concluded("verify", asked, told), report.conclusion
    return msgspec.structs.replace(
        document, answer=conclusion.answer, exit_code=conclusion.exit_code, sentence=conclusion.sentence
    )


def _subject(card: MechanismCard) -> Subject:
    return Subject(card.id, card.id, card.file, card.id, card.line, card.parameters)


def _placed(verdict: Verdict, at: Subject, claimed: Mapping[tuple[str, str], str]) -> Judged:
    expected = claimed.get((verdict.mechanism, verdict.law))
    meaning = as_expected(verdict, "refuted" if expected == "refuted" else "holds")
    accepted = KNOWN if meaning == "accepted" else None
    asked = "real" if method_of(verdict) == "proof" else verdict.scope.arithmetic
    return placed(verdict, at, meaning, asked, accepted=accepted)
