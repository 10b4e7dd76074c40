"""The layout of a ledger's SQLite file: its tables, what it says of itself, and whether anything else is in it."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from strategyproof import __version__
from strategyproof.proofs.ledger.errors import LedgerDamaged, LedgerSchemaError
from strategyproof.proofs.ledger.records import genesis

__all__ = ["SCHEMA", "Identity", "check_version", "identity", "is_blank", "lay_out", "strangers"]

SCHEMA = 2
APPLICATION = 0x52484F31
"""Written into the header of the file, by which a ledger is told from other databases: the letters RHO1."""

_TABLES = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE records "
    "(sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL, hash BLOB NOT NULL, leaf BLOB NOT NULL)",
)
_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Identity:
    """What was fixed when the ledger was made.

    Attributes
    ----------
    ledger
        32 hexadecimal digits, drawn.
    made
        When, and by which version.
    """

    ledger: str
    made: str

    def genesis(self) -> bytes:
        """Return the hash that the first record follows."""
        return genesis(self.ledger, self.made, SCHEMA)


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables of a new ledger."""
    for statement in _TABLES:
        connection.execute(statement)
    about = {
        "ledger": secrets.token_hex(16),
        "made": f"{datetime.now(UTC).isoformat(timespec='seconds')} by strategyproof {__version__}",
    }
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def identity(connection: sqlite3.Connection) -> Identity:
    """Return what was fixed when the ledger was made.

    Raises
    ------
    LedgerDamaged
        If it is not there.
    """
    rows = dict(connection.execute("SELECT key, value FROM about").fetchall())
    if set(rows) != {"ledger", "made"} or not all(isinstance(value, str) for value in rows.values()):
        raise LedgerDamaged(
            "expected the ledger's identity and its making in its table 'about', and nothing else, got "
            f"{', '.join(map(repr, sorted(map(str, rows)))) or 'nothing'}; restore the file"
        )
    return Identity(rows["ledger"], rows["made"])


def is_blank(connection: sqlite3.Connection) -> bool:
    """Tell whether the file holds nothing at all: a ledger that was never laid out, or one that lost everything."""
    return not (_pragma(connection, "application_id") or connection.execute(_OBJECTS).fetchone())


def check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no ledger of this version."""
    application = _pragma(connection, "application_id")
    if application != APPLICATION:
        raise LedgerSchemaError(f"expected a ledger at {path}, got another database (application id {application})")
    version = _pragma(connection, "user_version")
    if version != SCHEMA:
        raise LedgerSchemaError(
            f"expected a ledger of schema {SCHEMA} at {path}, got schema {version}; use the version of strategyproof "
            "that wrote it, or begin a new ledger: the records are left as they are"
        )


def strangers(connection: sqlite3.Connection) -> list[str]:
    """Name what differs from the tables that a ledger is made with: a trigger, a view, another table, none.

    A trigger could change what is written, and a view answer something else than what is there.
    """
    found = {(kind, name): (table, sql) for kind, name, table, sql in connection.execute(_OBJECTS)}
    made = _made()
    lacking = [f"no {kind} {name!r}" for kind, name in sorted(made.keys() - found.keys())]
    planted = [f"{kind} {name!r}" for kind, name in sorted(found.keys() - made.keys())]
    others = [
        f"another {kind} {name!r}"
        for kind, name in sorted(made)
        if found.get((kind, name), made[kind, name]) != made[kind, name]
    ]
    return planted + others + lacking


@cache
def _made() -> dict[tuple[str, str], tuple[str, str]]:
    connection = sqlite3.connect(":memory:")
    try:
        for statement in _TABLES:
            connection.execute(statement)
        return {(kind, name): (table, sql) for kind, name, table, sql in connection.execute(_OBJECTS)}
    finally:
        connection.close()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
