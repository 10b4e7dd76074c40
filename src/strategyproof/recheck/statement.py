"""What was checked again, as an in-toto statement: plain JSON, for CI to sign.

The predicate is in-toto's own for the result of tests, https://in-toto.io/attestation/test-result/v0.1. ``PASSED``: all
was confirmed. ``WARNED``: nothing was contradicted, and ``warnedTests`` names what was not checked again.
"""

from __future__ import annotations

from typing import Any

import msgspec

from strategyproof.judging import evidence
from strategyproof.judging.evidence import Evidence
from strategyproof.judging.sources import digest
from strategyproof.reports.recheck_document import Check, RecheckDocument

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"


def statement(found: RecheckDocument, of: Evidence) -> dict[str, Any]:
    """Return the statement about a report and the files that it is about.

    Parameters
    ----------
    found
        What came of checking it again.
    of
        The evidence of the report.
    """
    subjects = {found.report: found.sha256}
    for read in of.sources.values():
        folder = read.file.rpartition("/")[0]
        for name, sha256 in read.files.items():
            subjects[f"{folder}/{name}" if folder else name if read.file else f"strategyproof/{name}"] = sha256
    own = evidence.toolkit()
    whole = digest(*(part.encode() for room in own.rooms.items() for part in room))
    return {
        "_type": STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": sha256}} for name, sha256 in subjects.items()],
        "predicateType": PREDICATE,
        "predicate": {
            "result": _result(found),
            "configuration": [{"name": f"strategyproof {own.version}", "digest": {"sha256": whole}}],
            "passedTests": _named(found.of_outcome("confirmed")),
            "warnedTests": _named(found.of_outcome("not rechecked")),
            "failedTests": _named(found.of_outcome("contradicted")),
        },
    }


def render(found: RecheckDocument, of: Evidence) -> str:
    """Write the statement as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(statement(found, of)), indent=2).decode() + "\n"


def _result(found: RecheckDocument) -> str:
    if found.of_outcome("contradicted"):
        return "FAILED"
    return "WARNED" if found.of_outcome("not rechecked") else "PASSED"


def _named(checks: list[Check]) -> list[str]:
    return [f"{check.part}: {check.about}" for check in checks]
