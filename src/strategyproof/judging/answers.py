"""From verdicts to one answer and its exit code: the only place that decides one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from strategyproof.mechanism.verdict import Verdict

Answer: TypeAlias = Literal["holds", "refuted", "inconclusive", "solvers-disagree"]
"""What a whole run says; the gravest of what its parts say."""

EXIT_CODES: dict[Answer, int] = {"holds": 0, "refuted": 1, "inconclusive": 3, "solvers-disagree": 4}
GRAVITY: tuple[Answer, ...] = ("solvers-disagree", "refuted", "inconclusive", "holds")

Passage: TypeAlias = Literal["holds", "accepted", "inconclusive", "fails"]
"""What one verdict means for who asked: ``accepted`` is a refutation that is known and may stay."""

Required: TypeAlias = Literal["proved", "tested"]

MEANS: dict[Passage, Answer] = {
    "holds": "holds",
    "accepted": "holds",
    "inconclusive": "inconclusive",
    "fails": "refuted",
}


def gravest(answers: Iterable[Answer]) -> Answer:
    """Return the gravest of some answers; of none, that all holds.

    >>> gravest(["holds", "inconclusive", "refuted"])
    'refuted'
    """
    return min(answers, key=GRAVITY.index, default="holds")


def passage(verdict: Verdict, *, accepted: str | None = None, require: Required = "proved") -> Passage:
    """Say what a verdict means, given why its refutation may stay and the least that holds.

    A law that is refuted fails, whoever asks; one that is tested is not proved.
    """
    if verdict.verdict == "refuted":
        return "fails" if accepted is None else "accepted"
    held = {"proved"} if require == "proved" else {"proved", "tested"}
    return "holds" if verdict.verdict in held else "inconclusive"


def as_expected(verdict: Verdict, expected: Literal["holds", "refuted"]) -> Passage:
    """Say what a verdict means where it is known what must come out: a known failure is accepted when it is found."""
    if expected == "refuted":
        return "accepted" if verdict.verdict == "refuted" else "inconclusive"
    return passage(verdict, require="tested" if verdict.examples is not None else "proved")


def answer_of(passages: Iterable[Passage]) -> Answer:
    """Return what verdicts add up to."""
    return gravest(MEANS[one] for one in passages)


def counted(verdicts: Sequence[Verdict]) -> str:
    """Say how many laws came out how; what is tested is never counted as proved."""
    parts = []
    for judgement in ("proved", "refuted", "tested", "unknown"):
        number = sum(verdict.verdict == judgement for verdict in verdicts)
        if number:
            parts.append(f"{number} {judgement}" + (", not proved" if judgement == "tested" else ""))
    laws = "1 law" if len(verdicts) == 1 else f"{len(verdicts)} laws"
    return f"{laws}: {'; '.join(parts)}." if parts else "No law was judged."
