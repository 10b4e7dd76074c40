"""From the stream of events about mechanisms to the one document that every writer reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from strategyproof.judging.curve import Curve
from strategyproof.judging.events import (
    Judged,
    LieMeasured,
    QuestionKept,
    Refused,
    SolversContradicted,
    Subject,
    SubjectLoaded,
    SubjectRefused,
    VerdictReached,
)
from strategyproof.judging.evidence import Sources, gathered
from strategyproof.mechanism.verdict import Contradiction
from strategyproof.reports.verdicts_document import Command, Stale, VerdictsDocument, concluded


class Gathering:
    """Takes the events of a run.

    Attributes
    ----------
    subjects, verdicts, refused, curves, contradictions, sources
        What was told so far.
    questions
        The texts that verdicts cite, by their SHA-256, and those that are disputed.
    """

    def __init__(self) -> None:
        self.subjects: list[Subject] = []
        self.verdicts: list[Judged] = []
        self.refused: list[Refused] = []
        self.curves: list[Curve] = []
        self.contradictions: list[Contradiction] = []
        self.questions: dict[str, str] = {}
        self.sources: dict[str, Sources] = {}

    def take(self, event: Any) -> None:
        """Remember an event."""
        match event:
            case SubjectLoaded(subject=subject) if subject.target not in {known.target for known in self.subjects}:
                self.subjects.append(subject)
                self.sources[subject.target] = event.sources or Sources(subject.file, {})
            case SubjectRefused(refused=refused):
                self.refused.append(refused)
            case VerdictReached(verdict=Judged() as verdict):
                self.verdicts.append(verdict)
            case QuestionKept(sha256=sha256, text=text):
                self.questions[sha256] = text
            case SolversContradicted(sha256=sha256, text=text):
                self.questions[sha256] = text
                self.contradictions.append(event)
            case LieMeasured(curve=curve):
                self.curves.append(curve)

    def accept(self, target: str, law: str, reason: str) -> None:
        """Take it that a refutation was put on record."""
        self.verdicts = [
            msgspec.structs.replace(verdict, passage="accepted", accepted=reason)
            if (verdict.target, verdict.law, verdict.passage) == (target, law, "fails")
            else verdict
            for verdict in self.verdicts
        ]

    def document(self, command: Command, stale: Sequence[Stale] = ()) -> VerdictsDocument:
        """Return what was told as a document, with the hashes of what it rests on."""
        document = concluded(command, self.subjects, self.verdicts, self.refused, stale, self.contradictions)
        return msgspec.structs.replace(document, evidence=gathered(self.verdicts, self.sources))
