"""The one writer of a ledger."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.ledger.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerFull
from strategyproof.proofs.ledger.head import Head, read_head, write_head
from strategyproof.proofs.ledger.records import encode, genesis, link
from strategyproof.proofs.ledger.store import SCHEMA, explained, identity, open_to_write


class Ledger:
    """Append the certificates of batches of rounds.

    A record is *written* into memory and *acknowledged* when :meth:`commit` returns: then it is on the disk, and a
    process that is killed, or a machine that loses power, does not lose it. Leaving a ``with`` block commits.

    Parameters
    ----------
    path
        The file; made if it does not exist. Two small files stand beside it: ``.head``, the last acknowledged record,
        and ``.lock``, by which a second writer is kept out.
    commit_records, commit_bytes
        Records are committed by themselves when so many, or so many bytes of them, are waiting.

    Raises
    ------
    LedgerBusy
        If another writer has it.
    LedgerSchemaError
        If the file is no ledger, or one of another version.
    LedgerDamaged
        If it cannot be read, or lacks the record that its head names.
    LedgerFull
        If there is no room to open it.
    """

    def __init__(self, path: str | Path, *, commit_records: int = 1024, commit_bytes: int = 16 * 2**20) -> None:
        self.path = Path(path)
        self._limits = (commit_records, commit_bytes)
        self._waiting_bytes = 0
        self._waiting: list[tuple[int, bytes, bytes]] = []
        self._lock = _lock(self.path)
        try:
            self._connection = open_to_write(self.path)
            try:
                self._acknowledged = self._resume()
            except BaseException:
                self._connection.close()
                raise
        except BaseException:
            self._lock.close()
            raise
        self._tip = (self._acknowledged.sequence, bytes.fromhex(self._acknowledged.hash))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def head(self) -> Head:
        """Return the last acknowledged record; noted elsewhere, it shows later whether the ledger was cut."""
        return self._acknowledged

    def write(self, certificates: Certificates) -> None:
        """Take the certificates of a batch; they are acknowledged by the next commit."""
        payload = encode(certificates)
        sequence = self._tip[0] + 1
        self._tip = (sequence, link(self._tip[1], sequence, payload))
        self._waiting.append((sequence, payload, self._tip[1]))
        self._waiting_bytes += len(payload)
        records, size = self._limits
        if len(self._waiting) >= records or self._waiting_bytes >= size:
            self.commit()

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
            If the disk refuses for another reason.
        """
        if self._waiting:
            try:
                self._store()
            except sqlite3.Error as error:
                raise explained(error, self.path, self._kept()) from error
        head = Head(self._acknowledged.ledger, self._tip[0], self._tip[1].hex())
        if head != self._acknowledged:
            self._write_head(head)
            self._acknowledged = head
        return head

    def close(self) -> None:
        """Commit, and let go of the file."""
        try:
            self.commit()
        finally:
            self._connection.close()
            self._lock.close()

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
            connection.executemany("INSERT INTO records VALUES (?, ?, ?)", self._waiting)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._waiting.clear()
        self._waiting_bytes = 0

    def _kept(self) -> str:
        first, last = self._waiting[0][0], self._waiting[-1][0]
        return f"; records {first} to {last} wait in memory, all before them are on the disk"

    def _resume(self) -> Head:
        """Find the last record, check its own link, and that the head beside the file is on the chain."""
        try:
            ledger = identity(self._connection)
            rows = self._connection.execute(
                "SELECT sequence, payload, hash FROM records ORDER BY sequence DESC LIMIT 2"
            ).fetchall()
            noted = read_head(self.path)
            at_head = (
                noted
                and self._connection.execute(
                    "SELECT hash FROM records WHERE sequence = ?", (noted.sequence,)
                ).fetchone()
            )
        except sqlite3.Error as error:
            raise explained(error, self.path) from error
        start = genesis(ledger, SCHEMA)
        last, tip = (rows[0][0], rows[0][2]) if rows else (0, start)
        before = rows[1][2] if len(rows) > 1 else start
        if rows and link(before, last, rows[0][1]) != tip:
            raise LedgerDamaged(
                f"record {last} of {self.path} is not as it was written; audit the ledger, write to a new one"
            )
        hash_there = start if noted and noted.sequence == 0 else (at_head[0] if at_head else None)
        if noted and (noted.ledger != ledger or hash_there is None or hash_there.hex() != noted.hash):
            raise LedgerDamaged(
                f"expected record {noted} of ledger {noted.ledger} in {self.path}, as acknowledged in its head, got "
                f"ledger {ledger} up to record {last}; audit it, and restore it from a copy"
            )
        if noted is None and rows:
            raise LedgerDamaged(
                f"expected the head of {self.path} beside it, got none; restore it, or write to a new ledger"
            )
        head = Head(ledger, last, tip.hex())
        if head != noted:
            self._write_head(head)
        return head

    def _write_head(self, head: Head) -> None:
        try:
            write_head(self.path, head)
        except OSError as error:
            raise LedgerFull(
                f"records up to {head.sequence} are on the disk, but the head beside {self.path} is not: {error}; "
                "free some room and commit or open again"
            ) from error


def _lock(path: Path) -> sqlite3.Connection:
    """Keep other writers out until the connection closes, which the death of the process does as well."""
    if not path.parent.is_dir():
        raise LedgerError(f"expected a directory at {path.parent} for the ledger, got none; make it first")
    lock = sqlite3.connect(path.with_name(path.name + ".lock"), timeout=0, isolation_level=None)
    try:
        lock.execute("PRAGMA journal_mode = MEMORY")
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        raise explained(error, path) from error
    return lock
