"""Two auctions that keep a law in the reals and break it in float64, by one unit in the last place."""

from __future__ import annotations

import numpy as np
import pytest

from strategyproof.mechanism.counterexample.replay import counterexample
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.property_tests import fuzz, fuzz_batches


def test_weighted_second_price_sells_twice_in_float64() -> None:
    """w_1 b_1 / w_0 and w_0 b_0 / w_1 both round down, below b_0 and b_1."""
    found = counterexample(
        LAWS["single-winner"],
        MECHANISMS["weighted-second-price"],
        {"weights": np.array([0.1, 0.7])},
        {"bids": np.array([np.nextafter(0.7 * 0.1 / 0.1, 1), 0.1]), "i": 0, "j": 1},
    )

    assert found is not None
    assert found.outcomes[0].wins == [True, True]


def test_own_bid_rho_lets_a_winner_pay_one_unit_in_the_last_place_less_for_a_fake_bid() -> None:
    """The price s (3 b - s) / (2 b) rises with the second bid s; what is computed of it does not always."""
    found = counterexample(
        LAWS["winner-false-name-proof"],
        MECHANISMS["msb-own-bid-rho"],
        {},
        {"bids": np.array([44.25, 29.5]), "i": 0, "names": np.array([29.500000000000004])},
    )

    assert found is not None
    assert [run.payments[0] for run in found.outcomes] == ["34.41666666666667", "34.416666666666664"]


@pytest.mark.parametrize(
    ("mechanism", "law"),
    [("weighted-second-price", "single-winner"), ("msb-own-bid-rho", "winner-false-name-proof")],
)
def test_batches_find_what_few_examples_miss(mechanism: str, law: str) -> None:
    for seed in range(3):
        verdict = fuzz_batches(LAWS[law], MECHANISMS[mechanism], seed=seed)
        assert verdict.verdict == "refuted"
        assert verdict.counterexample is not None
        assert verdict.scope.arithmetic == "float64"

    assert fuzz(LAWS[law], MECHANISMS[mechanism], arithmetic="rational").verdict == "tested"


def test_batches_hold_msb_to_200_000_auctions_per_law() -> None:
    for law in ("single-winner", "strategy-proof", "individually-rational", "critical-payment", "homogeneous"):
        verdict = fuzz_batches(LAWS[law], MECHANISMS["msb"])
        assert verdict.verdict == "tested"
        assert verdict.examples is not None
        assert verdict.examples >= 200_000
