"""Publish the files of a report: all of them or none, and never over anything that is not a report."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

LEDGER = "rho.ledger"
"""The certificates of the learned rho, where it was emitted; ``strategyproof audit`` reads them back."""

FILES = frozenset({"report.html", "report.json", "report.md", LEDGER, f"{LEDGER}.head"})
"""What a report consists of."""

QUESTIONS = "questions"
"""The folder of what solvers were asked: each text in SMT-LIB, named by its SHA-256."""

_QUESTION = re.compile(r"[0-9a-f]{64}\.smt2")

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
    strangers = [name for name in held if name not in FILES | _LEFT | {QUESTIONS}] + _no_questions(directory)
    if strangers:
        shown = ", ".join(strangers[:3]) + (", ..." if len(strangers) > 3 else "")
        raise OccupiedError(
            f"{directory} holds files that are no report ({shown}); give --out a new or empty directory "
            "(--force replaces a report and nothing else)"
        )
    if held and not force:
        raise OccupiedError(f"{directory} holds another report; add --force to replace it, or give --out another path")


def question_files(texts: Mapping[str, str]) -> dict[str, str | bytes]:
    """Return the files of what solvers were asked, each named by the SHA-256 of its text."""
    return {f"{QUESTIONS}/{sha256}.smt2": text for sha256, text in sorted(texts.items())}


def _no_questions(directory: Path) -> list[str]:
    """Return what lies where only questions may lie."""
    folder = directory / QUESTIONS
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [QUESTIONS]
    return sorted(f"{QUESTIONS}/{entry.name}" for entry in folder.iterdir() if not _QUESTION.fullmatch(entry.name))


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
        (directory / name).parent.mkdir(exist_ok=True)
        with (directory / name).open("wb") as file:
            file.write(_encoded(content))
            file.flush()
            os.fsync(file.fileno())


def _replace_each(target: Path, files: Mapping[str, str | bytes]) -> None:
    questions = {f"{QUESTIONS}/{path.name}" for path in (target / QUESTIONS).glob("*.smt2")}
    for name in (FILES | _LEFT | questions) - files.keys():
        (target / name).unlink(missing_ok=True)
    for name, content in files.items():
        place = target / name
        place.parent.mkdir(exist_ok=True)
        partial = place.with_name(f".{place.name}.partial")
        partial.write_bytes(_encoded(content))
        partial.replace(place)


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
