"""Verdicts kept between runs, one file each, named by what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.smt.smtlib import sha256_of
from strategyproof.reports.files import write_whole

FOLDER = ".strategyproof_cache"
TEXTS = "questions"


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
        """Return what is kept under a key, if the texts that it cites are kept too."""
        try:
            entry = msgspec.json.decode(self._file(key).read_bytes(), type=Entry)
        except (OSError, ValueError):
            return None
        is_whole = (entry.key, entry.verdict.law) == (key, law) and self.texts(entry) is not None
        return entry if is_whole else None

    def texts(self, entry: Entry) -> dict[str, str] | None:
        """Return the texts that an entry cites, by their SHA-256; None where one is not there as it was."""
        try:
            found = {asked.sha256: self._text(asked.sha256).read_text("utf-8") for asked in entry.verdict.questions}
        except (OSError, ValueError):
            return None
        return found if all(sha256_of(text) == name for name, text in found.items()) else None

    def put(self, entry: Entry, texts: Mapping[str, str]) -> None:
        """Keep a verdict, unless it is unknown: the next run may have more time. A full disk only costs time."""
        if entry.verdict.verdict == "unknown":
            return
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                write_whole(ignore, "*\n")
            for name, text in texts.items():
                self._text(name).parent.mkdir(exist_ok=True)
                write_whole(self._text(name), text)
            write_whole(self._file(entry.key), msgspec.json.encode(entry).decode())

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _text(self, sha256: str) -> Path:
        return self.folder / TEXTS / f"{sha256}.smt2"
