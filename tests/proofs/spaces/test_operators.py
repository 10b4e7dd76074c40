"""Fee mechanisms of block space: what an operator gains by a fake bid, or by agreeing with bidders on other reports.

The verdicts are those of Roughgarden 2021 (doi:10.1145/3465456.3467591): a second price pays for fake bids; a base fee
that is burned does not, and nobody can share what is burned; a fee that is burned and depends on no fee floor of the
allocation invites an agreement.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.spaces import reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.spaces.judge import judge
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.subject import SpacedSubject

SECOND = """
def burn(outcome):
    return 0

def fees(bids) -> Amounts:
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    rival = bids[order[1]] if len(bids) > 1 else 0
    return [int(i == order[0]) for i in range(len(bids))], [rival * (i == order[0]) for i in range(len(bids))]
"""
BASE = """
def burn(outcome):
    return {burnt} * sum(outcome)

def fees(bids) -> Amounts:
    wins = [int(bid >= 3) for bid in bids]
    return wins, [3 * win for win in wins]
"""


@pytest.mark.parametrize(
    ("source", "law", "holds"),
    [
        (SECOND, "fake-bid-proof", False),
        (SECOND, "collusion-proof", True),
        (BASE.format(burnt=3), "fake-bid-proof", True),
        (BASE.format(burnt=3), "collusion-proof", True),
        (BASE.format(burnt=0), "collusion-proof", False),
    ],
    ids=["second-fake", "second-collusion", "burnt-fake", "burnt-collusion", "kept-collusion"],
)
def test_what_operators_gain(source: str, law: str, holds: bool, tmp_path: Path) -> None:
    (tmp_path / "fees.py").write_text(f"from strategyproof import Amounts\n{source}")
    program = Program(f"{tmp_path}/fees.py:fees")
    first, result = program.annotations or (None, None)
    reading = reading_of(program.native, first, result, program.names)
    assert reading is not None
    verdict = judge(SpacedSubject(SpacedProgram(program, reading), "fees", ()), SPACE_LAWS[law], [2])
    assert verdict.verdict == ("proved" if holds else "refuted"), verdict
