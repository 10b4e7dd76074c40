"""The bounds and the constant rho from history: against brute force, exactly, and on heavy tails."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategyproof.mechanism.market.baselines import (
    best_exogenous_rho,
    first_best,
    msb_surplus,
    optimal_rho,
    price_grid,
)
from strategyproof.mechanism.market.contract import contract_price
from strategyproof.mechanism.market.pareto import pareto_figures

VALUES = st.one_of(st.integers(0, 6), st.fractions(min_value=0, max_value=6, max_denominator=3))
ROUNDS = st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=8)
ZETA = st.sampled_from([1, 2, Fraction(1, 3)])
FLOATS = st.floats(1e-3, 1e3)


def columns(rounds: list[tuple[Any, Any, Any]]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return v_0, v_(1), v_(2) of rounds whose second and third entries come in any order."""
    return [v for v, _, _ in rounds], [max(a, b) for _, a, b in rounds], [min(a, b) for _, a, b in rounds]


def by_hand(rho: Any, brand: list[Any], top: list[Any], second: list[Any], zeta: Any) -> Fraction:
    won = [v if v > rho * s else zeta * v_0 for v_0, v, s in zip(brand, top, second, strict=True)]
    return Fraction(sum(map(Fraction, won))) / len(won)


@given(rounds=ROUNDS, zeta=ZETA)
@example(rounds=[(5, 1, 0), (1, 4, 2)], zeta=1)
def test_best_exogenous_rho_against_brute_force(rounds: list[tuple[Any, Any, Any]], zeta: Fraction) -> None:
    market = columns(rounds)
    ratios = [Fraction(v) / Fraction(s) for _, v, s in zip(*market, strict=True) if s > 0]
    candidates = sorted({Fraction(1), *ratios})
    best = max(candidates, key=lambda rho: by_hand(rho, *market, zeta))
    found = best_exogenous_rho(*market, zeta=zeta)
    assert found.rho == best
    assert found.surplus == by_hand(best, *market, zeta) == msb_surplus(found.rho, *market, zeta=zeta)
    assert found.sold == Fraction(sum(v > best * s for _, v, s in zip(*market, strict=True)), len(rounds))
    assert found.unsold_surplus == msb_surplus(math.inf, *market, zeta=zeta)
    assert found.surplus <= Fraction(sum(first_best(market[0], market[1], zeta=zeta))) / len(rounds)


@given(rounds=ROUNDS, grid=st.lists(st.fractions(1, 5, max_denominator=3), min_size=1, max_size=4))
def test_best_exogenous_rho_on_a_grid(rounds: list[tuple[Any, Any, Any]], grid: list[Fraction]) -> None:
    market = columns(rounds)
    best = max(sorted(grid), key=lambda rho: by_hand(rho, *market, 1))
    found = best_exogenous_rho(*market, grid=grid)
    assert (found.rho, found.surplus) == (best, by_hand(best, *market, 1))


@given(rounds=st.lists(st.tuples(FLOATS, FLOATS, FLOATS), min_size=1, max_size=8))
def test_the_float_rho_does_what_it_says(rounds: list[tuple[float, float, float]]) -> None:
    """The float just found, run through the very comparison of MSB, sells the share and earns the surplus reported."""
    brand, top, second = (np.array(column) for column in columns(rounds))
    found = best_exogenous_rho(brand, top, second)
    assert found.sold == Fraction(int((top > found.rho * second).sum()), len(rounds))
    assert found.surplus == pytest.approx(msb_surplus(found.rho, brand, top, second), rel=1e-12)
    for other in (1.0, *(top / second), *np.nextafter(top / second, math.inf)):
        assert found.surplus >= msb_surplus(float(max(1.0, other)), brand, top, second) * (1 - 1e-12)


def test_a_float_quotient_that_rounds_down_still_keeps_the_round() -> None:
    tops = np.arange(2.0, 200.0)
    seconds = np.full_like(tops, 49.0) * (tops >= 49) + (tops < 49)
    short = [t for t, (v, s) in enumerate(zip(tops, seconds, strict=True)) if (v / s) * s < v]
    assert short, "no quotient rounds down here: choose other numbers"
    for t in short:
        found = best_exogenous_rho(np.array([1e6]), tops[t : t + 1], seconds[t : t + 1])
        assert found.never_sells
        assert found.rho == np.nextafter(tops[t] / seconds[t], math.inf)


def test_a_round_without_a_second_bid_sells_at_every_finite_rho() -> None:
    found = best_exogenous_rho(brand=[5, 5], top=[1, 2], second=[0, 1])
    assert (found.rho, found.surplus, found.sold) == (2, 3, Fraction(1, 2))
    assert found.never_is_better
    assert not found.never_sells
    floats = best_exogenous_rho(np.array([5.0, 5.0]), np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    assert (floats.rho, floats.surplus, floats.sold) == (2.0, 3.0, Fraction(1, 2))
    assert floats.never_is_better


def test_a_quotient_beyond_the_floats_sells_at_every_float() -> None:
    found = best_exogenous_rho(np.array([5.0]), np.array([1.0]), np.array([5e-324]))
    assert [found.rho, found.sold] == [1.0, 1]


def test_an_empty_market_is_never_sold() -> None:
    found = best_exogenous_rho([1], [0], [0])
    assert (found.rho, found.surplus, found.never_sells, found.never_is_better) == (1, 1, True, False)


def test_the_boundary_itself_does_not_sell() -> None:
    found = best_exogenous_rho(brand=[4, 4, 4], top=[6, 3, 5], second=[2, 2, 1])
    assert (found.rho, found.surplus, found.sold) == (Fraction(3, 2), 5, Fraction(2, 3))
    assert msb_surplus(Fraction(3, 2) - Fraction(1, 10**9), [4, 4, 4], [6, 3, 5], [2, 2, 1]) < 5


def test_optimal_rho() -> None:
    assert optimal_rho([4, 2], [1, 3]) == Fraction(3, 2)
    assert optimal_rho([4, 2], [1, 3], zeta=2) == 3
    assert optimal_rho([1, 1], [1, 3]) == 1
    assert optimal_rho(np.array([4.0, 2.0]), np.array([1.0, 3.0])) == 1.5


def test_first_best() -> None:
    assert first_best(3, 4, zeta=Fraction(3, 2)) == Fraction(9, 2)
    assert first_best([4, 1], [3, 2]) == [4, 2]
    assert first_best(np.array([4.0, 1.0]), np.array([3.0, 2.0]), zeta=2).tolist() == [8.0, 2.0]
    assert first_best(np.array([4.0, 1.0]), 3).tolist() == [4.0, 3.0]


def test_price_grid() -> None:
    grid = price_grid(20)
    assert (grid[0], len(grid)) == (1.0, 20)
    assert grid[10] == pytest.approx(math.sqrt(10))
    assert max(grid) < 10


def test_torch_gives_what_numpy_gives() -> None:
    xp = pytest.importorskip("torch", reason="torch is not installed: its arrays go untested here")
    rng = np.random.default_rng(0)
    market = (np.full(50, 2.0), *np.flip(np.sort(1 + rng.pareto(2, (2, 50)), axis=0), axis=0))
    ours = [xp.asarray(column.copy()) for column in market]
    assert best_exogenous_rho(*ours) == best_exogenous_rho(*market)
    assert best_exogenous_rho(*ours, grid=price_grid(20)) == best_exogenous_rho(*market, grid=price_grid(20))
    assert msb_surplus(1.5, *ours) == pytest.approx(msb_surplus(1.5, *market), rel=1e-14)
    assert optimal_rho(ours[0], ours[2]) == pytest.approx(optimal_rho(market[0], market[2]), rel=1e-14)
    contract, expected = contract_price(ours[1], ours[0]), contract_price(market[1], market[0])
    assert (contract.price, contract.kind) == (expected.price, expected.kind)
    assert contract.objective == pytest.approx(expected.objective, rel=1e-13)
    assert float(first_best(*ours[:2])[0]) == first_best(*market[:2])[0]


@pytest.mark.parametrize("tail", [2, 3])
def test_the_sample_optimum_finds_rho_star(tail: int) -> None:
    """On Pareto match values, both history-based rho approach rho* = m_0/e2, whose moment is finite for a >= 2.

    The estimator of Optimal MSB is a ratio with a constant on top, so its standard error follows from that of the mean
    of v_(2), whose tail is x^(-2a). The argmax of a step function converges more slowly; the surplus that it gives up
    is what counts, and is exact here because W is known in closed form.
    """
    figures, rounds = pareto_figures(tail, 3, 4), 100_000
    values = np.sort(1 + np.random.default_rng(tail).pareto(tail, (3, rounds)), axis=0)
    brand = np.full(rounds, 4.0)
    optimal = optimal_rho(brand, values[1])
    error = float(figures.rho) * values[1].std() / values[1].mean() / math.sqrt(rounds)
    assert abs(optimal - float(figures.rho)) <= 4 * error
    best = best_exogenous_rho(brand, values[2], values[1])
    e_2, a = float(figures.second), tail
    reached = 4 * (1 - best.rho**-a) + e_2 * a / (a - 1) * best.rho ** (1 - a)
    assert reached == pytest.approx(float(figures.surplus), rel=2e-3)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: optimal_rho([1, 1], [0, 0]),
            r"expected some v_\(2\) > 0 in the history, got 2 rounds of 0; every rho",
        ),
        (lambda: optimal_rho([1], [1], zeta=0), r"expected zeta finite and in \(0, inf\), got 0; it weighs the UAV"),
        (
            lambda: msb_surplus(Fraction(1, 2), [1], [1], [1]),
            "expected rho >= 1, got 1/2; below 1 a round can have two",
        ),
        (lambda: msb_surplus(math.nan, [1], [1], [1]), "expected rho >= 1, got nan"),
        (
            lambda: best_exogenous_rho([1, 1], [1, 1], [1, 2]),
            r"expected v_\(1\) >= v_\(2\), got 1 < 2 in round 1; give the",
        ),
        (lambda: best_exogenous_rho(np.ones(2), np.ones(2), np.array([1.0, 2.0])), "got 1.0 < 2.0 in round 1"),
        (
            lambda: best_exogenous_rho([1], [1], [1], grid=[]),
            "expected a grid of at least one price, got none; leave it out",
        ),
        (
            lambda: best_exogenous_rho([1], [1], [1], grid=[1, math.inf]),
            "finite prices rho >= 1, got inf at index 1 of the",
        ),
        (lambda: best_exogenous_rho([1, 1], [1], [1]), r"got 2 of v_0, 1 of v_\(1\), 1 of v_\(2\); match the rounds"),
        (lambda: first_best(-1, 1), r"expected v_0 finite and in \[0, inf\), got -1"),
        (lambda: price_grid(0), "expected at least one action, got 0"),
    ],
)
def test_errors(call: Callable[[], Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        call()
