"""The bug that plain property tests miss: MSB whose winner pays the second bid, without rho."""

from __future__ import annotations

from fractions import Fraction

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests import fuzz

SEEDS = range(20)
EXAMPLES = 200
SMALLEST = {"strategy-proof": [2, 1], "critical-payment": [3, 1]}
"""At rho = 2: bidding 3 against 1 wins and pays 1; bidding 2, above that payment, loses."""
RHO = {"rho": Interval(1, 10, open_low=True, open_high=True)}


@pytest.mark.parametrize("arithmetic", ["rational", "float64"])
@pytest.mark.parametrize("law", ["strategy-proof", "critical-payment"])
def test_is_found_and_shrunk_to_small_integers_in_20_of_20_seeds(law: str, arithmetic: Drawn) -> None:
    verdicts = [
        fuzz(
            LAWS[law],
            MECHANISMS["msb-pays-second-bid"],
            arithmetic=arithmetic,
            examples=EXAMPLES,
            seed=seed,
            parameters=RHO,
        )
        for seed in SEEDS
    ]

    assert [verdict.verdict for verdict in verdicts] == ["refuted"] * len(SEEDS)
    for verdict in verdicts:
        assert verdict.counterexample is not None
        assert [Fraction(bid) for bid in verdict.counterexample.bids] == SMALLEST[law]
        assert verdict.examples is not None
        assert verdict.examples <= EXAMPLES


def test_the_sound_auction_passes_the_same_search() -> None:
    for law in ("strategy-proof", "critical-payment"):
        verdict = fuzz(LAWS[law], MECHANISMS["msb"], examples=EXAMPLES, parameters=RHO)
        assert verdict.verdict == "tested"
        assert verdict.examples == EXAMPLES
