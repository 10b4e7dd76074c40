"""Where a ledger ended: what a writer goes on from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from strategyproof.proofs.checker.commitments import Entry, Mode
from strategyproof.proofs.ledger.errors import LedgerDamaged
from strategyproof.proofs.ledger.head import Head
from strategyproof.proofs.ledger.layout import identity
from strategyproof.proofs.ledger.merkle import EMPTY, Frontier
from strategyproof.proofs.ledger.records import CommitRecord, decode, link
from strategyproof.proofs.ledger.store import explained

__all__ = ["Terms", "resumed"]

Terms: TypeAlias = tuple[Mode, int | None]
"""Mode and grid, one of each in a ledger."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The end of a ledger.

    Attributes
    ----------
    ledger
        Its identity.
    tip
        The last record, and the hash of the chain there.
    frontier
        The tree over all records.
    next_round
        The first round that has no commitment.
    terms
        Of the records before; None if there is none.
    """

    ledger: str
    tip: Entry
    frontier: Frontier
    next_round: int
    terms: Terms | None

    def head(self) -> Head:
        """Return the head of everything that is there."""
        return Head(self.ledger, self.tip.sequence, self.frontier.root().hex())


def resumed(connection: sqlite3.Connection, path: Path, kept: Head | None) -> Resumed:
    """Find the last record, check its own link, and that the records under the head beside the file are there.

    Raises
    ------
    LedgerDamaged
        If either fails, or there are records and no head.
    """
    try:
        about = identity(connection)
        rows = connection.execute(
            "SELECT sequence, payload, hash FROM records ORDER BY sequence DESC LIMIT 2"
        ).fetchall()
        frontier, root_at_head = _tree(connection, kept)
        last = _last_commitment(connection)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    tip = Entry(rows[0][0], rows[0][2]) if rows else Entry(0, about.genesis())
    before = rows[1][2] if len(rows) > 1 else about.genesis()
    if rows and (link(before, tip.sequence, rows[0][1]) != tip.hash or frontier.size != tip.sequence):
        raise LedgerDamaged(
            f"record {tip.sequence} of {path} is not as it was written; audit the ledger, write to a new one"
        )
    if kept is not None and (kept.ledger != about.ledger or root_at_head is None or root_at_head.hex() != kept.root):
        raise LedgerDamaged(
            f"expected {kept.size} records of ledger {kept.ledger} in {path}, as acknowledged in its head, got "
            f"ledger {about.ledger} with {frontier.size} records, or others; audit it, and restore it from a copy"
        )
    if kept is None and rows:
        raise LedgerDamaged(f"expected the head of {path} beside it, got none; restore it, or write to a new ledger")
    terms, following = (None, 0) if last is None else ((last.mode, last.grid), last.first_round + last.rounds)
    return Resumed(about.ledger, tip, frontier, following, terms)


def _tree(connection: sqlite3.Connection, kept: Head | None) -> tuple[Frontier, bytes | None]:
    """Return the tree over all records, and its root when it had as many as the head says."""
    frontier = Frontier()
    root_at_head = EMPTY if kept is not None and kept.size == 0 else None
    for (leaf,) in connection.execute("SELECT leaf FROM records ORDER BY sequence"):
        frontier.add(bytes(leaf))
        if kept is not None and frontier.size == kept.size:
            root_at_head = frontier.root()
    return frontier, root_at_head


def _last_commitment(connection: sqlite3.Connection) -> CommitRecord | None:
    for (payload,) in connection.execute("SELECT payload FROM records ORDER BY sequence DESC"):
        record = decode(payload)
        if isinstance(record, CommitRecord):
            return record
    return None
