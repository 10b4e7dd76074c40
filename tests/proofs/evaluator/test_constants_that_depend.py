"""Every constant of every sample, made to depend on a bid: the reading gives what CPython gives, or is refused.

A row of the table that knows ``"abc".split(",")`` may meet a comma that hangs on a bid. Where it takes that for another
type and raises in Python's name, a function that catches the error is read wrongly.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BIDS = [3, 1, 2]
EVERY = 12
"""The fast test runs one change in this many."""


class Changed(ast.NodeTransformer):
    """Counts the constants of a tree, and puts an expression in the place of one of them."""

    def __init__(self, place: int = -1, expression: str = "") -> None:
        self.place, self.expression, self.found = place, expression, list[Any]()

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        self.found.append(node.value)
        return ast.parse(self.expression, mode="eval").body if len(self.found) - 1 == self.place else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        """Leave the parts of an f-string alone: they take no other node."""
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.pattern:
        """Leave patterns alone: they take constants only."""
        return node


def dependent(value: Any) -> list[str]:
    """Return expressions that are the value where the first bid is at least 1."""
    match value:
        case bool():
            return [f"(bids[0] {'>=' if value else '<'} 1)"]
        case int():
            return [f"({value} if bids[0] >= 1 else {value + 1})", f"({value} + (bids[0] < 1))"]
        case float() if abs(value) < 1e9:
            return [f"({value} + bids[0] - bids[0])"]
        case str():
            return [f"(str(bids[0])[:0] + {value!r})"]
    return []


def changed(source: str) -> Iterator[str]:
    """Yield the source with one constant of its function ``run`` at a time made dependent."""

    def run_of(tree: ast.Module) -> int:
        return max(k for k, n in enumerate(tree.body) if isinstance(n, ast.FunctionDef) and n.name == "run")

    counting, tree = Changed(), ast.parse(source)
    counting.visit(tree.body[run_of(tree)])
    for place, value in enumerate(counting.found):
        for expression in dependent(value):
            tree = ast.parse(source)
            at = run_of(tree)
            tree.body[at] = Changed(place, expression).visit(tree.body[at])
            made = ast.unparse(ast.fix_missing_locations(tree))
            if _compiles(made):
                yield made


def _compiles(source: str) -> bool:
    try:
        compile(source, "sample", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _differences(reading: Any, file: Path, every: int) -> tuple[int, list[str]]:
    sources = [reading.source_of(h, body.removeprefix("# refused\n")) for h, body in reading.samples(file)]
    read, wrong = 0, list[str]()
    for source in itertools.islice(itertools.chain.from_iterable(map(changed, sources)), 0, None, every):
        real, ours = reading.natively(source, list(BIDS)), reading.followed(BIDS).run(source)
        read += ours[0] != "unsupported"
        if ours[0] != "unsupported" and not reading.agree(real, ours):
            wrong.append(f"\n{source}\nCPython:   {real}\nevaluator: {ours}")
    return read, wrong


def test_a_part_of_them(reading: Any, sample_file: Path) -> None:
    _, wrong = _differences(reading, sample_file, EVERY)
    assert not wrong, f"{len(wrong)} differences:" + "".join(wrong[:8])


@pytest.mark.slow
def test_all_of_them(reading: Any) -> None:
    read, wrong = 0, list[str]()
    for file in sorted(reading.folder.glob("*.txt")):
        found, different = _differences(reading, file, 1)
        read, wrong = read + found, wrong + different
    assert read > 2_500
    assert not wrong, f"{len(wrong)} differences:" + "".join(wrong[:8])
