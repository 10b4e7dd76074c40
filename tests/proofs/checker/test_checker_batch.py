"""The batch against the rationals, round by round, on the doubles where they could differ."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.msb import MSB
from strategyproof.proofs.checker import batch
from strategyproof.proofs.checker import conditions as on
from strategyproof.proofs.checker.batch import BLOCK, judge
from strategyproof.proofs.checker.exact_product import in_domain, product_error, rational_error
from strategyproof.proofs.checker.grid import grid_doubles, off_grid
from strategyproof.proofs.checker.single import judge_round

LARGEST = float(np.finfo(np.float64).max)
ANY_BID = st.floats(min_value=0, max_value=LARGEST, allow_nan=False)
PLAIN_BID = st.one_of(st.integers(0, 12).map(float), st.floats(min_value=0, max_value=100))
GRID_RHO = st.sampled_from(grid_doubles(20))
ANY_RHO = st.one_of(GRID_RHO, st.floats(min_value=1, max_value=10), st.floats(min_value=1, max_value=LARGEST))
BAD_RHO = st.one_of(
    st.floats(max_value=1, exclude_max=True), st.sampled_from([math.nan, math.inf, -math.inf, 0.999999999])
)


@st.composite
def rounds(draw: st.DrawFn, rho: st.SearchStrategy[float] = ANY_RHO) -> tuple[float, list[float]]:
    """A rho and bids, the highest of them often at the rounded price or beside it."""
    bids = draw(st.lists(draw(st.sampled_from([PLAIN_BID, ANY_BID])), min_size=1, max_size=5))
    price = draw(rho)
    if draw(st.booleans()):
        near = price * max(bids)
        for _ in range(draw(st.integers(0, 2))):
            near = math.nextafter(near, draw(st.sampled_from([0.0, math.inf])))
        if 0 <= near <= LARGEST:
            bids.insert(draw(st.integers(0, len(bids))), near)
    return price, bids


def _both(rho: float, bids: list[float], grid: int | None, used: Outcome | None = None) -> tuple[Any, Any]:
    column = None if used is None else Outcome(used.wins[:, None], used.payments[:, None])
    fast = judge(np.array([rho]), np.array(bids)[:, None], grid, column)
    return (
        (int(fast.winner[0]), float(fast.price[0]), int(fast.failed[0]), bool(fast.rounded[0])),
        judge_round(rho, bids, grid, used),
    )


@given(rounds())
@example((1.1, [1.1 * 3, 3.0]))
@example((1.5, [5e-324 * 2, 5e-324]))
@example((LARGEST, [LARGEST, 2.0]))
@example((2.0, [LARGEST, LARGEST / 2]))
@example((1.0, [0.0, 0.0]))
def test_batch_agrees_with_rationals(case: tuple[float, list[float]]) -> None:
    rho, bids = case
    fast, slow = _both(rho, bids, None)
    assert fast == slow
    assert fast[2] == 0


@given(rounds(BAD_RHO), st.sampled_from([None, 20]))
def test_batch_agrees_outside_the_domain(case: tuple[float, list[float]], grid: int | None) -> None:
    fast, slow = _both(*case, grid)
    assert fast == slow
    assert fast[2] & on.DOMAIN


@given(rounds(), st.data())
def test_batch_agrees_on_outcomes_that_are_not_the_source(case: tuple[float, list[float]], data: st.DataObject) -> None:
    rho, bids = case
    with np.errstate(over="ignore", invalid="ignore"):
        own = MSB.assume(rho=rho)(np.array(bids))
    wins, payments = own.wins.copy(), own.payments.copy()
    place = data.draw(st.integers(0, len(bids) - 1))
    match data.draw(st.sampled_from(["winner", "price", "nothing"])):
        case "winner":
            wins[place] = not wins[place]
        case "price":
            payments[place] = data.draw(st.one_of(PLAIN_BID, st.just(math.nextafter(payments[place], math.inf))))
            assume(math.isfinite(payments[place]))
    fast, slow = _both(rho, bids, None, Outcome(wins, payments))
    changed = not (np.array_equal(wins, own.wins) and np.array_equal(payments, own.payments))
    assert bool(fast[2] & on.AS_SOURCE.bit) == bool(slow[2] & on.AS_SOURCE.bit) == changed
    assert (fast[2] != 0) == (slow[2] != 0)
    for condition in (on.SINGLE_WINNER, on.LOSERS_PAY_NOTHING, on.PRICE_ROUNDED, on.CRITICAL, on.TRUTHFUL):
        assert fast[2] & condition.bit == slow[2] & condition.bit, condition.id


@given(ANY_RHO, ANY_BID)
def test_product_error_is_exact_in_its_domain(rho: float, second: float) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        one, two = np.array([rho]), np.array([second])
        product = one * two
        assume(in_domain(one, two, product)[0])
        error = product_error(one, two, product)
    assert Fraction(float(error[0])) == rational_error(rho, second, float(product[0]))


def test_a_tie_made_by_rounding_is_reported_and_certified() -> None:
    rho, second = next(
        (rho, float(m))
        for rho in grid_doubles(20)[1:]
        for m in range(3, 99)
        if rational_error(rho, float(m), rho * m) < 0
    )
    judged = judge(np.array([rho]), np.array([[rho * second], [second]]), 20)
    assert (judged.winner[0], judged.failed[0], judged.rounded[0]) == (-1, 0, True)


def test_a_long_batch_agrees_with_its_parts() -> None:
    rng = np.random.default_rng(0)
    bids = rng.pareto(2, (4, BLOCK + 3)) + 1
    rho = rng.choice(np.array(grid_doubles(20)), BLOCK + 3)
    judged = judge(rho, bids, 20)
    assert not judged.failed.any()
    for place in (0, BLOCK - 1, BLOCK, BLOCK + 2):
        winner, price, failed, _ = judge_round(float(rho[place]), bids[:, place].tolist(), 20)
        assert (judged.winner[place], judged.price[place], judged.failed[place]) == (winner, price, failed)


@pytest.mark.parametrize("actions", [1, 2, 3, 20, 64])
def test_the_grid_encloses_the_powers(actions: int) -> None:
    table = grid_doubles(actions)
    assert table[0] == 1
    assert len(table) == 1 + 4 * (actions - 1)
    for action in range(1, actions):
        _, low, high, _ = table[4 * action - 3 : 4 * action + 1]
        assert Fraction(low) ** actions <= 10**action < Fraction(high) ** actions


@settings(max_examples=50)
@given(st.integers(1, 60))
def test_the_grid_holds_what_the_powers_of_this_machine_give(actions: int) -> None:
    powers = np.array([10 ** (action / actions) for action in range(actions)])
    assert not off_grid(powers, actions).any()
    assert not off_grid(10.0 ** (np.arange(actions) / actions), actions).any()


def test_off_grid() -> None:
    rho = np.array([1.0, math.nextafter(1, 2), 10.0, math.nan, math.inf, -math.inf, 0.0, 2.0])
    assert off_grid(rho, 20).tolist() == [False, True, True, True, True, True, True, True]


def test_a_sibling_in_which_a_lie_gains_is_not_truthful(monkeypatch: pytest.MonkeyPatch) -> None:
    rho, bids = np.array([2.0, 2.0, 2.0]), np.array([[3.0, 5.0, 9.0], [2.0, 1.0, 2.0]])
    assert not judge(rho, bids, None).failed.any()
    monkeypatch.setattr(batch, "MSB", MECHANISMS["msb-pays-second-bid"])
    # A value between the second bid and the threshold loses, and a lie above the threshold would win at the second bid.
    assert ((judge(rho, bids, None).failed & on.TRUTHFUL.bit) != 0).tolist() == [True, False, False]
