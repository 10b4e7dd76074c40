"""The validated entry: what it refuses, and that the fast path computes what the plain one does."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.run import BLOCK, run, sales

MSB = MECHANISMS["msb"]


@pytest.mark.parametrize(
    ("bids", "error", "text"),
    [
        ([1.0, float("nan")], ValueError, r"expected every bid finite and >= 0, got nan from bidder 1; leave that"),
        ([float("inf"), 1.0], ValueError, r"got inf from bidder 0"),
        ([[1.0, 2.0], [3.0, -0.5]], ValueError, r"got -0.5 from bidder 1 of auction 1"),
        ([Fraction(1), Fraction(-1, 2)], ValueError, r"got -1/2 from bidder 1"),
        ([], ValueError, r"expected at least one bidder, got bids of shape \(0,\)"),
        (np.zeros((3, 0)), ValueError, r"got bids of shape \(3, 0\)"),
        ([[1.0, 2.0], [3.0]], ValueError, r"expected 2 bids in row 1 as in row 0, got 1; run markets of different"),
        (7.0, TypeError, r"expected a sequence or an array of bids, got float: 7.0"),
        (np.float64(7), TypeError, r"single number"),
        ("12", TypeError, r"expected a sequence or an array of bids, got str"),
        ([1.0, "2"], TypeError, r"'2'"),
        ([True, 1.0], TypeError, r"True"),
        ([Fraction(1, 2), 0.5], TypeError, r"got both: the Fraction 1/2 from bidder 0 beside floats; make every bid"),
        (np.array([1, 2**53 + 1]), ValueError, r"2\^53.*9007199254740993.*bidder 1|9007199254740993"),
        (np.array([1 + 1j, 2]), TypeError, r"complex128"),
    ],
)
def test_bad_bids_are_refused_with_their_place(bids: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        run(MSB, bids, rho=2)


@pytest.mark.parametrize(
    ("rho", "error", "text"),
    [
        (0.5, ValueError, r"msb: expected rho finite and in \[1, inf\), got 0.5; rho is the price scaling factor"),
        (float("nan"), ValueError, r"got nan"),
        (float("inf"), ValueError, r"got inf"),
        (Fraction(99, 100), ValueError, r"got 99/100"),
        ("2", TypeError, r"expected rho to be a real number, got '2'"),
        (np.array([1.0, 0.5]), ValueError, r"expected rho\[1\] finite and in \[1, inf\), got 0.5"),
        (np.array([1.0, 2.0, 3.0]), ValueError, r"one per auction \(shape \(2,\)\).*got shape \(3,\)"),
    ],
)
def test_a_bad_rho_is_refused(rho: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        run(MSB, [[1.0, 2.0], [2.0, 1.0]], rho=rho)


def test_an_unknown_or_missing_parameter_is_named() -> None:
    with pytest.raises(TypeError, match=r"has no parameter 'roh'; its parameters: rho"):
        run(MSB, [1.0, 2.0], roh=2)
    with pytest.raises(TypeError, match=r"needs parameter 'rho' in \[1, inf\)"):
        run(MSB, [1.0, 2.0])


def test_exact_bids_stay_exact() -> None:
    outcome = run(MSB, [10, 4, 5], rho=Fraction(3, 2))
    assert outcome.wins.tolist() == [True, False, False]
    assert outcome.payments.tolist() == [Fraction(15, 2), 0, 0]
    for mechanism in ("half-second-surcharge", "msb-own-bid-rho"):
        assert not any(isinstance(p, float) for p in run(MECHANISMS[mechanism], [3, 2]).payments)


def test_the_layout_and_the_shape_of_the_batch_do_not_matter() -> None:
    bids = np.random.default_rng(1).random((2, 5, 3, 4))
    whole = run(MSB, bids, rho=1.25)
    assert whole.payments.shape == bids.shape
    for place in np.ndindex(2, 5, 3):
        single = run(MSB, bids[place], rho=1.25)
        assert np.array_equal(single.wins, whole.wins[place])
        assert np.array_equal(single.payments, whole.payments[place])


def test_each_auction_of_a_long_batch_has_its_own_rho() -> None:
    dice = np.random.default_rng(2)
    bids, rho = dice.random((BLOCK + 17, 3)), 1 + dice.random(BLOCK + 17)
    whole = run(MSB, bids, rho=rho)
    for place in (0, 1, BLOCK - 1, BLOCK, BLOCK + 16):
        assert np.array_equal(whole.payments[place], run(MSB, bids[place], rho=rho[place]).payments)


@pytest.mark.parametrize("id", MECHANISMS)
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_fast_path_is_the_exact_one_on_dyadic_bids(id: str, data: st.DataObject) -> None:
    mechanism = MECHANISMS[id]
    bidders, auctions = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 4))
    dyadic = st.sampled_from([0.0, 1.0, 2.0, 4.0, 8.0, 2.0])
    bids = np.array(
        data.draw(st.lists(st.lists(dyadic, min_size=bidders, max_size=bidders), min_size=auctions, max_size=auctions))
    )
    value = 0.5 if id == "msb-low-rho" else 2.0
    parameters: dict[str, Any] = {
        p.name: np.full(bidders, value) if p.per_bidder else value for p in mechanism.parameters
    }
    fast = run(mechanism, bids, **parameters)
    for auction in range(auctions):
        slow = mechanism.bind(
            **{name: exact(v) if hasattr(v, "__len__") else Fraction(v) for name, v in parameters.items()}
        )(exact(bids[auction]))
        assert [bool(w) for w in slow.wins] == fast.wins[auction].tolist()
        if id not in ("msb-own-bid-rho", "msb-leave-one-out-rho"):  # their rho divides, which rounds
            assert list(slow.payments) == [Fraction(p) for p in fast.payments[auction]]


@given(data=st.data())
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
def test_sales_tell_what_the_outcome_tells(data: st.DataObject) -> None:
    bidders = data.draw(st.integers(1, 6))
    small = st.integers(0, 4).map(float)
    bids = np.array(data.draw(st.lists(st.lists(small, min_size=bidders, max_size=bidders), min_size=1, max_size=6)))
    rho = data.draw(st.sampled_from([1.0, 1.5, 2.0]))
    sold, outcome = sales(MSB, bids, rho=rho), run(MSB, bids, rho=rho)
    for auction in range(len(bids)):
        winners = np.flatnonzero(outcome.wins[auction])
        assert sold.winner[auction] == (winners[0] if len(winners) else -1)
        assert sold.price[auction] == outcome.payments[auction].sum()


def test_sales_refuse_two_winners_and_losers_who_pay() -> None:
    with pytest.raises(ValueError, match="has several winners in auction 1"):
        sales(MECHANISMS["msb-low-rho"], [[1.0, 9.0], [10.0, 9.0]], rho=0.8)
    with pytest.raises(ValueError, match="charges a loser in auction 0"):
        sales(MECHANISMS["all-pay"], [[1.0, 9.0]])


def test_a_rule_of_the_user_runs_like_a_shipped_one() -> None:
    def middle(bids: Vector) -> Outcome:
        wins = (bids > 1) & (bids < 3)
        return Outcome(wins, 0 * bids)

    rule = Mechanism("middle", "middle", middle, "", "")
    assert run(rule, [[0.0, 2.0, 5.0]]).wins.tolist() == [[False, True, False]]
