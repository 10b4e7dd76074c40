"""What a verdict on a function depends on, as one hash of contents."""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

import strategyproof
from strategyproof.judging import sources
from strategyproof.judging.request import Request
from strategyproof.mechanism.law import Law

JUDGES = ("judging", "mechanism", "proofs", "property_tests")
"""The rooms whose sources decide what a verdict is."""
TOOLS = ("hypothesis", "numpy", "z3-solver")
SECOND = "cvc5"
"""Decides too, where it is asked for."""


def fingerprint(request: Request, law: Law, files: str) -> str:
    """Return the hash of everything that a verdict depends on.

    Parameters
    ----------
    request, law
        The question.
    files
        From :func:`sources_of` the file of the function.
    """
    question = msgspec.structs.replace(request, target=request.target.rpartition(":")[2], laws=[law.id])
    second = "" if request.solver == "z3" else metadata.version(SECOND)
    parts = msgspec.json.encode(question, order="sorted"), files.encode(), own_version().encode(), second.encode()
    return sources.digest(*parts)


def sources_of(file: Path) -> str:
    """Hash the Python files beside a file, and those of the packages beside it that any of them imports.

    Modules that come from elsewhere (installed packages) are not read.
    """
    folder = file.parent
    read = {path: path.read_bytes() for path in folder.glob("*.py") if path.is_file()}
    waiting, taken = list(read.values()), set[str]()
    while waiting:
        new = {name for name in sources.imported(waiting.pop()) if (folder / name).is_dir()} - taken
        taken |= new
        for name in new:
            found = {path: path.read_bytes() for path in (folder / name).rglob("*.py") if path.is_file()}
            read |= found
            waiting += found.values()
    parts = [(path.relative_to(folder).as_posix().encode(), read[path]) for path in sorted(read)]
    return sources.digest(file.name.encode(), *(part for pair in parts for part in pair))


@cache
def own_version() -> str:
    """Hash the version and the sources of the judges (the laws among them), of Python and of the solver."""
    own = sources.rooms()
    parts = [strategyproof.__version__, sys.version, *(f"{tool} {metadata.version(tool)}" for tool in TOOLS)]
    return sources.digest(*(text.encode() for text in [*parts, *(own[room] for room in JUDGES)]))
