"""What a run took, in figures that add up: the stages to the run, the verdicts to their stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from strategyproof.reports.conclusion import method_of
from strategyproof.reports.document import Report
from strategyproof.reports.matrix import METHODS, Row

STARTING = "starting solvers and processes, loading, reading rules"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a stage, or of a part of one.

    Attributes
    ----------
    words
        What took them.
    tenths
        Tenths of a second: sums of what is printed are what is printed of sums.
    part
        Whether it is a part of the stage above it.
    """

    words: str
    tenths: int
    part: bool = False

    @property
    def shown(self) -> str:
        """Return it as text."""
        return _shown(self.tenths)


def spent(rows: Sequence[Row]) -> dict[str, str]:
    """Return what each method took over the laws of a table, and ``all`` of them together."""
    tenths = {
        method: _tenths(sum(row.cells[method].seconds for row in rows if method in row.cells)) for method in METHODS
    }
    told = {str(method): _shown(found) for method, found in tenths.items()}
    return {**told, "all": _shown(sum(tenths.values()))}


def costs(report: Report) -> list[Cost]:
    """Return the stages of a run, those that judge with their parts; the parts of a stage add up to it."""
    found = []
    for stage in report.stages:
        whole = _tenths(stage.seconds)
        found.append(Cost(stage.title, whole))
        parts = _parts(report, stage.name, whole)
        found += parts
    return found


def total(found: Iterable[Cost]) -> str:
    """Return what the whole run took."""
    return Cost("", sum(cost.tenths for cost in found if not cost.part)).shown


def _parts(report: Report, stage: str, whole: int) -> list[Cost]:
    """Return what the verdicts of a stage took, and what they did not; nothing of a stage that gives none."""
    if stage not in ("proofs", "fuzzing"):
        return []
    judged = [verdict for verdict in report.verdicts if (method_of(verdict) == "proof") == (stage == "proofs")]
    flagship = {card.id for card in report.mechanisms if card.role == "flagship"}
    own = _tenths(sum(verdict.seconds for verdict in judged if verdict.mechanism in flagship))
    others = _tenths(sum(verdict.seconds for verdict in judged if verdict.mechanism not in flagship))
    rest = Cost(STARTING, whole - own - others, part=True)
    parts = [Cost("laws of MSB", own, part=True), Cost("laws of other rules", others, part=True)]
    return [*parts, rest] if rest.tenths > 0 else parts if rest.tenths == 0 else []


def _shown(tenths: int) -> str:
    return f"{tenths / 10:.1f} s"


def _tenths(seconds: float) -> int:
    return round(10 * seconds)
