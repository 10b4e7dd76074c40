"""What the proofs about MSB cost: every law, for any number of bidders and any rho >= 1, the solver process included.

Target: under 2 s of CPU together.
"""

from __future__ import annotations

import os
import statistics

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Solver, prove


def cpu_of_all_proofs() -> float:
    """Return the CPU seconds of this process and of the solver that it starts and ends."""
    before = os.times()
    with Solver() as solver:
        verdicts = [prove(law, MECHANISMS["msb"], solver=solver).verdict for law in LAWS.values()]
    after = os.times()
    assert verdicts == ["proved"] * len(LAWS)
    spent = (after.user + after.system) - (before.user + before.system)
    return spent + (after.children_user + after.children_system) - (before.children_user + before.children_system)


def test_all_laws_of_msb_for_any_number_of_bidders() -> None:
    costs = [cpu_of_all_proofs() for _ in range(5)]
    print(f"\n{len(LAWS)} laws: {statistics.median(costs):.2f} s of CPU (min {min(costs):.2f}, max {max(costs):.2f})")
