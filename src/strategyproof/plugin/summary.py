"""How verdicts show in the terminal: as the status of each test, and as a section at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from strategyproof.plugin.record import recorded

if TYPE_CHECKING:
    import pytest

LETTERS = {"proved": ".", "tested": "t", "refuted": "F", "unknown": "U"}
COLOURS = {"proved": "green", "tested": "yellow", "refuted": "red", "unknown": "red"}


def status(report: pytest.TestReport) -> tuple[str, str, tuple[str, Mapping[str, bool]]] | None:
    """Return pytest's category, the letter and the word for a law's test, None for any other."""
    verdict = recorded(report).get("verdict")
    if verdict is None or (verdict in ("proved", "tested")) != report.passed:
        return None
    word = "TESTED, NOT PROVED" if verdict == "tested" else verdict.upper()
    return report.outcome, LETTERS[verdict], (word, {COLOURS[verdict]: True})


def write_summary(terminal: pytest.TerminalReporter) -> None:
    """Write one line for each verdict, by suite, with what it speaks about."""
    suites = _by_suite(report for reports in terminal.stats.values() for report in reports)
    if not suites:
        return
    terminal.section("verdicts of strategyproof")
    for suite, records in suites.items():
        terminal.write_line(suite)
        width = max(len(record["law"]) for record in records)
        for record in records:
            judgement = record["verdict"]
            terminal.write(f"  {judgement:<8}", **{COLOURS[judgement]: True})
            terminal.write_line(f" {record['law']:<{width}}  {_told(record)}")
        terminal.write_line(f"  {_counted(records)}")


def _by_suite(reports: Iterable[Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Group what the reports keep of verdicts, in the order in which the tests started."""
    found = [(report, record) for report in reports if (record := recorded(report))]
    suites: dict[str, list[Mapping[str, Any]]] = {}
    for report, record in sorted(found, key=lambda pair: pair[0].start):
        suites.setdefault(report.nodeid.rpartition("::")[0], []).append(record)
    return suites


def _told(record: Mapping[str, Any]) -> str:
    scope: str = record["scope"]
    return f"{scope}; {record['examples']} examples, no proof" if record["verdict"] == "tested" else scope


def _counted(records: list[Mapping[str, Any]]) -> str:
    counts = Counter(record["verdict"] for record in records)
    notes = {"tested": ", not proved"}
    return "; ".join(f"{counts[name]} {name}{notes.get(name, '')}" for name in LETTERS if counts[name])
