"""Where the findings of a report come from: when, what ran, on what, and the command that finds them again."""

from __future__ import annotations

import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import msgspec

TOOLS = ("z3-solver", "cvc5", "hypothesis", "numpy", "sympy")
"""Whose versions a finding may depend on."""


class Provenance(msgspec.Struct, frozen=True):
    """What a referee needs to find the same again.

    Attributes
    ----------
    date
        When the report was made, in UTC: ``2026-01-31T12:00:00Z``.
    command
        The command that makes it.
    commit
        The commit of the source tree that ran, with ``, changed`` where files differ from it; empty outside of git.
    platform, python
        The system, and the interpreter with its version.
    versions
        Of the libraries that judge, by name; one that is not installed is left out.
    """

    date: str
    command: str
    commit: str
    platform: str
    python: str
    versions: dict[str, str]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return all of it as pairs of a name and a text, the command apart."""
        told = [("Made", self.date), ("Commit", self.commit or "not from a git checkout")]
        told += [("System", self.platform), ("Python", self.python)]
        return [*told, ("Libraries", ", ".join(f"{name} {version}" for name, version in self.versions.items()))]


def provenance(command: str, folder: Path) -> Provenance:
    """Return what is known now.

    Parameters
    ----------
    command
        What was called.
    folder
        In the source tree whose commit counts.
    """
    return Provenance(
        date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        command=command,
        commit=_commit(folder),
        platform=platform.platform(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        versions=dict(_versions()),
    )


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in TOOLS:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return found


def _commit(folder: Path) -> str:
    """Return the commit of the tree that git has at a folder, and whether its files differ."""
    head = _git(folder, "rev-parse", "HEAD")
    tracked = head and _git(folder, "ls-files", ".")
    if not tracked:
        return ""
    return f"{head}, changed" if _git(folder, "status", "--porcelain", "--untracked-files=no") else head


def _git(folder: Path, *words: str) -> str:
    try:
        run = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()
