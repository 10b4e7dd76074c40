"""What the gate found, as data: the document that its writers read and ``--json`` prints."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from strategyproof.mechanism.verdict import Judgement, Verdict

GATE_SCHEMA = "strategyproof/gate/1"

Passage: TypeAlias = Literal["holds", "accepted", "inconclusive", "fails"]


class GateVerdict(Verdict, frozen=True, kw_only=True):
    """A verdict with its place and what it means for the gate.

    Attributes
    ----------
    target, file, line
        The function as the configuration names it, its file as seen from the working directory, its first line.
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
    accepted: str | None = None
    cached: bool = False


class Stale(msgspec.Struct, frozen=True):
    """An accepted refutation that no longer occurs."""

    target: str
    law: str
    reason: str
    verdict: Judgement


class GateDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the gate: one verdict for each mechanism and law."""

    schema: str = GATE_SCHEMA
    version: str
    exit_code: int
    sentence: str
    verdicts: list[GateVerdict]
    stale: list[Stale] = []


def render(document: GateDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def stale_sentence(stale: Stale) -> str:
    """Say that an entry of the baseline can go.

    >>> print(stale_sentence(Stale("a.py:f", "monotone", "known", "proved")))
    a.py:f is accepted as breaking monotone (known), and is proved now; remove the entry.
    """
    kept = f"is accepted as breaking {stale.law} ({stale.reason})"
    return f"{stale.target} {kept}, and is {stale.verdict} now; remove the entry."
