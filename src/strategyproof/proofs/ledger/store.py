"""The SQLite file of a ledger: its layout, and opening it."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from strategyproof import __version__
from strategyproof.proofs.ledger.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerFull, LedgerSchemaError

SCHEMA = 1
APPLICATION = 0x52484F31
"""Written into the header of the file, by which a ledger is told from other databases: the letters RHO1."""

_TABLES = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE records (sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL, hash BLOB NOT NULL)",
)


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open a ledger, or make one where there is no file or an empty one."""
    try:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
            _lay_out(connection)
        connection.execute("COMMIT")
        check_schema(connection, path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a ledger without writing to it; a writer may go on.

    Raises
    ------
    LedgerError
        If there is no such file.
    LedgerSchemaError
        If it is no ledger, or one of another version.
    """
    if not path.is_file():
        raise LedgerError(f"expected a ledger at {path}, got no file; check the path")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)
        check_schema(connection, path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection


def identity(connection: sqlite3.Connection) -> str:
    """Return the identity that was drawn when the ledger was made.

    Raises
    ------
    LedgerDamaged
        If there is none.
    """
    row = connection.execute("SELECT value FROM about WHERE key = 'ledger'").fetchone()
    if row is None or not isinstance(row[0], str):
        raise LedgerDamaged("expected the ledger's identity in its table 'about', got none; restore the file")
    return str(row[0])


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no ledger of this version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION:
        raise LedgerSchemaError(f"expected a ledger at {path}, got another database (application id {application})")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA:
        raise LedgerSchemaError(
            f"expected a ledger of schema {SCHEMA} at {path}, got schema {version}; use the version of strategyproof "
            "that wrote it, or begin a new ledger: the records are left as they are"
        )


def explained(error: sqlite3.Error, path: Path, waiting: str = "") -> LedgerError:
    """Return the ledger's own error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(f"expected to be the only writer of {path}, got {error}; close the other one first")
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return LedgerFull(
            f"expected room for the records of {path}, got {error} ({name}); free some and commit again{waiting}"
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LedgerDamaged(f"expected a whole ledger at {path}, got {error}; restore it from a copy")
    return LedgerError(f"cannot use the ledger at {path}: {error} ({name}){waiting}")


def _lay_out(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    about = {
        "ledger": secrets.token_hex(16),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "made by": f"strategyproof {__version__}",
    }
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
