"""Opening the SQLite file of a ledger, to write and to read."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from strategyproof.proofs.ledger.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerFull, LedgerSchemaError
from strategyproof.proofs.ledger.head import Head, head_path
from strategyproof.proofs.ledger.layout import check_version, is_blank, lay_out, strangers

__all__ = ["explained", "open_to_write", "reading"]

_READ_ONLY = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


def open_to_write(path: Path, kept: Head | None) -> sqlite3.Connection:
    """Open a ledger, or make one where there is no file or an empty one.

    Raises
    ------
    LedgerDamaged
        If the file is empty and its head says that it was not, or it holds what no ledger is made with.
    LedgerError
        If it cannot be opened.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("PRAGMA page_size = 8192")
        if kept is not None and is_blank(connection):
            raise _gone(path, kept)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        if is_blank(connection):
            lay_out(connection)
        connection.execute("COMMIT")
        check_version(connection, path)
        foreign = strangers(connection)
        if foreign:
            raise LedgerDamaged(f"{path} holds {', '.join(foreign)}, which no ledger is made with; audit it")
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise explained(error, path) from error
        raise
    return connection


@contextmanager
def reading(path: Path, kept: Head | None) -> Iterator[sqlite3.Connection]:
    """Open a ledger without writing to it; a writer may go on.

    On a read-only medium SQLite cannot keep its index of the write-ahead log. Then the file is read as one that nobody
    changes, and if a log stands beside it, both are read from a copy.

    Raises
    ------
    LedgerError
        If there is no such file, or it may not be read.
    LedgerSchemaError
        If it is no ledger, or one of another version.
    LedgerDamaged
        If what its head says was acknowledged is gone, or it cannot be read at all.
    """
    _expect_file(path, kept)
    with tempfile.TemporaryDirectory(prefix="strategyproof-ledger-") as scratch:
        try:
            connection = _opened(path, "mode=ro")
        except sqlite3.Error as error:
            if _primary(error) not in _READ_ONLY:
                raise explained(error, path) from error
            connection = _opened_unchanging(path, Path(scratch))
        with closing(connection):
            try:
                if kept is not None and is_blank(connection):
                    raise _gone(path, kept)
                check_version(connection, path)
            except sqlite3.Error as error:
                raise explained(error, path) from error
            yield connection


def explained(error: sqlite3.Error, path: Path, waiting: str = "") -> LedgerError:
    """Return the ledger's own error for one of SQLite's."""
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    primary = _primary(error)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(f"expected to be the only writer of {path}, got {error}; close the other one first")
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return LedgerFull(
            f"expected room for the records of {path}, got {error} ({name}); free some and commit again{waiting}"
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LedgerDamaged(f"expected a whole ledger at {path}, got {error}; restore it from a copy")
    if primary in _READ_ONLY:
        return LedgerError(
            f"expected a place where {path} and the files beside it can be written, got {error} ({name}); name "
            f"another place, or change who may write there{waiting}"
        )
    return LedgerError(f"cannot use the ledger at {path}: {error} ({name}){waiting}")


def _primary(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _expect_file(path: Path, kept: Head | None) -> None:
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise LedgerError(f"expected to read the ledger at {path}, got: {error.strerror}") from error
    if size is None and kept is None:
        raise LedgerError(f"expected a ledger at {path}, got no file; check the path")
    if size is None or (size == 0 and kept is not None and not _log(path).exists()):
        assert kept is not None
        raise _gone(path, kept)
    if size == 0:
        raise LedgerSchemaError(f"expected a ledger at {path}, got an empty file")


def _gone(path: Path, kept: Head) -> LedgerDamaged:
    return LedgerDamaged(
        f"acknowledged records are gone: {head_path(path).name} says that {path} holds {kept.size} records of ledger "
        f"{kept.ledger}, and it holds nothing; restore it from a copy, with its -wal if there was one (to begin a new "
        "ledger, remove the head as well)"
    )


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=5, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _opened_unchanging(path: Path, scratch: Path) -> sqlite3.Connection:
    try:
        if not _log(path).exists() or not _log(path).stat().st_size:
            return _opened(path, "mode=ro&immutable=1")
        copy = scratch / "ledger"
        shutil.copyfile(path, copy)
        shutil.copyfile(_log(path), _log(copy))
        return _opened(copy, "mode=ro")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        raise LedgerError(f"expected to read the ledger at {path}, got: {error.strerror}") from error
