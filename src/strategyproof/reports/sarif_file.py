"""``verdicts.sarif``: SARIF 2.1.0, one result for each verdict, at the first line of the mechanism."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from strategyproof.mechanism.law import Law
from strategyproof.reports.check_document import scope, story
from strategyproof.reports.gate_document import GateDocument, GateVerdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"refuted": "error", "unknown": "warning", "tested": "note", "proved": "none"}


def render(document: GateDocument, laws: Mapping[str, Law]) -> str:
    """Write the gate's answer as SARIF.

    Parameters
    ----------
    document
        The answer.
    laws
        The laws that its verdicts name, by id.
    """
    return msgspec.json.format(msgspec.json.encode(log(document, laws)), indent=2).decode() + "\n"


def log(document: GateDocument, laws: Mapping[str, Law]) -> dict[str, Any]:
    """Return the SARIF log as plain dictionaries."""
    asked = list(dict.fromkeys(verdict.law for verdict in document.verdicts))
    driver = {
        "name": "strategyproof",
        "semanticVersion": document.version,
        "rules": [_rule(laws[name]) for name in asked],
    }
    results = [_result(verdict, asked.index(verdict.law)) for verdict in document.verdicts]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(law: Law) -> dict[str, Any]:
    return {
        "id": law.id,
        "name": law.title,
        "shortDescription": {"text": f"{law.title} ({law.source})"},
        "fullDescription": {"text": law.breaks},
        "help": {"text": law.remedy},
    }


def _result(verdict: GateVerdict, rule: int) -> dict[str, Any]:
    result = {
        "ruleId": verdict.law,
        "ruleIndex": rule,
        "kind": "pass" if verdict.verdict == "proved" else "fail",  # any other kind than fail has no level
        "level": LEVELS[verdict.verdict],
        "message": {"text": _message(verdict)},
        "locations": [_location(verdict)],
        "partialFingerprints": {"mechanismAndLaw/v1": _identity(verdict)},
        "properties": {"verdict": verdict.verdict, "by": verdict.by, "scope": scope(verdict)},
    }
    if verdict.accepted is not None:
        accepted = {"kind": "external", "status": "accepted", "justification": verdict.accepted}
        result["suppressions"] = [accepted]
    return result


def _message(verdict: GateVerdict) -> str:
    told = f"{verdict.mechanism}: {verdict.law} is {verdict.verdict} ({scope(verdict)})."
    return told if verdict.verdict == "proved" else f"{told} {story(verdict)}"


def _location(verdict: GateVerdict) -> dict[str, Any]:
    path = Path(verdict.file)
    artifact = (
        {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
    )
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": verdict.line}}}


def _identity(verdict: GateVerdict) -> str:
    parts = (verdict.target, verdict.law, verdict.scope.arithmetic, *verdict.scope.parameters.values())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
