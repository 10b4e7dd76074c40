"""Exact figures of two textbook markets, to test everything else against.

Base stations draw match values i.i.d.; the UAV's match value is the constant m_0; E[C] = 1, so a surplus is the mean
of match values. Integers and ``Fraction`` in, ``Fraction`` out: no figure here is rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Figures", "pareto_figures", "pareto_surplus", "uniform_figures", "uniform_surplus"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What MSB and the first best reach in a market.

    Attributes
    ----------
    highest
        e1 = E[M_(1)], the mean of the highest match value.
    second
        e2 = E[M_(2)], the mean of the second highest.
    rho
        The best constant rho >= 1; ``math.inf`` where never selling is best.
    surplus
        W*, the surplus of MSB at that rho.
    first_best
        FB = E[max(m_0, M_(1))].
    brand_share
        P(UAV), the probability that the UAV gets the task at that rho.
    """

    highest: Fraction
    second: Fraction
    rho: Fraction | float
    surplus: Fraction
    first_best: Fraction
    brand_share: Fraction

    @property
    def ratio(self) -> Fraction:
        """W*/FB, the share of the first best that MSB keeps."""
        return self.surplus / self.first_best


def pareto_figures(tail: int, bidders: int, brand: Fraction | int) -> Figures:
    r"""Return the figures for i.i.d. Pareto match values.

    :math:`F(x) = 1 - x^{-a}` for :math:`x \ge 1`;
    :math:`e_1 = \prod_{j \le N} ja/(ja-1)`, :math:`e_2 = e_1 (a-1)/a`, :math:`\rho^* = \max(1, m_0/e_2)`;
    :math:`W^* = m_0 + \frac{e_2}{a-1} (m_0/e_2)^{1-a}` if :math:`m_0 \ge e_2`, else :math:`e_1`;
    :math:`FB = m_0 + \sum_{k=1}^N \binom{N}{k} (-1)^{k+1} \frac{m_0^{1-ka}}{ka-1}` for :math:`m_0 \ge 1`, else
    :math:`e_1`; :math:`P(UAV) = 1 - \rho^{*-a}`.

    Parameters
    ----------
    tail
        a, an integer >= 2 (at a = 1 the mean is infinite).
    bidders
        N >= 2, how many base stations.
    brand
        m_0 >= 0, the UAV's match value.

    Raises
    ------
    ValueError
        If a < 2, N < 2 or m_0 < 0.
    TypeError
        If an argument is not an exact number.

    Examples
    --------
    >>> figures = pareto_figures(2, 2, 2)
    >>> print(figures.first_best, figures.rho, figures.surplus, figures.ratio, figures.brand_share)
    71/24 3/2 26/9 208/213 5/9
    """
    a, m_0 = tail, _market(bidders, brand)
    if a != int(a) or a < 2:
        raise ValueError(f"expected the tail a to be an integer >= 2, got {a}; a heavier tail has no mean")
    e_1 = math.prod((Fraction(j * a, j * a - 1) for j in range(1, bidders + 1)), start=Fraction(1))
    e_2 = e_1 * Fraction(a - 1, a)
    rho = max(Fraction(1), m_0 / e_2)
    return Figures(e_1, e_2, rho, _pareto(a, e_2, m_0, rho), _pareto_first_best(a, bidders, m_0, e_1), 1 - rho**-a)


def pareto_surplus(tail: int, bidders: int, brand: Fraction | int, rho: Fraction | int) -> Fraction:
    r"""Return the surplus of MSB at any constant rho in the market of :func:`pareto_figures`.

    :math:`W(\rho) = m_0 (1 - \rho^{-a}) + e_2 \frac{a}{a-1} \rho^{1-a}`: the ratio :math:`M_{(1)}/M_{(2)}` is Pareto(a)
    and independent of :math:`M_{(2)}`.

    Raises
    ------
    ValueError
        As :func:`pareto_figures`, and if rho < 1.
    """
    return _pareto(tail, pareto_figures(tail, bidders, brand).second, Fraction(brand), _scaling(rho))


def _pareto(a: int, e_2: Fraction, m_0: Fraction, rho: Fraction) -> Fraction:
    return m_0 * (1 - rho**-a) + e_2 * Fraction(a, a - 1) * rho ** (1 - a)


def _pareto_first_best(a: int, n: int, m_0: Fraction, e_1: Fraction) -> Fraction:
    if m_0 <= 1:
        return e_1
    terms = (math.comb(n, k) * (-1) ** (k + 1) * m_0 ** (1 - k * a) / (k * a - 1) for k in range(1, n + 1))
    return m_0 + sum(terms, start=Fraction(0))


def uniform_figures(bidders: int, brand: Fraction | int) -> Figures:
    r"""Return the figures for i.i.d. U[0, 1] match values: a tail so thin that no rho in between is ever best.

    :math:`e_1 = N/(N+1)`, :math:`e_2 = (N-1)/(N+1)`; :math:`W(\rho) = m_0 + (e_1 - m_0) \rho^{-(N-1)}`, so
    :math:`\rho^* = 1` if :math:`m_0 \le e_1`, else never to sell (:math:`\rho^* = \infty`);
    :math:`FB = m_0^{N+1} + e_1 (1 - m_0^{N+1})` for :math:`m_0 \le 1`, else :math:`m_0`.

    Raises
    ------
    ValueError
        If N < 2 or m_0 < 0.

    Examples
    --------
    >>> from fractions import Fraction
    >>> uniform_figures(2, Fraction(2, 3)).ratio
    Fraction(27, 31)
    """
    m_0 = _market(bidders, brand)
    e_1, e_2 = Fraction(bidders, bidders + 1), Fraction(bidders - 1, bidders + 1)
    below = m_0 ** (bidders + 1)
    first_best = m_0 if m_0 > 1 else below + e_1 * (1 - below)
    sells = m_0 <= e_1
    return Figures(e_1, e_2, Fraction(1) if sells else math.inf, max(e_1, m_0), first_best, Fraction(not sells))


def uniform_surplus(bidders: int, brand: Fraction | int, rho: Fraction | int) -> Fraction:
    r"""Return the surplus of MSB at any constant rho in the market of :func:`uniform_figures`.

    :math:`W(\rho) = m_0 + (e_1 - m_0) \rho^{-(N-1)}`.

    Raises
    ------
    ValueError
        As :func:`uniform_figures`, and if rho < 1.
    """
    m_0 = _market(bidders, brand)
    return m_0 + (Fraction(bidders, bidders + 1) - m_0) * _scaling(rho) ** (1 - bidders)


def _market(bidders: int, brand: Fraction | int) -> Fraction:
    """Check N and m_0, and return m_0."""
    if bidders != int(bidders) or bidders < 2:
        raise ValueError(f"expected N to be an integer >= 2, got {bidders}; MSB needs a second bid to scale")
    return _exact("m_0", brand, 0)


def _scaling(rho: Fraction | int) -> Fraction:
    return _exact("rho", rho, 1)


def _exact(name: str, value: Fraction | int, low: int) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"expected {name} to be an int or a Fraction, got {value!r}; write 0.5 as Fraction(1, 2)")
    if value < low:
        raise ValueError(f"expected {name} >= {low}, got {value}")
    return Fraction(value)
