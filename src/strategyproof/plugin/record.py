"""A verdict as a test's properties: what reaches the summary, JUnit files, and the process that started the workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategyproof.mechanism.verdict import Verdict

PREFIX = "strategyproof_"


def properties(verdict: Verdict) -> list[tuple[str, object]]:
    """Return what is kept of a verdict."""
    from strategyproof.reports.verdicts_document import scope

    kept = {"law": verdict.law, "verdict": verdict.verdict, "scope": scope(verdict), "examples": verdict.examples}
    return [(PREFIX + name, value) for name, value in kept.items() if value is not None]


def recorded(report: Any) -> Mapping[str, Any]:
    """Return what a report keeps of a verdict; nothing if it is of another test, or not of the call."""
    if getattr(report, "when", None) != "call":
        return {}
    return {name.removeprefix(PREFIX): value for name, value in report.user_properties if str(name).startswith(PREFIX)}
