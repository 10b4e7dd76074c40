"""Files that options name are written only where nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import click


def refuse_to_overwrite(path: Path | None, *, force: bool) -> None:
    """Refuse a file that is there, unless it may be replaced, and one in a folder that is not.

    Raises
    ------
    click.UsageError
        Which names the file and what to do.
    """
    if path is None:
        return
    if path.is_dir():
        raise click.UsageError(f"expected {path} to be a file, and it is a folder; name a file in it")
    if path.exists() and not force:
        raise click.UsageError(f"{path} exists; add --force to replace it, or name another file")
    if not path.resolve().parent.is_dir():
        raise click.UsageError(f"{path.parent} is no directory; make it, or name another file")
    if not os.access(path.resolve().parent, os.W_OK):
        raise click.UsageError(f"{path.parent} cannot be written to; name a file in another folder")
