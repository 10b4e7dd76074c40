"""``verdicts.sarif``: SARIF 2.1.0, one result for each verdict that does not hold, at the line of the mechanism.

Code scanning opens an alert for every result, whatever its kind and its suppressions; so what holds, and what is
accepted, is no result.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from strategyproof.judging.answers import Passage
from strategyproof.judging.events import Judged, Refused, Subject
from strategyproof.mechanism.law import Law
from strategyproof.reports.verdicts_document import VerdictsDocument, scope, story

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Passage, str] = {"fails": "error", "inconclusive": "warning"}
TEXTBOOK = "10.1017/CBO9780511800481"
"""Nisan, Roughgarden, Tardos, Vazirani, Algorithmic Game Theory (2007), chapter 9."""
REFUSED = "mechanism-loads"
"""The rule that a mechanism which could not be had breaks."""


def render(document: VerdictsDocument) -> str:
    """Write the answer as SARIF."""
    return msgspec.json.format(msgspec.json.encode(log(document)), indent=2).decode() + "\n"


def log(document: VerdictsDocument) -> dict[str, Any]:
    """Return the SARIF log as plain dictionaries."""
    problems = [verdict for verdict in document.verdicts if verdict.passage in LEVELS]
    asked = list(dict.fromkeys(verdict.law for verdict in document.verdicts))
    rules = [_rule(law) for law in _laws(asked)]
    if document.refused:
        rules.append({"id": REFUSED, "name": "Loads", "shortDescription": {"text": "The mechanism can be loaded"}})
    sources = {subject.target: subject for subject in document.subjects}
    results = [_result(verdict, asked.index(verdict.law), sources.get(verdict.target)) for verdict in problems]
    results += [_missing(refused, len(rules) - 1) for refused in document.refused]
    driver = {"name": "strategyproof", "semanticVersion": document.version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _laws(names: list[str]) -> list[Law]:
    from strategyproof.judging.laws import law_of

    return [law_of(name) for name in names]


def _rule(law: Law) -> dict[str, Any]:
    return {
        "id": law.id,
        "name": law.title,
        "shortDescription": {"text": f"{law.title} ({law.source})"},
        "fullDescription": {"text": law.breaks},
        "help": {"text": law.remedy},
        "helpUri": help_uri(law),
    }


def help_uri(law: Law) -> str:
    """Return where to read about a law: its source, or the textbook that defines its words.

    >>> from strategyproof.mechanism.laws import LAWS
    >>> help_uri(LAWS["strategy-proof"])
    'https://doi.org/10.1111/j.1540-6261.1961.tb02789.x'
    """
    return f"https://doi.org/{law.doi or TEXTBOOK}"


def _result(verdict: Judged, rule: int, subject: Subject | None) -> dict[str, Any]:
    told = f"{verdict.law} is {verdict.verdict} ({scope(verdict)}). {story(verdict)}"
    return {
        "ruleId": verdict.law,
        "ruleIndex": rule,
        "kind": "fail",
        "level": LEVELS[verdict.passage],
        "message": {"text": f"{verdict.mechanism}: {told}"},
        "locations": [_location(verdict.file, verdict.line, subject.source if subject else "")],
        "partialFingerprints": {"mechanismAndLaw/v2": _identity(verdict.target, verdict.law, verdict.asked)},
        "properties": {"verdict": verdict.verdict, "by": verdict.by, "scope": scope(verdict)},
    }


def _missing(refused: Refused, rule: int) -> dict[str, Any]:
    return {
        "ruleId": REFUSED,
        "ruleIndex": rule,
        "kind": "fail",
        "level": "error",
        "message": {"text": refused.message},
        "locations": [_location(refused.file, refused.line, "")],
        "partialFingerprints": {"mechanismAndLaw/v2": _identity(refused.target, REFUSED)},
    }


def _location(file: str, line: int, source: str) -> dict[str, Any]:
    path = Path(file)
    artifact = (
        {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
    )
    region: dict[str, Any] = {"startLine": line}
    if source:
        region["snippet"] = {"text": source}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _identity(*parts: str) -> str:
    """Return what names a problem for good: neither its line, nor its words, nor the range of a parameter is part."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
