"""What MSB is compared with that needs no learning and is no allocation rule: bounds, and constant rho from history.

Each function takes T >= 1 rounds of (v_0, v_(1), v_(2)): the UAV's value, and the highest and the second highest value
of the base stations. Sequences (or NumPy object arrays) of exact numbers are never rounded; float arrays stay floats.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from numbers import Rational, Real
from typing import Any

import numpy as np
from array_api_compat import array_namespace, is_array_api_obj

from strategyproof.mechanism.market.contract import count_of, mean_of, samples
from strategyproof.mechanism.market.operands import Numeric, Quantity, operands, positive

__all__ = ["ExogenousRho", "best_exogenous_rho", "first_best", "msb_surplus", "optimal_rho", "price_grid"]


@dataclass(frozen=True, slots=True)
class ExogenousRho:
    """The best constant price scaling factor on a sample of rounds.

    Attributes
    ----------
    rho
        The smallest finite rho >= 1 (or of the grid) that reaches the maximum.
    surplus
        The mean surplus of MSB at that rho.
    sold
        The share of the rounds that a base station wins at that rho.
    unsold_surplus
        zeta E[v_0], the mean surplus if no base station ever won.
    """

    rho: Numeric
    surplus: Numeric
    sold: Fraction
    unsold_surplus: Numeric

    @property
    def never_sells(self) -> bool:
        """Whether no base station wins a single round of the sample: every higher rho is as good, up to infinity."""
        return self.sold == 0

    @property
    def never_is_better(self) -> bool:
        """Whether never selling beats every rho allowed: where v_(2) = 0, or on a grid, no rho may keep the task."""
        return bool(self.unsold_surplus > self.surplus)


def price_grid(actions: int) -> tuple[float, ...]:
    r"""Return the prices that a selector with :math:`|A|` actions can emit: :math:`\rho = 10^{a/|A|}`, a = 0..|A|-1.

    Raises
    ------
    ValueError
        If there is no action.

    Examples
    --------
    >>> price_grid(1), price_grid(2)
    ((1.0,), (1.0, 3.1622776601683795))
    """
    if actions < 1:
        raise ValueError(f"expected at least one action, got {actions}; |A| = 20 is the default scenario's")
    return tuple(10 ** (action / actions) for action in range(actions))


def optimal_rho(brand: Numeric, second: Numeric, *, zeta: Numeric = 1) -> Numeric:
    r"""Return the rho of Optimal MSB: :math:`\rho = \max(1, E[u_0] / E[u_{(2)}])` from history.

    Parameters
    ----------
    brand
        :math:`v_0 \ge 0` per round; :math:`u_0 = \zeta v_0`.
    second
        :math:`u_{(2)} = v_{(2)} \ge 0` per round.
    zeta
        :math:`\zeta > 0`, weight of the UAV's surplus.

    Raises
    ------
    ValueError
        If there is no round, the lengths differ, a value is negative, NaN or infinite, or every v_(2) is 0: then
        every rho charges 0 and none is optimal.

    Examples
    --------
    >>> optimal_rho([4, 2], [1, 3])
    Fraction(3, 2)
    """
    worths, seconds = samples("Optimal MSB", ("v_0", brand), ("v_(2)", second))
    mean = mean_of(seconds)
    if mean == 0:
        raise ValueError(
            f"Optimal MSB: expected some v_(2) > 0 in the history, got {count_of(seconds)} rounds of 0; every rho "
            "charges 0 there, so give a longer history or more than one base station"
        )
    weight = _weight("Optimal MSB", zeta, worths)
    ratio = weight * mean_of(worths) / mean
    return max(0 * ratio + 1, ratio)


def first_best(brand: Numeric, top: Numeric, *, zeta: Numeric = 1) -> Numeric:
    r"""Return the first best of each round: :math:`\max(\zeta v_0, v_{(1)})`, the bound that nothing can pass.

    Numbers, arrays of any shapes that broadcast, or sequences with one entry per round (which give a list).

    Raises
    ------
    ValueError
        If a value is negative, NaN or infinite, or the shapes differ.

    Examples
    --------
    >>> first_best([4, 1], [3, 2])
    [Fraction(4, 1), Fraction(2, 1)]
    """
    if isinstance(brand, Sequence) and isinstance(top, Sequence):
        worths, tops = samples("first best", ("v_0", brand), ("v_(1)", top))
        weight = _weight("first best", zeta, worths)
        return [max(weight * worth, value) for worth, value in zip(worths, tops, strict=True)]
    fix = "a value is finite and at least 0 (eq. 11)"
    worth, value, weight = operands(
        "first best",
        Quantity("v_0", brand, fix),
        Quantity("v_(1)", top, fix),
        positive("zeta", zeta, "1 by default"),
    )
    if not is_array_api_obj(worth) and not is_array_api_obj(value):
        return max(weight * worth, value)
    xp = array_namespace(worth, value)
    worth, value = weight * worth + 0 * value, value + 0 * worth
    return xp.where(worth >= value, worth, value)


def msb_surplus(rho: Numeric, brand: Numeric, top: Numeric, second: Numeric, *, zeta: Numeric = 1) -> Numeric:
    r"""Return the mean surplus of MSB at a constant rho.

    :math:`\frac1T \sum_t \left(v_{(1)}^t 1\{v_{(1)}^t > \rho v_{(2)}^t\} + \zeta v_0^t 1\{\text{otherwise}\}\right)`.

    Parameters
    ----------
    rho
        :math:`\rho \ge 1`, or ``math.inf``, which means never to sell.
    brand, top, second
        :math:`v_0, v_{(1)} \ge v_{(2)} \ge 0` per round.
    zeta
        :math:`\zeta > 0`, weight of the UAV's surplus.

    Raises
    ------
    ValueError
        If rho < 1 or NaN, there is no round, the lengths differ, or a value is outside its domain.

    Examples
    --------
    >>> msb_surplus(2, brand=[4, 4], top=[6, 5], second=[2, 3])
    Fraction(5, 1)
    """
    scale = _check_rho(rho)
    worths, tops, seconds = _rounds(brand, top, second)
    weight = _weight("MSB", zeta, worths)
    if rho == math.inf:
        return weight * mean_of(worths)
    if isinstance(tops, list):
        triples = zip(worths, tops, seconds, strict=True)
        return mean_of([value if value > scale * other else weight * worth for worth, value, other in triples])
    return mean_of(array_namespace(tops).where(tops > float(scale) * seconds, tops, weight * worths))


def best_exogenous_rho(
    brand: Numeric, top: Numeric, second: Numeric, *, zeta: Numeric = 1, grid: Sequence[Numeric] | None = None
) -> ExogenousRho:
    r"""Return the best rho that sees no bid, past or present, exactly, on a sample of rounds.

    :math:`\arg\max_{\rho \ge 1} \frac1T \sum_t (v_{(1)}^t - \zeta v_0^t) 1\{v_{(1)}^t > \rho v_{(2)}^t\}`. Round t is
    sold at every rho below :math:`v_{(1)}^t / v_{(2)}^t` and, the inequality being strict, not at it; so the surplus is
    a step function whose steps hold their left ends, the maximum is attained at 1 or at a ratio, and sorting the ratios
    finds the smallest such rho in O(T log T). In floats, the smallest float at which the product rounds to
    :math:`v_{(1)}^t` or more takes the place of the ratio, so the rho returned sells what it is said to (if no value is
    subnormal).

    Parameters
    ----------
    brand, top, second
        :math:`v_0, v_{(1)} \ge v_{(2)} \ge 0` per round. Where :math:`v_{(2)} = 0 < v_{(1)}`, every finite rho sells.
    zeta
        :math:`\zeta > 0`, weight of the UAV's surplus.
    grid
        The prices allowed, e.g. :func:`price_grid`; every finite rho >= 1 by default.

    Raises
    ------
    ValueError
        If there is no round, the lengths differ, a value is outside its domain, or the grid is empty or holds a number
        that is no finite rho >= 1.

    Examples
    --------
    >>> best = best_exogenous_rho(brand=[4, 4, 4], top=[6, 3, 5], second=[2, 2, 1])
    >>> print(best.rho, best.surplus, best.sold)
    3/2 5 2/3
    """
    worths, tops, seconds = _rounds(brand, top, second)
    weight = _weight("best exogenous rho", zeta, worths)
    prices = None if grid is None else sorted(_check_price(price, place) for place, price in enumerate(grid))
    if prices == []:
        raise ValueError(
            "best exogenous rho: expected a grid of at least one price, got none; leave it out to allow all"
        )
    unsold = weight * mean_of(worths)
    search = _exact_search if isinstance(tops, list) else _float_search
    worths = [weight * w for w in worths] if isinstance(worths, list) else weight * worths
    rho, gain, sold = search(worths, tops, seconds, prices)
    rounds = count_of(tops)
    return ExogenousRho(rho, unsold + gain / rounds, Fraction(sold, rounds), unsold)


def _exact_search(worths: list[Any], tops: list[Any], seconds: list[Any], prices: Any) -> tuple[Any, Any, int]:
    """Return the best price, its gain over never selling, and how many rounds it sells."""
    zero = 0 * tops[0]
    limits = [1 + zero if v == 0 else math.inf if s == 0 else v / s for v, s in zip(tops, seconds, strict=True)]
    order = sorted(range(len(limits)), key=limits.__getitem__)
    ordered = [limits[t] for t in order]
    above = list(accumulate((tops[t] - worths[t] for t in reversed(order)), initial=zero))[::-1]
    candidates = prices or [1 + zero, *(limit for limit in ordered if 1 < limit < math.inf)]
    unsold = [bisect_right(ordered, rho) for rho in candidates]
    best = max(range(len(candidates)), key=lambda i: above[unsold[i]])
    return candidates[best], above[unsold[best]], len(tops) - unsold[best]


def _float_search(worths: Any, tops: Any, seconds: Any, prices: Any) -> tuple[float, float, int]:
    """Do the same on arrays of floats."""
    xp = array_namespace(worths, tops, seconds)
    limits = _float_limits(xp, tops, seconds)
    order = xp.argsort(limits, stable=True)
    ordered = xp.take(limits, order)
    gains = xp.cumulative_sum(xp.flip(xp.take(tops - worths, order)), include_initial=True)
    above = xp.flip(gains)
    one = xp.ones_like(ordered[:1])
    candidates = (
        xp.concat([one, ordered[ordered < math.inf]]) if prices is None else xp.asarray(prices, dtype=one.dtype)
    )
    unsold = xp.searchsorted(ordered, candidates, side="right")
    reached = xp.take(above, unsold)
    best = int(xp.argmax(reached))
    return float(candidates[best]), float(reached[best]), int(tops.shape[0]) - int(unsold[best])


def _float_limits(xp: Any, tops: Any, seconds: Any) -> Any:
    """Return the smallest float rho at which each round is not sold; infinity where every finite rho sells."""
    one, never = xp.ones_like(tops), xp.full_like(tops, math.inf)
    divisor = xp.where(seconds > 0, seconds, one)
    with np.errstate(over="ignore"):  # a quotient beyond the floats: every float rho sells
        limits = tops / divisor
    for _ in range(3):  # for normal floats, rounding moves the quotient by no more than that many floats
        lower = xp.nextafter(limits, 0 * one)
        limits = xp.where(lower * divisor >= tops, lower, limits)
        limits = xp.where(limits * divisor < tops, xp.nextafter(limits, never), limits)
    return xp.where(tops > seconds, xp.where(seconds > 0, limits, never), one)


def _rounds(brand: Numeric, top: Numeric, second: Numeric) -> list[Any]:
    """Return checked columns of v_0, v_(1) and v_(2)."""
    worths, tops, seconds = samples("MSB", ("v_0", brand), ("v_(1)", top), ("v_(2)", second))
    pairs = zip(tops, seconds, strict=True) if isinstance(tops, list) else None
    crossed = any(s > v for v, s in pairs) if pairs else bool(array_namespace(tops).any(seconds > tops))
    if crossed:
        place = next(t for t in range(count_of(tops)) if seconds[t] > tops[t])
        raise ValueError(
            f"MSB: expected v_(1) >= v_(2), got {tops[place]} < {seconds[place]} in round {place}; give the highest "
            "value of the base stations before the second highest"
        )
    return [worths, tops, seconds]


def _weight(equation: str, zeta: Numeric, like: Any) -> Any:
    """Return a checked zeta, as a float where the samples are floats in an array."""
    (weight,) = operands(equation, positive("zeta", zeta, "it weighs the UAV's surplus; 1 weighs all alike"))
    return weight if isinstance(like, list) else float(weight)


def _check_rho(rho: Numeric) -> Numeric:
    if isinstance(rho, bool) or not isinstance(rho, Real) or not float(rho) >= 1:
        raise ValueError(f"MSB: expected rho >= 1, got {rho}; below 1 a round can have two winners")
    return Fraction(rho) if isinstance(rho, Rational) else rho


def _check_price(price: Numeric, place: int) -> Numeric:
    if isinstance(price, bool) or not isinstance(price, Real) or not 1 <= float(price) < math.inf:
        raise ValueError(
            f"best exogenous rho: expected finite prices rho >= 1, got {price} at index {place} of the grid; see "
            "price_grid"
        )
    return Fraction(price) if isinstance(price, Rational) else price
