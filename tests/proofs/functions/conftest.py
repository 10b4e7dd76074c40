"""Fixtures of the tests of plain functions."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import TOTAL, Budget
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.ranges import declared

Judge = Callable[..., Verdict]
NOBODY = "return [0] * len(bids), [0] * len(bids)"
"""A body in which nobody wins."""
HEAD = "import math, random\nimport numpy as np\nSEEN = []\n"


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Judge]:
    """Judge a law of ``def auction(bids)`` with the given body, for two bidders."""
    path, modules = list(sys.path), dict(sys.modules)

    def judge_body(body: str, law: str = "total", arithmetic: str = "real", *, head: str = HEAD) -> Verdict:
        file = tmp_path / "auction_under_test.py"
        file.write_text(f"{head}def auction(bids):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n")
        program = Program(f"{file}:auction")
        subject = Subject(program, "auction", declared({}), arithmetic, Budget(paths=300, decisions=60))  # type: ignore[arg-type]
        return judge(subject, TOTAL if law == "total" else LAWS[law], [2])

    yield judge_body
    sys.path[:] = path
    for name in set(sys.modules) - set(modules):
        if name == "auction_under_test":
            del sys.modules[name]
