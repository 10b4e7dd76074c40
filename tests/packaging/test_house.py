"""The house as it is described: rooms, layers, no circle among modules, nothing private taken from another."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "strategyproof"
PACKAGE = "strategyproof"

INTERPRETER = f"{PACKAGE}.proofs.evaluator"
"""The parts of an interpreter call each other: an expression calls a function, whose statements are expressions."""

LAZY = {
    frozenset({f"{PACKAGE}.proofs.symbolic.{part}" for part in ("symbols", "vectors", "words")}),
    frozenset({f"{PACKAGE}.proofs.kernel.{part}" for part in ("text", "words")}),
}
"""A number answers with the module of its words, which make such numbers: it is imported where it is asked for."""

UNTANGLING = (f"{PACKAGE}.proofs.functions.", f"{PACKAGE}.proofs.any_bidders.")
"""Rooms in which a type is still named by the modules that it is made of."""


def layers() -> list[list[str]]:
    """Return the rooms from the top to the ground, as import-linter holds them; some are beside each other."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (rooms,) = (contract for contract in linter["contracts"] if contract["id"] == "rooms")
    return [[room.strip().removeprefix(f"{PACKAGE}.") for room in line.split("|")] for line in rooms["layers"]]


def rooms_on_disk() -> set[str]:
    """Return every folder of the package that holds code, and every module that is not of the package itself."""
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    return folders | {path.stem for path in SOURCE.glob("*.py")} - {"__init__", "__main__"}


def test_the_layers_are_the_rooms_on_disk() -> None:
    listed = [room for line in layers() for room in line]
    assert sorted(listed) == sorted(rooms_on_disk())
    assert len(listed) == len(set(listed))


def test_the_readme_lists_the_same_rooms_and_what_each_may_import() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| room | what is in it | may import |") :].split("\n\n")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:]]
    told = [re.findall(r"\]\(src/strategyproof/(\w+)(?:\.py)?\)", cells[0]) for cells in rows]
    assert sorted(room for row in told for room in row) == sorted(rooms_on_disk())
    order = {room: place for place, line in enumerate(reversed(layers())) for room in line}
    places = [[order[room] for room in row] for row in told]
    assert [min(row) for row in places] == sorted(min(row) for row in places), "from the ground up"
    for row, cells in zip(told, rows, strict=True):
        named = set(re.findall(r"`(\w+)`", cells[2]))
        if "all of the above" not in cells[2]:
            below = {room for room, place in order.items() if place < min(order[one] for one in row)}
            assert named == below, row


def test_the_record_of_layers_names_every_room() -> None:
    record = (ROOT / "docs" / "decisions" / "0024-rooms.md").read_text(encoding="utf-8")
    assert {room for room in rooms_on_disk() if f"`{room}`" not in record} == set()


TAKES = re.compile(r"import[^\n]*\b_[a-z]|^ +_[a-z]\w*,?$|(?<!self)(?<!cls)\._[a-z]", re.IGNORECASE | re.MULTILINE)
"""What a source looks like that may take a private name: only such sources are parsed."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("src", "tests", "benchmarks", "examples"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if TAKES.search(text):
                yield path.relative_to(ROOT).as_posix(), ast.parse(text)


def private_imports(tree: ast.Module) -> list[str]:
    """Return the private names that a module takes from others of the house, by an import or as an attribute."""
    found, own = [], set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in (PACKAGE, "tests"):
            found += [f"{node.module}.{alias.name}" for alias in node.names if _is_private(alias.name)]
            own |= {alias.asname or alias.name for alias in node.names if _is_module(f"{node.module}.{alias.name}")}
        elif isinstance(node, ast.Import):
            own |= {alias.asname or alias.name for alias in node.names if alias.name.startswith(PACKAGE)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in own:
            found += [f"{node.value.id}.{node.attr}"] if _is_private(node.attr) else []
    return found


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _is_module(dotted: str) -> bool:
    path = ROOT / "src" / dotted.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def test_no_private_name_is_taken_from_another_module() -> None:
    assert {name: found for name, tree in modules() if (found := private_imports(tree))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from strategyproof.reports.figures import _svg", ["strategyproof.reports.figures._svg"]),
        ("from strategyproof.reports import figures\nfigures._svg()", ["figures._svg"]),
        ("import strategyproof as s\ns._ROOMS", ["s._ROOMS"]),
        ("from strategyproof.reports import figures\nfigures.as_svg()", []),
        ("from strategyproof import __version__", []),
        ("import os\nos._exit(1)", []),
    ],
)
def test_the_guard_sees_private_names(source: str, found: list[str]) -> None:
    assert private_imports(ast.parse(source)) == found
    assert TAKES.search(source) or not found


def circles() -> list[set[str]]:
    """Return the sets of modules that reach each other by imports, those for type checkers and lazy ones included."""
    grimp = pytest.importorskip("grimp", reason="comes with import-linter")
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    imports.pop(PACKAGE)  # the facade loads a room when it is named, and rooms ask it for the version
    return [circle for circle in strongly_connected(imports) if len(circle) > 1]


def strongly_connected(graph: dict[str, set[str]]) -> Iterator[set[str]]:
    """Yield the strongly connected components: what is reached from a node and reaches it."""
    reached = {node: _reached(node, graph) for node in graph}
    left = set(graph)
    while left:
        node = left.pop()
        circle = {node} | {other for other in reached[node] & left if node in reached[other]}
        left -= circle
        yield circle


def _reached(node: str, graph: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [node]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    unwanted = [
        circle
        for circle in circles()
        if frozenset(circle) not in LAZY and not all(module.startswith((INTERPRETER, *UNTANGLING)) for module in circle)
    ]
    assert unwanted == []


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert sorted(map(sorted, strongly_connected(graph))) == [["a", "b", "c"], ["d"]]
