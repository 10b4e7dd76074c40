"""The one writer of a ledger."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import TypeAlias

from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.checker.commitments import Commitment, Entry
from strategyproof.proofs.ledger.errors import LedgerBusy, LedgerError, LedgerFull
from strategyproof.proofs.ledger.head import Head, read_head, write_head
from strategyproof.proofs.ledger.leaves import committed_leaves, record_leaf
from strategyproof.proofs.ledger.locking import Lock
from strategyproof.proofs.ledger.records import encode_certificates, encode_commitment, link
from strategyproof.proofs.ledger.resuming import resumed
from strategyproof.proofs.ledger.signing import Signer
from strategyproof.proofs.ledger.store import explained, open_to_write

__all__ = ["Ledger"]

Row: TypeAlias = tuple[int, bytes, bytes, bytes]
"""Number, payload, hash of the chain, hashed leaf of the tree."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Ledger:
    """Append commitments and certificates of batches of rounds.

    A record is *written* into memory and *acknowledged* when :meth:`commit` returns: then it is on the disk, and a
    process that is killed, or a machine that loses power, does not lose it. Leaving a ``with`` block commits.

    Parameters
    ----------
    path
        The file; made if it does not exist. Two small files stand beside it: ``.head``, what was acknowledged, and
        ``.lock``, by which a second writer is kept out.
    commit_records, commit_bytes
        Records are committed by themselves when so many, or so many bytes of them, are waiting.
    signer
        Signs each head; without one, heads carry no signature.

    Raises
    ------
    LedgerBusy
        If another writer has it.
    LedgerSchemaError
        If the file is no ledger, or one of another version.
    LedgerDamaged
        If it cannot be read, or lacks what its head names.
    LedgerFull
        If there is no room to open it.
    LedgerError
        If its place is missing or read-only.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        commit_records: int = 1024,
        commit_bytes: int = 16 * 2**20,
        signer: Signer | None = None,
    ) -> None:
        self.path, self.signer = Path(path), signer
        self._limits = (commit_records, commit_bytes)
        self._waiting_bytes = 0
        self._waiting: list[Row] = []
        self._lock = Lock(self.path)
        try:
            kept = read_head(self.path)
            self._connection = open_to_write(self.path, kept)
            try:
                state = resumed(self._connection, self.path, kept)
                self._terms, self._tip, self._frontier = state.terms, state.tip, state.frontier
                self.ledger, self.next_round = state.ledger, state.next_round
                self._acknowledged = kept if kept is not None and kept.same(state.head()) else self._keep(state.head())
            except BaseException:
                self._connection.close()
                raise
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def head(self) -> Head:
        """Return what was acknowledged last; held elsewhere, it shows later whether the ledger was cut or rewritten."""
        return self._acknowledged

    def enter(self, commitment: Commitment) -> Entry:
        """Take a commitment, and say where it stands; it is acknowledged by the next commit.

        Raises
        ------
        LedgerError
            If its mode or its grid is not that of the records before it, or its rounds do not follow theirs.
        """
        terms = (commitment.mode, commitment.grid)
        if self._terms not in (None, terms):
            assert self._terms is not None
            raise LedgerError(
                f"expected mode {self._terms[0]} and grid {self._terms[1]}, as in the records before in {self.path}, "
                f"got mode {terms[0]} and grid {terms[1]}; write to a new ledger"
            )
        if commitment.first_round != self.next_round:
            raise LedgerError(
                f"expected a commitment of round {self.next_round} next in {self.path}, got round "
                f"{commitment.first_round}; make the checker with this ledger, one at a time"
            )
        rounds = committed_leaves(commitment.first_round, commitment.rho)
        entry = self._append(encode_commitment(commitment), rounds)
        self._terms, self.next_round = terms, commitment.first_round + commitment.size
        self._commit_if_many()
        return entry

    def write(self, certificates: Certificates) -> None:
        """Take the certificates of a batch; they are acknowledged by the next commit.

        Raises
        ------
        LedgerError
            If their commitment was not entered.
        """
        entry = certificates.commitment.entry
        if entry is None:
            raise LedgerError(
                "expected certificates whose commitment was entered here before, got others; make it by a checker that "
                "has this ledger"
            )
        self._append(*encode_certificates(certificates, entry))
        self._commit_if_many()

    def commit(self) -> Head:
        """Acknowledge everything written so far.

        Raises
        ------
        LedgerFull
            If there is no room. Nothing is lost: what was acknowledged is on the disk, the rest waits for another
            commit.
        LedgerBusy
            If another writer has added records.
        LedgerError
            If the lock was deleted, or the disk refuses for another reason.
        """
        if self._waiting:
            self._lock.check()
            try:
                self._store()
            except sqlite3.Error as error:
                raise explained(error, self.path, self._kept()) from error
        head = Head(self.ledger, self._tip.sequence, self._frontier.root().hex())
        if not head.same(self._acknowledged):
            self._acknowledged = self._keep(head)
        return self._acknowledged

    def close(self) -> None:
        """Commit, and let go of the file."""
        try:
            self.commit()
        finally:
            self._connection.close()
            self._lock.close()

    def _append(self, payload: bytes, rounds: list[bytes]) -> Entry:
        sequence = self._tip.sequence + 1
        here = link(self._tip.hash, sequence, payload)
        leaf = record_leaf(here, rounds)
        self._tip = Entry(sequence, here)
        self._frontier.add(leaf)
        self._waiting.append((sequence, payload, here, leaf))
        self._waiting_bytes += len(payload)
        return self._tip

    def _commit_if_many(self) -> None:
        records, size = self._limits
        if len(self._waiting) >= records or self._waiting_bytes >= size:
            self.commit()

    def _store(self) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute("SELECT coalesce(max(sequence), 0) FROM records").fetchone()[0]
            if last != self._waiting[0][0] - 1:
                raise LedgerBusy(
                    f"expected record {self._waiting[0][0] - 1} to be the last of {self.path}, got {last}: another "
                    f"writer was here{self._kept()}"
                )
            connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", self._waiting)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._waiting.clear()
        self._waiting_bytes = 0

    def _kept(self) -> str:
        first, last = self._waiting[0][0], self._waiting[-1][0]
        return f"; records {first} to {last} wait in memory, all before them are on the disk"

    def _keep(self, head: Head) -> Head:
        signed = head if self.signer is None else self.signer.signed(head)
        try:
            write_head(self.path, signed)
        except OSError as error:
            kind = LedgerFull if error.errno in _NO_ROOM else LedgerError
            remedy = "free some room" if kind is LedgerFull else "let it be written"
            raise kind(
                f"records up to {head.size} are on the disk, but the head beside {self.path} is not: {error}; "
                f"{remedy} and commit or open again"
            ) from error
        return signed
