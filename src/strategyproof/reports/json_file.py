"""``report.json``: the document itself, one key a line, so that two runs can be compared with ``diff``."""

from __future__ import annotations

from typing import Any

import msgspec

from strategyproof.judging.evidence import sealed
from strategyproof.reports.document import SCHEMA, Listing, Report


def render(document: Report | Listing) -> str:
    """Write a document as JSON, a report with the hash of its content."""
    whole = sealed(document) if isinstance(document, Report) else document
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def read(text: str | bytes) -> Report:
    """Read a report back.

    Raises
    ------
    ValueError
        If it is not a report of this version of the document.
    """
    report = msgspec.json.decode(text, type=Report)
    if report.schema != SCHEMA:
        raise ValueError(f"expected a report of schema {SCHEMA!r}, got {report.schema!r}; write it again with verify")
    return report


def schema(document: type[msgspec.Struct] = Report, identity: str = SCHEMA) -> str:
    """Return the JSON Schema of a document, ``report.json`` by default."""
    exported: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identity,
        **msgspec.json.schema(document),
    }
    return msgspec.json.format(msgspec.json.encode(exported), indent=2).decode() + "\n"
