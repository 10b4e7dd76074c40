"""Blocks that are judged at once: the same judgement as round by round, and never of a block with a fault in it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules.msb import MSB
from strategyproof.proofs.checker.batch import judge_each
from strategyproof.proofs.checker.exact_product import LOW, rational_error
from strategyproof.proofs.checker.flawless import judge_flawless
from strategyproof.proofs.checker.grid import grid_doubles

GRID = np.array(grid_doubles(20))
FIELDS = ("winner", "price", "failed", "rounded")
BID = st.one_of(
    st.integers(1, 12).map(float),
    st.floats(min_value=0, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, LOW, 2.0**990, 2.0**991, float(np.finfo(np.float64).max)]),
)


def market(rounds: int = 64, bidders: int = 4) -> tuple[Any, Any]:
    source = np.random.default_rng(0)
    return source.choice(GRID, rounds), source.integers(1, 40, (bidders, rounds)).astype(np.float64)


def judged(rho: Any, bids: Any, auction: Any = None, grid: int | None = 20) -> Any:
    with np.errstate(over="ignore", invalid="ignore"):  # as `judge` has it
        return judge_flawless(MSB.assume(rho=rho) if auction is None else auction, rho, bids, grid)


def same(whole: Any, each: Any) -> None:
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(whole, name), getattr(each, name), name, strict=True)


@given(st.integers(1, 4), st.data())
def test_what_is_judged_at_once_is_judged_as_each_round_is(bidders: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 3))
    bids = np.array([data.draw(st.lists(BID, min_size=count, max_size=count)) for _ in range(bidders)])
    rho = np.array(data.draw(st.lists(st.floats(min_value=0.5, max_value=20), min_size=count, max_size=count)))
    if data.draw(st.booleans()):  # a bid at the rounded price of the others, or a double beside it
        near = np.minimum(rho * np.minimum(bids[1:].max(axis=0, initial=1.0), 2.0**1000), 2.0**1001)
        bids[0] = np.nextafter(near, data.draw(st.sampled_from([0.0, math.inf])))
    whole = judged(rho, bids, grid=None)
    if whole is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            same(whole, judge_each(rho, bids, None, None))
        assert not whole.failed.any()


@pytest.mark.parametrize("bidders", [2, 3, 5, 9])
def test_ordinary_blocks_are_judged_at_once(bidders: int) -> None:
    rho, bids = market(5000, bidders)
    whole = judged(rho, bids)
    same(whole, judge_each(rho, bids, 20, None))
    assert (whole.winner >= 0).any()
    assert (whole.winner < 0).any()


def test_a_tie_made_by_rounding_is_found_in_a_block() -> None:
    rho, second = next(
        (float(rho), float(m))
        for rho in GRID[1:]
        for m in range(3, 99)
        if rational_error(float(rho), float(m), float(rho) * m) < 0
    )
    whole = judged(np.array([rho, 1.0]), np.array([[rho * second, 5.0], [second, 4.0]]))
    assert whole.rounded.tolist() == [True, False]
    assert whole.winner.tolist() == [-1, 0]


@pytest.mark.parametrize("bad", [0.5, math.nextafter(1, 0), 1.01, math.nan, math.inf, -1.0, 1e300])
def test_no_block_with_a_rho_that_fails_is_judged_at_once(bad: float) -> None:
    rho, bids = market()
    rho[5] = bad
    assert judged(rho, bids) is None


@pytest.mark.parametrize("odd", [0.0, 5e-324, 2.0**-901, 2.0**991, float(np.finfo(np.float64).max)])
def test_no_block_at_the_ends_of_the_doubles_is_judged_at_once(odd: float) -> None:
    rho, bids = market()
    bids[:, 5] = odd
    assert judged(rho, bids) is None


def test_no_block_of_a_lone_bidder_is_judged_at_once() -> None:
    rho, bids = market(bidders=1)
    assert judged(rho, bids) is None


FAULTS: dict[str, Callable[[Outcome, Any, Any], Outcome]] = {
    "everybody wins": lambda own, bids, rho: Outcome(np.ones_like(own.wins), own.payments),
    "nobody wins": lambda own, bids, rho: Outcome(np.zeros_like(own.wins), np.zeros_like(own.payments)),
    "the price is the next double": lambda own, bids, rho: Outcome(
        own.wins, np.where(own.wins, np.nextafter(own.payments, np.inf), 0)
    ),
    "the winner pays its bid": lambda own, bids, rho: Outcome(own.wins, np.where(own.wins, bids, 0)),
    "the winner pays nothing": lambda own, bids, rho: Outcome(own.wins, np.zeros_like(own.payments)),
    "losers pay": lambda own, bids, rho: Outcome(own.wins, np.where(own.wins, own.payments, 1)),
    "losers are paid": lambda own, bids, rho: Outcome(own.wins, np.where(own.wins, own.payments, -1)),
    "losers pay NaN": lambda own, bids, rho: Outcome(own.wins, np.where(own.wins, own.payments, np.nan)),
    "another bidder wins": lambda own, bids, rho: Outcome(np.roll(own.wins, 1, 0), np.roll(own.payments, 1, 0)),
    "the second wins for less": lambda own, bids, rho: Outcome(
        bids == np.sort(bids, 0)[-2], np.where(bids == np.sort(bids, 0)[-2], 1, 0)
    ),
}
MARKETS: dict[str, Callable[[Any], bool]] = {
    "in all markets": lambda bids: True,
    "in the whole market": lambda bids: len(bids) == 4,
    "in markets of two": lambda bids: len(bids) == 2,
    "in the truth of two": lambda bids: len(bids) == 2 and bids.ndim == 2,
    "in lies": lambda bids: len(bids) == 2 and bids.ndim == 3,
}


@pytest.mark.parametrize("where", MARKETS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_the_mechanism_passes(fault: str, where: str) -> None:
    rho, bids = market()
    own = MSB.assume(rho=rho)

    def faulty(asked: Any) -> Outcome:
        outcome = own(asked)
        return FAULTS[fault](outcome, asked, rho) if MARKETS[where](asked) else outcome

    assert judged(rho, bids) is not None
    assert judged(rho, bids, faulty) is None


@pytest.mark.parametrize("payment", [-1.0, 1.0, math.nan, math.inf])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize("bidders", [2, 4])
def test_a_fault_in_one_round_of_one_bidder_is_enough(bidders: int, place: int, payment: float) -> None:
    rho, bids = market()
    own = MSB.assume(rho=rho)

    def faulty(asked: Any) -> Outcome:
        outcome = own(asked)
        if len(asked) == bidders and asked.ndim == 2:
            outcome.payments[place % bidders, 11] += payment
        return outcome

    assert judged(rho, bids, faulty) is None


@pytest.mark.parametrize("lie", [0, 1, 2])
@pytest.mark.parametrize("case", [0, 1])
def test_one_lie_that_wins_or_loses_against_its_threshold_is_enough(lie: int, case: int) -> None:
    rho, bids = market()
    own, asked_for = MSB.assume(rho=rho), iter(range(100))

    def faulty(asked: Any) -> Outcome:
        outcome = own(asked)
        if asked.ndim == 3 and next(asked_for) == lie:
            outcome.wins[0, case, 3] ^= True
        return outcome

    assert judged(rho, bids, faulty) is None
