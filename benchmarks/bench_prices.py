"""What finding a price costs, before the check: the allocations of the tests, against one second of CPU each."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from strategyproof.proofs.pricing.pricing import price

FILE = Path(__file__).parents[1] / "tests" / "proofs" / "pricing" / "allocations.py"
RANGES = {"msb": {"rho": "1.."}, "reserve": {"least": "0.."}, "eager": {"least": "0.."}}
PRICED = ("msb", "reserve", "top_two", "surcharge", "squashed", "project", "eager", "knapsack", "slots")
REFUSED = ("second_highest", "nearest_above_the_mean")
MOST = 1.0
"""CPU seconds."""


@pytest.mark.parametrize("name", [*PRICED, *REFUSED])
def test_a_price_is_found_within_a_second(name: str) -> None:
    found = [price(f"{FILE}:{name}", RANGES.get(name, {}), sizes=(2, 3)) for _ in range(3)]
    seconds = [each.seconds for each in found]
    print(f"\n{name}: {statistics.median(seconds):.2f} s (min {min(seconds):.2f}, max {max(seconds):.2f})")
    assert {each.exit_code for each in found} == {1 if name in REFUSED else 0}
    assert statistics.median(seconds) < MOST
