"""One writer: a lock that ends with its process, however that ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from strategyproof.proofs.ledger.errors import LedgerError
from strategyproof.proofs.ledger.store import explained

__all__ = ["Lock"]


class Lock:
    """Keep other writers out until it is closed, which the death of the process does as well.

    Raises
    ------
    LedgerBusy
        If another writer has the ledger.
    LedgerError
        If its place is not there, or cannot be written.
    """

    def __init__(self, ledger: Path) -> None:
        self._ledger, self._path = ledger, ledger.with_name(ledger.name + ".lock")
        if not ledger.parent.is_dir():
            raise LedgerError(f"expected a directory at {ledger.parent} for the ledger, got none; make it first")
        connection = None
        try:
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise explained(error, ledger) from error
        self._connection = connection
        self._file = self._identity()

    def check(self) -> None:
        """Make sure that the lock still keeps others out.

        Raises
        ------
        LedgerError
            If its file was deleted or replaced: another writer may have taken a lock of its own.
        """
        found = self._identity()
        if found != self._file:
            raise LedgerError(
                f"expected the lock {self._path} as it was taken, got {'another file' if found else 'none'}: it was "
                f"deleted, so another writer may be at work on {self._ledger}; close both, audit the ledger, and leave "
                "the lock where it is"
            )

    def close(self) -> None:
        """Let others in."""
        self._connection.close()

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
