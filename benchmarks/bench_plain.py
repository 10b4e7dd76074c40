"""What the judge of plain Python costs inside one process, interpreter and imports apart, against its targets."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Arithmetic
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.ranges import declared

AUCTIONS = Path(__file__).parent / "rivals" / "auctions.py"


def cost(
    target: str,
    bidders: int,
    parameters: Mapping[str, str],
    *,
    arithmetic: Arithmetic = "real",
    merging: bool = True,
) -> tuple[str, float]:
    """Judge strategy-proofness once, of a function loaded anew; return the verdict and the CPU seconds."""
    program = Program(target)
    program.merges = merging
    subject = Subject(program, target.rpartition(":")[2], declared(dict(parameters)), arithmetic)
    started = time.process_time()
    verdict = judge(subject, LAWS["strategy-proof"], [bidders]).verdict
    return verdict, time.process_time() - started


@pytest.mark.parametrize(
    ("auction", "bidders", "parameters", "verdict", "target"),
    [
        ("first_price", 3, {}, "refuted", 0.4),
        ("second_price", 5, {}, "proved", 1.0),
        ("second_price", 8, {}, "proved", 10.0),
        ("msb", 5, {"rho": "1.."}, "proved", 2.0),
        ("running_maximum_and_second", 8, {}, "proved", 0.4),
        ("second_price_by_fold", 10, {}, "proved", 1.5),
        ("by_comparison", 5, {}, "proved", 3.0),
    ],
)
def test_a_plain_auction_is_judged_within_its_target(
    auction: str, bidders: int, parameters: dict[str, str], verdict: str, target: float
) -> None:
    found = [cost(f"{AUCTIONS}:{auction}", bidders, parameters) for _ in range(5)]
    seconds = [spent for _, spent in found]
    told = f"{statistics.median(seconds):.3f} s (min {min(seconds):.3f}, max {max(seconds):.3f})"
    print(f"\n{auction}, N = {bidders}: {told}")
    assert {judgement for judgement, _ in found} == {verdict}
    assert statistics.median(seconds) < target
