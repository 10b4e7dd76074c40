"""The two readings of a rule are compared at one to seven bidders: the net below the reading of its source."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.vocabulary import max_of_others, where
from strategyproof.proofs.any_bidders.concordance import MARKETS, disagreement
from strategyproof.proofs.any_bidders.faces import guarded


@pytest.mark.parametrize("id", MECHANISMS)
def test_every_rule_that_ships_agrees(id: str) -> None:
    assert disagreement(MECHANISMS[id], guarded(MECHANISMS[id], [])) is None


@pytest.mark.parametrize("size", range(1, 8))
@pytest.mark.parametrize("what", ["wins", "payments"])
def test_a_rule_that_changes_at_one_size_is_seen(size: int, what: str) -> None:
    def rule(bids: Vector) -> Outcome:
        price = max_of_others(bids)
        wins = bids > price
        if isinstance(bids, np.ndarray) and len(bids) == size:
            return Outcome(wins, bids) if what == "payments" else Outcome(bids >= price, where(wins, price, 0))
        return Outcome(wins, where(wins, price, 0))

    honest = Mechanism("h", "h", MECHANISMS["second-price"].rule, "", "")
    sees_a_tie = what == "payments" or any(
        len(market) == size and sorted(market)[-2:] == [max(market)] * 2 for market in MARKETS
    )
    found = disagreement(Mechanism("m", "m", rule, "", ""), guarded(honest, []))
    assert (found is not None) == sees_a_tie
    if found is not None:
        assert found.startswith("at bids (")
        assert f"the rule gives other {what} on symbols" in found


def test_the_difference_is_shown() -> None:
    def half(bids: Vector, weights: Any) -> Outcome:
        return Outcome(bids > 1, weights * bids / 2)

    def whole(bids: Vector, weights: Any) -> Outcome:
        return Outcome(bids > 1, weights * bids)

    weights = (Parameter("weights", Interval(0, 1), "weights", per_bidder=True),)
    one, two = (Mechanism("m", "m", rule, "", "", weights) for rule in (half, whole))
    assert disagreement(one, guarded(two, [])) == (
        "at bids (3,) the rule gives other payments on symbols, (3/2), than on numbers, (3/4): "
        "it asks what bids are, or rounds"
    )


def test_markets_of_every_size_up_to_seven_are_compared() -> None:
    assert {len(market) for market in MARKETS} == set(range(1, 8))
