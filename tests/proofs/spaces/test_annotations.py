"""Type spaces where they stand, as annotations that Python evaluates: made of constants they are read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.worker import Worker

FILE = """
from typing import Annotated

import strategyproof as sp
from strategyproof import Roles, Vector

seen = []
OWN = Vector(2)


def of_module(costs: sp.Roles("seller")):
    return [False] * len(costs), [0] * len(costs)


def annotated(costs: Annotated[list[float], Roles("seller", "seller")]):
    return [False] * len(costs), [0] * len(costs)


def with_keyword(values: Vector(2, decreasing=True)):
    return [(0, 0)] * len(values), [0] * len(values)


def by_name(values: OWN):
    return [(0, 0)] * len(values), [0] * len(values)


def computing(values: Vector(seen.append(1) or 2)):
    return [(0, 0)] * len(values), [0] * len(values)
"""


def judged(tmp_path: Path, name: str) -> Verdict:
    file, worker = tmp_path / "markets.py", Worker()
    file.write_text(FILE)
    worker.answer({"do": "load", "target": f"{file}:{name}", "id": name, "parameters": {}})
    asked = {
        "do": "check",
        "law": "strategy-proof",
        "bidders": [2],
        "arithmetic": "real",
        "lift": False,
        "solver": "z3",
    }
    found = worker.answer({**asked, "solver": "z3", "budget": msgspec.to_builtins(Budget())})
    return msgspec.convert(found["verdict"], Verdict)


@pytest.mark.parametrize("name", ["of_module", "annotated", "with_keyword", "by_name"])
def test_a_space_of_constants_is_read(tmp_path: Path, name: str) -> None:
    found = judged(tmp_path, name)
    assert found.verdict == "proved", found.grounds


def test_a_space_of_what_is_computed_ends_the_proof(tmp_path: Path) -> None:
    found = judged(tmp_path, "computing")
    assert found.verdict == "unknown"
    assert "an annotation that computes something" in str(found.reason)
