"""Files that options name are written only where nothing is lost."""

from __future__ import annotations

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
    if path.exists() and not force:
        raise click.UsageError(f"{path} exists; add --force to replace it, or name another file")
    if not path.resolve().parent.is_dir():
        raise click.UsageError(f"{path.parent} is no directory; make it, or name another file")
