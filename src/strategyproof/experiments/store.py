"""Results on disk: one file per job, named by the job's hash, whole or absent, and written by one run at a time."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from strategyproof.experiments.jobs import Job, key_of
from strategyproof.learning.files import write_atomically

__all__ = ["Occupied", "Store", "whole_or_absent"]


class Occupied(Exception):
    """Another run works in the folder."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A result with its job, and with the SHA-256 of the result, so that no cut or changed file passes for one."""

    job: msgspec.Raw
    result: msgspec.Raw
    sha256: str


class Store:
    """The results in a folder.

    Parameters
    ----------
    folder
        Where they are; made when the first is written.
    warn
        Told of a file that is no whole result, once, in a line.
    """

    def __init__(self, folder: Path, warn: Callable[[str], object] = lambda _: None) -> None:
        self.folder, self.warn = folder, warn

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs out of the folder for as long as this one lasts.

        Raises
        ------
        Occupied
            If another run is in it.
        OSError
            If the folder cannot be made or written to.
        """
        with _place(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Occupied(
                    f"expected {self.folder} to be free, and another run works in it; wait for it, or give --out "
                    "another folder"
                ) from error
            yield

    def path(self, job: Job) -> Path:
        """Return where the result of a job is or will be."""
        return self.folder / f"{key_of(job)}.json"

    def read(self, job: Job) -> dict[str, Any] | None:
        """Return the result of a job; None where there is none, or none that is whole."""
        path = self.path(job)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            file = msgspec.json.decode(content, type=_File)
            if hashlib.sha256(file.result).hexdigest() == file.sha256:
                result: dict[str, Any] = msgspec.json.decode(file.result)
                return result
            why = "a result whose SHA-256 is another"
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            why = str(error)
        self.warn(f"{path}: expected a whole result, got {why}; its job is done again")
        return None

    def write(self, job: Job, result: bytes) -> None:
        """Write the JSON of a result.

        Raises
        ------
        OSError
            If the disk is full or the folder cannot be written to; what was there before is whole.
        """
        digest = hashlib.sha256(result).hexdigest()
        file = _File(msgspec.Raw(msgspec.json.encode(job, order="sorted")), msgspec.Raw(result), digest)
        write_atomically(self.path(job), msgspec.json.encode(file) + b"\n")


@contextmanager
def _place(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OSError(
            f"expected a folder that can be written to at {folder}, got: {error.strerror}; give --out another"
        ) from error


def whole_or_absent(path: Path, text: str) -> None:
    """Write a figure, a table or a page, whole or not at all.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written to.
    """
    write_atomically(path, text.encode())
