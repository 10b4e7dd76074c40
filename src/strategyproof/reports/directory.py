"""Publish the files of a report: all of them or none, and never over anything that is not a report."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

LEDGER = "rho.ledger"
"""The certificates of the learned rho, where it was emitted; ``strategyproof audit`` reads them back."""

FILES = frozenset({"report.html", "report.json", "report.md", LEDGER, f"{LEDGER}.head"})
"""What a report consists of."""

_LEFT = frozenset({f"{LEDGER}-shm", f"{LEDGER}-wal"})
"""What SQLite leaves beside a ledger that was read."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class OccupiedError(Exception):
    """The directory holds something that must not be overwritten."""


def check(directory: Path, *, force: bool) -> None:
    """Refuse a directory that a report may not be written to.

    Raises
    ------
    OccupiedError
        If it holds a report and ``force`` is not given, or holds anything else, or is no directory.
    """
    if not directory.exists():
        return
    if not directory.is_dir():
        raise OccupiedError(f"expected {directory} to be a directory, and it is a file; give --out another path")
    held = sorted(entry.name for entry in directory.iterdir())
    strangers = [name for name in held if name not in FILES | _LEFT]
    if strangers:
        shown = ", ".join(strangers[:3]) + (", ..." if len(strangers) > 3 else "")
        raise OccupiedError(
            f"{directory} holds files that are no report ({shown}); give --out a new or empty directory "
            "(--force replaces a report and nothing else)"
        )
    if held and not force:
        raise OccupiedError(f"{directory} holds another report; add --force to replace it, or give --out another path")


def publish(directory: Path, files: Mapping[str, str | bytes], *, force: bool = False) -> None:
    """Write the files of a report so that, whatever happens, the directory holds one whole report.

    They are written to a new directory beside it, which then takes its place in one step. Where the system cannot
    exchange directories (a mount point, or a system other than Linux), each file is replaced in one step by itself.

    Raises
    ------
    OccupiedError
        If the directory holds something that may not be overwritten (see :func:`check`).
    """
    check(directory, force=force)
    target = directory.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.parent / f".{target.name}.{uuid.uuid4().hex}.partial"
    fresh.mkdir()
    try:
        _write(fresh, files)
        if not target.exists():
            fresh.rename(target)
        elif target == Path.cwd() or not _exchange(fresh, target):
            _replace_each(target, files)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(directory: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        with (directory / name).open("wb") as file:
            file.write(_encoded(content))
            file.flush()
            os.fsync(file.fileno())


def _replace_each(target: Path, files: Mapping[str, str | bytes]) -> None:
    for name in (FILES | _LEFT) - files.keys():
        (target / name).unlink(missing_ok=True)
    for name, content in files.items():
        partial = target / f".{name}.partial"
        partial.write_bytes(_encoded(content))
        partial.replace(target / name)


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two directories in one step; tell whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    result: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return result == 0
