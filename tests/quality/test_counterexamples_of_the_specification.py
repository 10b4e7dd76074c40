"""The exact counterexamples of spec section 4 and theorem 3 hold when they are replayed as stated there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample.replay import counterexample
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample


def replayed(law: str, mechanism: str, parameters: dict[str, Any], **variables: Any) -> Counterexample:
    found = counterexample(LAWS[law], MECHANISMS[mechanism], parameters, variables)
    assert found is not None
    return found


def test_own_bid_rho_pays_24_fifths_for_the_truth_and_5_for_a_lie() -> None:
    bids = exact([10, 4])
    found = replayed("strategy-proof", "msb-own-bid-rho", {}, bids=bids, i=0, lie=Fraction(8))

    truthful, lying = found.outcomes
    assert (truthful.wins, truthful.payments) == ([True, False], ["26/5", "0"])
    assert (lying.bids, lying.wins, lying.payments) == (["8", "4"], [True, False], ["5", "0"])
    assert 10 - Fraction(truthful.payments[0]) == Fraction(24, 5)
    assert 10 - Fraction(lying.payments[0]) == 5


def test_leave_one_out_rho_lets_a_loser_win_with_a_fake_bid_of_1() -> None:
    attack = {"bid": Fraction(10), "names": exact([1]), "alias": 3}
    found = replayed("loser-false-name-proof", "msb-leave-one-out-rho", {}, bids=exact([10, 4, 4]), i=0, **attack)

    honest, attacked = found.outcomes
    assert honest.wins == [False, False, False]
    assert attacked.bids == ["10", "4", "4", "1"]
    assert attacked.wins == [True, False, False, False]
    assert 10 - Fraction(attacked.payments[0]) == 6


def test_brand_bid_inside_the_max_gives_the_task_to_the_uav_when_the_common_value_is_low() -> None:
    parameters = {"rho": Fraction(6, 5), "brand_bid": Fraction(5)}
    bids = exact([3, 2])
    found = replayed("adverse-selection-free", "msb-brand-bid-inside", parameters, bids=bids, theta=Fraction(4))

    by_bids = {tuple(run.bids): run.wins for run in found.outcomes}
    assert by_bids["3", "2"] == [False, False]
    assert by_bids["12", "8"] == [True, False]


def test_rho_of_4_fifths_has_two_winners() -> None:
    found = replayed("single-winner", "msb-low-rho", {"rho": Fraction(4, 5)}, bids=exact([10, 9]), i=0, j=1)

    assert found.outcomes[0].wins == [True, True]


def test_half_second_surcharge_lets_a_loser_raise_the_price_from_6_to_8_with_a_fake_bid_of_4() -> None:
    bids, names = exact([10, 6]), exact([4])
    found = replayed("loser-irrelevance", "half-second-surcharge", {}, bids=bids, i=0, names=names)

    honest, attacked = found.outcomes
    assert honest.wins[0]
    assert Fraction(honest.payments[0]) == 6
    assert (attacked.bids, attacked.payments[0]) == (["10", "6", "4"], "8")


@pytest.mark.parametrize("law", ["winner-false-name-proof", "loser-false-name-proof"])
def test_half_second_surcharge_is_false_name_proof_in_the_profit_reading_there(law: str) -> None:
    variables: dict[str, Any] = {"bids": exact([10, 6]), "i": 1, "names": exact([4])}
    if law == "loser-false-name-proof":
        variables |= {"bid": Fraction(6), "alias": 2}

    assert counterexample(LAWS[law], MECHANISMS["half-second-surcharge"], {}, variables) is None
