"""What a user names: a file and a function in it."""

from __future__ import annotations

import difflib
from pathlib import Path


class LoadError(ValueError):
    """The file or the function cannot be had; the message says what to do.

    Attributes
    ----------
    line
        Of the file, where that is where it fails.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def split(target: str) -> tuple[str, str]:
    """Split ``FILE.py:NAME``."""
    file, colon, name = target.rpartition(":")
    if not colon or not name:
        raise LoadError(f"expected FILE.py:FUNCTION, got {target!r}; for example my_auction.py:vickrey")
    if not Path(file).is_file():
        near = difflib.get_close_matches(Path(file).name, [p.name for p in Path(file).parent.glob("*.py")], 1)
        raise LoadError(f"no such file: {file}" + (f"; did you mean {near[0]}?" if near else ""))
    return file, name
