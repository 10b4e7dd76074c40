"""Audit a ledger: recompute its chain, and judge every rho in it again by the mechanism's own source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from strategyproof.proofs.ledger.errors import LedgerDamaged
from strategyproof.proofs.ledger.head import parse_head, read_head
from strategyproof.proofs.ledger.records import Record, decode, genesis, link
from strategyproof.proofs.ledger.rejudge import Rejudge
from strategyproof.proofs.ledger.store import SCHEMA, explained, identity, open_to_read

Kind: TypeAlias = Literal["changed", "order", "unreadable", "certificate", "head"]

MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a ledger that is not as it was written, or a certificate that its own round does not bear out.

    Attributes
    ----------
    kind
        ``changed``: a record's bytes, or the record before it, are others. ``order``: a number is missing, or out of
        place. ``unreadable``: the file or a record cannot be read. ``certificate``: the record says otherwise than
        the mechanism's own source. ``head``: what was acknowledged is not there.
    sequence
        Number of the record; None where the whole file is meant.
    text
        What was expected, and what was found.
    """

    kind: Kind
    sequence: int | None
    text: str


@dataclass(slots=True)
class Audit:
    """What an audit established.

    Attributes
    ----------
    records, rounds
        How many were read.
    certified, refused, counted
        Rounds whose rho passes again; rounds refused then and failing again; rounds that failed in audit mode.
    theorems
        Hashes of the any-N theorems cited, with the number of rounds that each serves.
    head
        The end of the chain, ``sequence:hash``. Note it elsewhere: see ``--head``.
    after_head
        Records after the acknowledged head: on the disk, though their writer ended before it could say so.
    findings
        What is wrong, at most a hundred; empty if nothing is.
    found
        How many were found.
    """

    records: int = 0
    rounds: int = 0
    certified: int = 0
    refused: int = 0
    counted: int = 0
    theorems: dict[str, int] = field(default_factory=dict)
    head: str = ""
    after_head: int = 0
    findings: list[Finding] = field(default_factory=list)
    found: int = 0

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.found

    def add(self, kind: Kind, sequence: int | None, text: str) -> None:
        """Note a finding."""
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, sequence, text))


def audit(path: str | Path, *, head: str | None = None) -> Audit:
    """Verify a ledger from its first byte to its last; the file is not written to.

    Parameters
    ----------
    path
        The ledger.
    head
        A head that was noted elsewhere, ``sequence:hash``: it must be on the chain. A ledger that was rewritten as a
        whole, head file included, is told from the one that was written by this alone.

    Raises
    ------
    LedgerError
        If there is no such file.
    LedgerSchemaError
        If it is no ledger, or one of another version.
    LedgerDamaged
        If it cannot even be opened.
    ValueError
        If ``head`` is not of the form ``sequence:hash``.
    """
    path, result = Path(path), Audit()
    wanted = [] if head is None else [(*parse_head(head), "the head given")]
    connection = open_to_read(path)
    try:
        ledger = identity(connection)
        wanted += _kept_head(path, ledger, result)
        _follow(connection, ledger, {sequence: "" for sequence, *_ in wanted}, wanted, result)
    except sqlite3.Error as error:
        result.add("unreadable", result.records + 1, str(explained(error, path)))
    finally:
        connection.close()
    return result


Wanted: TypeAlias = tuple[int, str, str]


def _kept_head(path: Path, ledger: str, result: Audit) -> list[Wanted]:
    try:
        kept = read_head(path)
    except LedgerDamaged as error:
        result.add("head", None, str(error))
        return []
    if kept is None:
        result.add(
            "head", None, f"expected the head of {path} beside it, got none: its end may have been cut off unseen"
        )
        return []
    if kept.ledger != ledger:
        result.add("head", None, f"expected the head of ledger {ledger}, got that of {kept.ledger}")
        return []
    return [(kept.sequence, kept.hash, "the head beside the ledger")]


def _follow(
    connection: sqlite3.Connection, ledger: str, seen: dict[int, str], wanted: list[Wanted], result: Audit
) -> None:
    """Walk the chain; the heads wanted must lie on it."""
    tip, last, rejudge = genesis(ledger, SCHEMA), 0, Rejudge(result.add)
    if 0 in seen:
        seen[0] = tip.hex()
    try:
        for sequence, payload, stored in connection.execute(
            "SELECT sequence, payload, hash FROM records ORDER BY sequence"
        ):
            result.records += 1
            if sequence != last + 1:
                result.add("order", sequence, f"expected record {last + 1} after record {last}, got record {sequence}")
            tip, last = _linked(tip, sequence, payload, stored, result), sequence
            if sequence in seen:
                seen[sequence] = tip.hex()
            for record in _decoded(sequence, payload, result):
                rejudge.add(sequence, record)
    finally:
        rejudge.finish()
        result.rounds, result.certified = rejudge.rounds, rejudge.certified
        result.refused, result.counted, result.theorems = rejudge.refused, rejudge.counted, rejudge.theorems
        result.head = f"{last}:{tip.hex()}"
    for sequence, digest, name in wanted:
        if seen[sequence] != digest:
            there = f"another hash, {seen[sequence]}" if seen[sequence] else f"a chain that ends with record {last}"
            result.add("head", sequence, f"expected record {sequence} with hash {digest} by {name}, got {there}")
        if name != "the head given":
            result.after_head = max(last - sequence, 0)


def _linked(previous: bytes, sequence: int, payload: object, stored: object, result: Audit) -> bytes:
    """Compare the stored hash with what it must be; go on from the stored one, so that one change is one finding."""
    if not isinstance(payload, bytes) or not isinstance(stored, bytes) or not 0 <= sequence < 2**63:
        result.add("changed", sequence, f"record {sequence} is not as it was written: its columns are of other types")
        return previous
    if link(previous, sequence, payload) != stored:
        result.add(
            "changed", sequence, f"record {sequence} is not as it was written, or does not follow the record before it"
        )
    return stored


def _decoded(sequence: int, payload: object, result: Audit) -> Iterator[Record]:
    if isinstance(payload, bytes):
        try:
            yield decode(payload)
        except LedgerDamaged as error:
            result.add("unreadable", sequence, f"record {sequence}: {error}")
