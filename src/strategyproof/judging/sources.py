"""The files on which a verdict depends: those of a function, of a rule or a law that ships, and the toolkit's own."""

from __future__ import annotations

import ast
import hashlib
import inspect
import platform
import sys
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import strategyproof

HOME = Path(strategyproof.__file__).parent
SUFFIXES = frozenset({".py", ".v"})
"""Files of the toolkit that decide what it says: its Python, and what it writes for Coq."""

TOOLS = ("cvc5", "hypothesis", "msgspec", "numpy", "z3-solver")
"""Distributions that verdicts come from, where they are installed."""

_HIDDEN_IMPORTS = (b"importlib", b"__import__", b"runpy", b"exec(", b"sys.path")
"""What may import a module whose name no import statement says."""


def sources_of(file: Path) -> dict[str, bytes]:
    """Return the Python files of a function: its own, and of its folder all that it imports, wherever in it.

    A package is taken whole. Where a file may import what no statement names, all files beside it are taken. Modules
    that come from elsewhere (installed packages) are not read.

    Parameters
    ----------
    file
        Where the function is.

    Returns
    -------
    dict
        Contents by path, relative to the folder, with slashes.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    folder = file.parent
    read, waiting = dict[str, bytes](), [file]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(folder).as_posix()
        if name in read:
            continue
        source = read[name] = path.read_bytes()
        for module in imported(source):
            waiting += _files(folder, module)
        if any(mark in source for mark in _HIDDEN_IMPORTS):
            waiting += [other for other in folder.glob("*.py") if other.is_file()]
    return dict(sorted(read.items()))


def _files(folder: Path, module: str) -> list[Path]:
    alone, package = folder / f"{module}.py", folder / module
    found = [alone] if alone.is_file() else []
    return found + [path for path in package.rglob("*.py") if path.is_file()] if package.is_dir() else found


def imported(source: bytes) -> set[str]:
    r"""Return the first names of the modules that a source imports, wherever in it.

    >>> sorted(imported(b"import a.b\nfrom c import d\nfrom . import e"))
    ['a', 'c', 'e']
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    names = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.module):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name.partition(".")[0] for name in names}


def file_of(function: Callable[..., Any]) -> Path:
    """Return the file in which a rule or a law that ships is written."""
    return Path(inspect.unwrap(function).__code__.co_filename)


def named_at_home(path: Path) -> str:
    """Return a file of the toolkit by its path in the package, with slashes."""
    return path.resolve().relative_to(HOME.resolve()).as_posix()


@cache
def rooms() -> dict[str, str]:
    """Hash the toolkit's own sources, room by room; files that lie beside the rooms are ``.``."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(HOME.rglob("*")):
        if path.suffix in SUFFIXES:
            inside = path.relative_to(HOME)
            room = inside.parts[0] if len(inside.parts) > 1 else "."
            found.setdefault(room, []).extend([inside.as_posix().encode(), path.read_bytes()])
    return {room: digest(*parts) for room, parts in sorted(found.items())}


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the tools that are installed."""
    there = {tool: version for tool in TOOLS if (version := _version(tool)) is not None}
    return {"python": f"{platform.python_implementation()} {platform.python_version()}", **there}


def _version(tool: str) -> str | None:
    try:
        return metadata.version(tool)
    except metadata.PackageNotFoundError:
        return None


def packages(sources: dict[str, bytes]) -> dict[str, str]:
    """Return the versions of the installed packages that sources import: they are called, and not read."""
    names = {name for source in sources.values() for name in imported(source)}
    own = {Path(name).parts[0].removesuffix(".py") for name in sources}
    outside = sorted(names - own - sys.stdlib_module_names - {"strategyproof"})
    return {name: _version(name) or "not known" for name in outside}


def sha256(content: bytes) -> str:
    """Return a SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest(*parts: bytes) -> str:
    """Hash parts, each with its length, so that no two lists of parts read alike."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()
