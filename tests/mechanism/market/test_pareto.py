"""The exact figures of the textbook markets, and the Monte Carlo of the same quantities within its standard error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from strategyproof.mechanism.market.pareto import pareto_figures, pareto_surplus, uniform_figures, uniform_surplus

ROUNDS = 200_000

TABLE = [
    (2, 2, 2, "71/24", "3/2", "26/9", "208/213", "5/9"),
    (2, 3, 2, "541/160", "5/4", "82/25", "2624/2705", "9/25"),
    (2, 3, 4, "24241/5120", "5/2", "116/25", "118784/121205", "21/25"),
    (3, 2, 2, "359/160", "5/3", "277/125", "8864/8975", "98/125"),
]


def within_four_standard_errors(draws: NDArray[Any], exact: Fraction) -> bool:
    return bool(abs(draws.mean() - float(exact)) <= 4 * draws.std(ddof=1) / math.sqrt(draws.size))


def top_two(rng: np.random.Generator, tail: int, bidders: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.sort(1 + rng.pareto(tail, (bidders, ROUNDS)), axis=0)
    return values[-1], values[-2]


@pytest.mark.parametrize(("a", "n", "m_0", "first_best", "rho", "surplus", "ratio", "share"), TABLE)
def test_exact_figures(
    a: int, n: int, m_0: int, first_best: str, rho: str, surplus: str, ratio: str, share: str
) -> None:
    figures = pareto_figures(a, n, m_0)
    got = (figures.first_best, figures.rho, figures.surplus, figures.ratio, figures.brand_share)
    assert got == tuple(Fraction(figure) for figure in (first_best, rho, surplus, ratio, share))


@pytest.mark.parametrize(("a", "n", "m_0"), [(2, 2, 2), (2, 3, 4), (3, 2, 2), (4, 5, Fraction(7, 2))])
def test_rho_star_is_the_best_constant(a: int, n: int, m_0: Fraction) -> None:
    figures = pareto_figures(a, n, m_0)
    assert isinstance(figures.rho, Fraction)
    assert pareto_surplus(a, n, m_0, figures.rho) == figures.surplus
    for other in (figures.rho - Fraction(1, 100), figures.rho + Fraction(1, 100)):
        assert pareto_surplus(a, n, m_0, max(Fraction(1), other)) <= figures.surplus


def test_w_star_formula_of_both_branches() -> None:
    assert pareto_figures(2, 3, 1).surplus == pareto_figures(2, 3, 1).highest
    figures = pareto_figures(3, 4, 5)
    e_2 = figures.second
    assert figures.surplus == 5 + e_2 / 2 * (5 / e_2) ** -2


def test_a_weak_brand_leaves_all_to_the_base_stations() -> None:
    figures = pareto_figures(2, 3, Fraction(1, 2))
    assert [figures.rho, figures.brand_share, figures.ratio] == [1, 0, 1]


def test_power_laws_keep_94_8_percent_of_first_best() -> None:
    ratios = [
        pareto_figures(a, n, Fraction(m, 4)).ratio for a in range(2, 9) for n in range(2, 9) for m in range(1, 41)
    ]
    assert min(ratios) >= Fraction(948, 1000)


@pytest.mark.parametrize("n", [2, 3])
def test_monte_carlo_of_a_light_tail(n: int) -> None:
    """At a = 3 a surplus has a finite variance, so raw averages have a standard error."""
    m_0 = 2
    figures = pareto_figures(3, n, m_0)
    top, second = top_two(np.random.default_rng(7 + n), 3, n)
    sold = top > float(figures.rho) * second
    assert within_four_standard_errors(np.maximum(m_0, top), figures.first_best)
    assert within_four_standard_errors(np.where(sold, top, m_0), figures.surplus)
    assert within_four_standard_errors(1.0 - sold, figures.brand_share)
    assert within_four_standard_errors(second, figures.second)


@pytest.mark.parametrize(("n", "m_0"), [(2, 2), (3, 2), (3, 4)])
def test_monte_carlo_of_a_heavy_tail(n: int, m_0: int) -> None:
    """At a = 2 the highest value has an infinite variance, and a standard error of its average would be a fiction.

    The second highest has a finite one (its tail is x^-4), and given it the highest is Pareto(2) from there on: so
    the averages are of means conditional on the second highest, drawn by Monte Carlo.
    """
    figures = pareto_figures(2, n, m_0)
    top, second = top_two(np.random.default_rng(11 + n), 2, n)
    rho = float(figures.rho)
    kept = m_0 * (1 - rho**-2) + 2 * second / rho
    best = np.where(second >= m_0, 2 * second, m_0 + second**2 / m_0)
    assert within_four_standard_errors(kept, figures.surplus)
    assert within_four_standard_errors(best, figures.first_best)
    assert within_four_standard_errors(1.0 - (top > rho * second), figures.brand_share)


def test_uniform_is_where_the_headline_ends() -> None:
    figures = uniform_figures(2, Fraction(2, 3))
    assert figures.ratio == Fraction(27, 31)
    assert (figures.surplus, figures.first_best) == (Fraction(2, 3), Fraction(62, 81))
    assert {uniform_surplus(2, Fraction(2, 3), rho) for rho in (1, 2, 10)} == {Fraction(2, 3)}


def test_uniform_sells_always_or_never() -> None:
    assert uniform_figures(3, Fraction(1, 2)).rho == 1
    never = uniform_figures(3, Fraction(4, 5))
    assert [never.rho, never.surplus, never.brand_share] == [math.inf, Fraction(4, 5), 1]
    assert uniform_figures(3, 2).ratio == 1


def test_uniform_monte_carlo() -> None:
    values = np.sort(np.random.default_rng(3).random((3, ROUNDS)), axis=0)
    sold = values[2] > 1.5 * values[1]
    exact = uniform_surplus(3, Fraction(2, 5), Fraction(3, 2))
    assert within_four_standard_errors(np.where(sold, values[2], 0.4), exact)
    assert within_four_standard_errors(np.maximum(values[2], 0.4), uniform_figures(3, Fraction(2, 5)).first_best)


def test_errors() -> None:
    with pytest.raises(
        ValueError, match="expected the tail a to be an integer >= 2, got 1; a heavier tail has no mean"
    ):
        pareto_figures(1, 2, 2)
    with pytest.raises(ValueError, match="expected N to be an integer >= 2, got 1; MSB needs a second bid to scale"):
        uniform_figures(1, 2)
    with pytest.raises(TypeError, match=r"expected m_0 to be an int or a Fraction, got 0\.5; write 0\.5 as Fraction"):
        pareto_figures(2, 2, 0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="expected rho >= 1, got 1/2"):
        pareto_surplus(2, 2, 2, Fraction(1, 2))
