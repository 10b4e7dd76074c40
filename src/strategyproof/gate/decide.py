"""Sum up verdicts in one sentence and one exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from strategyproof import __version__
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.check_document import CheckDocument, Subject, told

if TYPE_CHECKING:
    from strategyproof.gate.judging import Judge

HOLDS, REFUTED, INCONCLUSIVE = 0, 1, 3


def conclude_check(judge: Judge, verdicts: list[Verdict]) -> CheckDocument:
    """Return the answer of ``check``: every law asked is a claim."""
    file, _, function = judge.request.target.rpartition(":")
    subject = Subject(judge.mechanism.id, file, function, judge.line, judge.request.parameters, judge.space)
    code = exit_code(verdicts)
    return CheckDocument(
        version=__version__,
        subject=subject,
        exit_code=code,
        sentence=counted(verdicts),
        verdicts=verdicts,
        stories=told(verdicts),
    )


def counted(verdicts: Sequence[Verdict]) -> str:
    """Say how many laws came out how; what is tested is never counted as proved."""
    parts = []
    for judgement in ("proved", "refuted", "tested", "unknown"):
        number = sum(verdict.verdict == judgement for verdict in verdicts)
        if number:
            parts.append(f"{number} {judgement}" + (", not proved" if judgement == "tested" else ""))
    laws = "1 law" if len(verdicts) == 1 else f"{len(verdicts)} laws"
    return f"{laws}: {'; '.join(parts)}."


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """Return 1 if anything is refuted, else 3 if anything is not proved, else 0."""
    found = {verdict.verdict for verdict in verdicts}
    if "refuted" in found:
        return REFUTED
    return HOLDS if found <= {"proved"} else INCONCLUSIVE
