"""Verdicts kept between runs, one file each, named by what they depend on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.files import write_whole

FOLDER = ".strategyproof_cache"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verdict, the line on which its function starts with its text, and the key under which it is kept."""

    key: str
    line: int
    source: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of verdicts. An entry that cannot be read, or is not what its name says, counts as absent."""

    folder: Path

    def get(self, key: str, law: str) -> Entry | None:
        """Return what is kept under a key."""
        try:
            entry = msgspec.json.decode(self._file(key).read_bytes(), type=Entry)
        except (OSError, ValueError):
            return None
        return entry if (entry.key, entry.verdict.law) == (key, law) else None

    def put(self, entry: Entry) -> None:
        """Keep a verdict, unless it is unknown: the next run may have more time. A full disk only costs time."""
        if entry.verdict.verdict == "unknown":
            return
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                write_whole(ignore, "*\n")
            write_whole(self._file(entry.key), msgspec.json.encode(entry).decode())

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"
