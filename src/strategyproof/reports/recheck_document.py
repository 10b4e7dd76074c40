"""What came of checking a report again, as data."""

from __future__ import annotations

from collections import Counter
from typing import Literal, TypeAlias

import msgspec

from strategyproof import __version__

RECHECK_SCHEMA = "strategyproof/recheck/1"

Part: TypeAlias = Literal[
    "content", "toolkit", "sources", "laws", "counterexamples", "questions", "replays", "answer", "cards", "claims",
    "proofs", "examples", "kernel", "theorems", "figures", "rho", "unknown",
]  # fmt: skip
"""What of a report is looked at.

``content``: its own hash, and that it is what its schema says. ``toolkit``: who judged. ``sources``: the files of a
mechanism and all that they import. ``laws``. ``counterexamples``: their exact text. ``questions``: their exact text.
``replays``: refutations, run again. ``answer``: what follows from the verdicts. ``cards``: what laws and mechanisms are
said to be. ``claims``: what is expected. ``proofs``, by solvers. ``examples`` that were drawn. ``kernel``: Coq.
``theorems`` about all rules. ``figures`` of the market. ``rho``: what the learned selector emitted. ``unknown``:
verdicts that say nothing.
"""

Outcome: TypeAlias = Literal["confirmed", "contradicted", "not rechecked"]


NAMED = 8
"""How many of a kind people are told by name."""


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at again, or was not.

    Attributes
    ----------
    part, about
        What of the report, and which.
    outcome
        ``confirmed``: it came out again here. ``contradicted``: it did not. ``not rechecked``: nothing here tells.
    told
        Why, in one line.
    """

    part: Part
    about: str
    outcome: Outcome
    told: str = ""


class RecheckDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer.

    Attributes
    ----------
    report, sha256
        The file, and its hash.
    of
        Its schema.
    exit_code
        0: nothing contradicts it. 1: something does. 3: what was asked for could not be done. 4: two solvers do.
    checks
        All that was looked at, and all that was not.
    """

    schema: str = RECHECK_SCHEMA
    version: str = __version__
    report: str
    sha256: str
    of: str
    exit_code: int
    sentence: str
    checks: list[Check]

    def of_outcome(self, outcome: Outcome) -> list[Check]:
        """Return what came out so."""
        return [check for check in self.checks if check.outcome == outcome]


def render(document: RecheckDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def text(document: RecheckDocument) -> str:
    """Tell people: what was confirmed by its numbers, what was not checked by its names, what is wrong line by line."""
    lines = [f"{document.report}: {document.of}, SHA-256 {document.sha256}"]
    confirmed = Counter(check.part for check in document.of_outcome("confirmed"))
    if confirmed:
        lines.append("Confirmed: " + ", ".join(f"{part} ({count})" for part, count in confirmed.items()))
    lines += [
        f"CONTRADICTED, {check.part}, {check.about}: {check.told}" for check in document.of_outcome("contradicted")
    ]
    why: dict[tuple[Part, str], list[str]] = {}
    for check in document.of_outcome("not rechecked"):
        why.setdefault((check.part, check.told), []).append(check.about)
    for (part, told), about in why.items():
        lines.append(f"NOT rechecked, {part}: {told}: {'; '.join(about[:NAMED])}{_more(len(about) - NAMED)}")
    return "\n".join([*lines, document.sentence, ""])


def _more(count: int) -> str:
    return f"; and {count} more (--json names them)" if count > 0 else ""
