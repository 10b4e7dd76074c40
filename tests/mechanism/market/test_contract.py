"""The contract price: against brute force, in closed form, and what it says about itself."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategyproof.mechanism.market.contract import Contract, contract_price, pareto_contract, uniform_contract

TIED = ([3, 2, 8, 5, 3, 7], [6, 4, 5, 4, 1, 9])
VALUES = st.one_of(st.integers(0, 5), st.fractions(min_value=0, max_value=5, max_denominator=4))
SAMPLES = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=9)


def objective(bid: Any, highest: Any, brand: Any) -> Fraction:
    gains = [Fraction(v_0) - Fraction(v) for v, v_0 in zip(highest, brand, strict=True) if v <= bid]
    return sum(gains, start=Fraction(0)) / len(highest)


def test_ties_are_merged() -> None:
    contract = contract_price(*TIED)
    assert (contract.price, contract.objective, contract.kind) == (7, Fraction(2, 3), "interior")
    assert contract.expected_value == Fraction(29, 6)
    assert contract.loses_money


@given(samples=SAMPLES)
@example(samples=[(0, 1), (2, 0)])
@example(samples=list(zip(*TIED, strict=True)))
def test_against_brute_force(samples: list[tuple[Fraction, Fraction]]) -> None:
    highest, brand = [v for v, _ in samples], [v_0 for _, v_0 in samples]
    bids = sorted({Fraction(0), *map(Fraction, highest)})
    best = max(bids, key=lambda bid: objective(bid, highest, brand))
    contract = contract_price(highest, brand)
    assert contract.objective == objective(best, highest, brand)
    assert contract.price == (best if contract.objective > 0 else 0)
    assert isinstance(contract.price, Fraction)
    assert contract.loses_money == (contract.price > Fraction(sum(map(Fraction, brand)), len(brand)))
    if contract.kind == "always":
        assert contract.price == max(highest)
    assert (contract.kind == "never") == (contract.objective == 0)


@given(samples=SAMPLES)
def test_float_arrays_agree_on_dyadic_samples(samples: list[tuple[Fraction, Fraction]]) -> None:
    """Halves and quarters sum without rounding, so floats must give the very same contract."""
    highest = [Fraction(round(4 * v), 4) for v, _ in samples]
    brand = [Fraction(round(4 * v_0), 4) for _, v_0 in samples]
    exact = contract_price(highest, brand)
    floats = contract_price(np.array(highest, dtype=float), np.array(brand, dtype=float))
    assert (floats.price, floats.kind) == (exact.price, exact.kind)
    assert floats.objective == pytest.approx(float(exact.objective), rel=1e-15)
    assert contract_price(np.array(highest, dtype=object), np.array(brand, dtype=object)) == exact


def test_several_optimal_bids_give_the_smallest() -> None:
    assert contract_price([1, 2, 3], [2, 2, 3]) == Contract(1, Fraction(1, 3), "interior", Fraction(7, 3))
    assert contract_price([1, 2], [1, 2]).kind == "never"


def test_never_and_always() -> None:
    assert contract_price([2, 3], [1, 1]) == Contract(0, 0, "never", 1)
    assert contract_price([2, 3], [9, 9]) == Contract(3, Fraction(13, 2), "always", 9)
    assert contract_price([0, 0], [1, 2]) == Contract(0, Fraction(3, 2), "always", Fraction(3, 2))


def test_uniform_closed_form() -> None:
    assert uniform_contract(Fraction(3, 4)) == Contract(1, Fraction(3, 64), "interior", Fraction(3, 4))
    assert uniform_contract(Fraction(3, 5)) == Contract(Fraction(2, 5), Fraction(9, 2500), "interior", Fraction(3, 5))
    assert uniform_contract(Fraction(1, 2)).kind == "never"
    assert uniform_contract(2) == Contract(2, Fraction(5, 4), "always", 2)
    assert uniform_contract(0.75).price == 1.0
    assert uniform_contract(Fraction(3, 4)).loses_money
    assert not uniform_contract(Fraction(3, 5)).loses_money


def test_pareto_closed_form() -> None:
    assert [pareto_contract(m).price for m in (1, Fraction(3, 2), Fraction(5, 3), 2, 3)] == [
        0,
        3,
        5,
        math.inf,
        math.inf,
    ]
    assert pareto_contract(2).objective == 1
    assert not pareto_contract(Fraction(3, 2)).loses_money
    assert pareto_contract(Fraction(5, 3)).loses_money
    near = pareto_contract(Fraction(2 * 10**9 - 1, 10**9))
    assert float(near.objective) == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize("matching", [Fraction(3, 5), Fraction(3, 4), Fraction(9, 10)])
def test_uniform_price_is_where_the_marginal_gain_ends(matching: Fraction) -> None:
    """The objective's derivative (3b/4)(1 - b/2)(2 m_0 - 1 - b/2) is positive before b_0 and negative after it."""
    b = uniform_contract(matching).price
    gain = [(2 * matching - 1 - x / 2) for x in (b - Fraction(1, 10), b, b + Fraction(1, 10))]
    assert gain[0] > 0 == gain[1] > gain[2]


def test_monte_carlo_of_the_uniform_case() -> None:
    """At m_0 = 3/4: the objective of b = 1, and what a flat price of 1 does to the UAV under MSB at rho = 3/2."""
    rng, rounds = np.random.default_rng(5), 200_000
    common = 2 * rng.random(rounds)
    matching = np.sort(rng.random((3, rounds)), axis=0)
    brand, highest = 0.75 * common, common * matching[2]
    gains = np.where(highest <= 1, brand - highest, 0)
    utility = np.where(matching[2] > 1.5 * matching[1], 0, brand - 1)
    for draws, exact in ((gains, 3 / 64), (utility, -5 / 36)):
        assert abs(draws.mean() - exact) <= 4 * draws.std(ddof=1) / math.sqrt(rounds)
    contract = contract_price(highest, brand)
    assert contract.objective >= gains.mean()
    assert 0.8 < contract.price < 1.2
    assert contract.loses_money


def test_monte_carlo_of_the_pareto_case() -> None:
    """At m_0 = 3/2, b_0 = 3: gains are bounded by what b allows, so they have a standard error although C has none."""
    rng, rounds = np.random.default_rng(6), 400_000
    common, matching = 1 + rng.pareto(2, rounds), 1 + rng.pareto(3, rounds)
    gains = np.where(common * matching <= 3, 1.5 * common - common * matching, 0)
    exact = float(pareto_contract(Fraction(3, 2)).objective)
    assert abs(gains.mean() - exact) <= 4 * gains.std(ddof=1) / math.sqrt(rounds)


@pytest.mark.parametrize(
    ("highest", "brand", "error", "text"),
    [
        ([], [], ValueError, "expected one value per round and at least one round, got 0 of v_max, 0 of v_0; match"),
        ([1, 2], [1], ValueError, "got 2 of v_max, 1 of v_0; match the rounds"),
        ([1, -2], [1, 1], ValueError, r"expected v_max of round 1 finite and in \[0, inf\), got -2; a value is finite"),
        ([1, 2], [math.nan, 1], ValueError, "expected v_0 of round 0 finite .*, got nan"),
        (np.array([1.0, math.inf]), np.ones(2), ValueError, "expected v_max finite .*, got inf at index 1"),
        (np.ones((2, 2)), np.ones(2), TypeError, r"expected v_max to be a sequence .*, got shape \(2, 2\)"),
        (3, [1], TypeError, "expected v_max to be a sequence or a one-dimensional array, got 3"),
        ([1.0], np.ones(1), TypeError, r"expected v_max to be a real number, got \[1.0\].*all arrays or all sequences"),
    ],
)
def test_errors(highest: Any, brand: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text) as caught:
        contract_price(highest, brand)
    assert str(caught.value).startswith("eq. 13: ")
