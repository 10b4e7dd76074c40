"""Imports start with ``strategyproof.``: the links at the root are for readers, and nothing depends on them.

Bare top-level packages of these names exist on the package index. Code that imported them here would load every module
a second time, with classes of its own, and would load somebody else's package once installed.
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINKS = ("learning", "mechanism", "proofs", "property_tests", "reports")
IMPORT_FUNCTIONS = frozenset({"__import__", "import_module", "importorskip"})
UNTRACKED = frozenset({"build", "dist", "__pycache__"})


def python_files() -> Iterator[Path]:
    for folder, names, files in os.walk(ROOT):  # does not follow links
        here = Path(folder)
        names[:] = [
            name
            for name in names
            if name not in UNTRACKED and not name.startswith(".") and not (here / name / "pyvenv.cfg").exists()
        ]
        yield from (here / file for file in files if file.endswith(".py"))


def imported_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), level=0):
            yield module
        case ast.Call(
            func=ast.Name(id=function) | ast.Attribute(attr=function), args=[ast.Constant(value=str(name)), *_]
        ) if function in IMPORT_FUNCTIONS:
            yield name


def bare_imports(source: str) -> list[tuple[int, str]]:
    """Where a source imports a room by its bare name: (line, name)."""
    return [
        (getattr(node, "lineno", 0), name)
        for node in ast.walk(ast.parse(source))
        for name in imported_names(node)
        if name.partition(".")[0] in LINKS
    ]


def test_no_file_imports_a_room_by_its_bare_name() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: imports {name!r}; write 'strategyproof.{name}'"
        for path in sorted(python_files())
        for line, name in bare_imports(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_guard_reads_the_whole_tree() -> None:
    read = {path.relative_to(ROOT).as_posix() for path in python_files()}
    assert {"src/strategyproof/__init__.py", "src/strategyproof/cli.py", "tests/packaging/test_imports.py"} <= read
    assert not any(path.startswith(tuple(f"{link}/" for link in LINKS)) for path in read)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import {room}", "{room}"),
        ("import {room}.msb as m", "{room}.msb"),
        ("from {room} import msb", "{room}"),
        ("from {room}.laws import LAWS", "{room}.laws"),
        ("def f():\n    import {room}", "{room}"),
        ("import importlib\nimportlib.import_module('{room}.x')", "{room}.x"),
    ],
)
@pytest.mark.parametrize("room", LINKS)
def test_the_guard_sees(source: str, name: str, room: str) -> None:
    line = source.count("\n") + 1
    assert bare_imports(source.format(room=room)) == [(line, name.format(room=room))]


@pytest.mark.parametrize(
    "source",
    ["import strategyproof.mechanism", "from strategyproof import proofs", "from . import reports", "mechanism = 1"],
)
def test_the_guard_lets_pass(source: str) -> None:
    assert bare_imports(source) == []


@pytest.mark.parametrize("name", LINKS)
def test_a_link_at_the_root_points_into_the_package(name: str) -> None:
    link = ROOT / name
    assert link.is_symlink(), f"{name} is not a link; check it out with core.symlinks=true"
    assert link.readlink() == Path("src", "strategyproof", name)
    assert (link / "__init__.py").is_file()
