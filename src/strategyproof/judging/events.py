"""The stream: what a run says while it works. The terminal, the files and the exit code are its consumers."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import msgspec

from strategyproof.judging.answers import Passage
from strategyproof.judging.curve import Curve
from strategyproof.judging.evidence import Sources
from strategyproof.mechanism.verdict import Arithmetic, Contradiction, Verdict


class Subject(msgspec.Struct, frozen=True):
    """What is judged: the target as named, its id, its place, its parameters, the text of its line, its space.

    Attributes
    ----------
    one_number
        Whether each agent has one number, whatever it wins, so that a price may be found.
    """

    target: str
    mechanism: str
    file: str
    function: str
    line: int
    parameters: dict[str, str] = {}
    source: str = ""
    space: str | None = None
    one_number: bool = True


class Judged(Verdict, frozen=True, kw_only=True):
    """A verdict with its place and what it means for who asked.

    Attributes
    ----------
    target, file, line
        The mechanism as it was named, its file as seen from the working directory, its first line.
    asked
        The numbers that were asked for; examples may have been drawn as others.
    passage
        ``holds``, ``accepted`` (refuted, with a reason on record), ``inconclusive`` or ``fails``.
    accepted
        That reason.
    cached
        Whether the verdict was kept from an earlier run on the same sources.
    """

    target: str
    file: str
    line: int
    passage: Passage
    asked: Arithmetic = "real"
    accepted: str | None = None
    cached: bool = False


def placed(
    verdict: Verdict,
    at: Subject,
    meaning: Passage,
    asked: Arithmetic,
    *,
    accepted: str | None = None,
    kept: bool = False,
) -> Judged:
    """Return a verdict with its place and its meaning."""
    return Judged(
        **{name: getattr(verdict, name) for name in Verdict.__struct_fields__},
        target=at.target,
        file=at.file,
        line=at.line,
        passage=meaning,
        asked=asked,
        accepted=accepted,
        cached=kept,
    )


def seen_from_here(file: Path) -> str:
    """Return a file as seen from the working directory, with slashes; as it is, where it lies elsewhere."""
    here, whole = Path.cwd(), file.resolve()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else file.as_posix()


class Refused(msgspec.Struct, frozen=True):
    """A mechanism that could not be had: where, and what to do."""

    target: str
    file: str
    line: int
    message: str


class StageOpened(msgspec.Struct, frozen=True, tag="stage-opened"):
    """A part of the run begins; ``steps`` events will follow."""

    name: str
    title: str
    steps: int


class SubjectLoaded(msgspec.Struct, frozen=True, tag="subject"):
    """A mechanism is there, read from these sources; its verdicts follow."""

    subject: Subject
    sources: Sources | None = None


class SubjectRefused(msgspec.Struct, frozen=True, tag="refused"):
    """A mechanism is not there; the others are judged."""

    stage: str
    refused: Refused
    steps: int = 1


class Stage(msgspec.Struct, frozen=True):
    """A part of a run, and the CPU time that it took, in seconds: of this process, and of those that ended in it."""

    name: str
    title: str
    seconds: float


class StageClosed(msgspec.Struct, frozen=True, tag="stage-closed"):
    """A part of the run ended."""

    stage: Stage


class LieMeasured(msgspec.Struct, frozen=True, tag="lie"):
    """What a bidder gains at every bid was measured, around a lie that gains."""

    curve: Curve


class QuestionKept(msgspec.Struct, frozen=True, tag="question"):
    """What solvers were asked, word for word; a verdict that follows cites it by the SHA-256 of the text."""

    sha256: str
    text: str


class SolversContradicted(Contradiction, frozen=True, tag="contradiction"):
    """Two solvers gave contrary answers to a question about the law and the mechanism of the verdict before."""


class VerdictReached(msgspec.Struct, frozen=True, tag="verdict"):
    """A law was judged."""

    stage: str
    verdict: Verdict


Event: TypeAlias = (
    StageOpened
    | StageClosed
    | SubjectLoaded
    | SubjectRefused
    | VerdictReached
    | QuestionKept
    | SolversContradicted
    | LieMeasured
)
"""What a run about users' mechanisms says."""
