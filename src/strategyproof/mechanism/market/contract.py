"""The UAV's contract price, eq. 13: from samples, and in closed form where there is one.

b_0 is the UAV's best fixed bid in a second-price auction. MSB charges it as a flat price, and a flat price above E[v_0]
loses money in expectation, so every contract says whether it does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, TypeAlias

from array_api_compat import array_namespace, is_array_api_obj

from strategyproof.mechanism.market.operands import Numeric, Quantity, operands

__all__ = ["Contract", "Kind", "contract_price", "pareto_contract", "uniform_contract"]

Kind: TypeAlias = Literal["never", "interior", "always"]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract price and what it is expected to do.

    Attributes
    ----------
    price
        b_0, the smallest optimal bid, in units of value; 0 for "never".
    objective
        E[(v_0 - v_max) 1{v_max <= b_0}] at that bid, never negative.
    kind
        ``never``: bidding never pays; ``always``: no sample is too dear, so b_0 is the largest of them and every higher
        bid is as good; ``interior``: anything between.
    expected_value
        E[v_0], the mean value of the task to the UAV.
    """

    price: Numeric
    objective: Numeric
    kind: Kind
    expected_value: Numeric

    @property
    def loses_money(self) -> bool:
        """Whether b_0 > E[v_0]: charged as a flat price, it costs the UAV more than it gets on average."""
        return bool(self.price > self.expected_value)


def contract_price(highest: Numeric, brand: Numeric) -> Contract:
    r"""Return the contract price that a history of rounds calls for.

    Eq. 13: :math:`b_0 = \arg\max_b \frac1T \sum_t (v_0^t - v_{max}^t) 1\{v_{max}^t \le b\}`, the smallest such b.
    Sorting by :math:`v_{max}`, merging equal ones, and taking the best prefix sum costs O(T log T). The empty prefix
    counts 0.

    Parameters
    ----------
    highest
        :math:`v_{max}^t \ge 0`, the highest value of a base station in each of T >= 1 rounds. A sequence or a NumPy
        object array of exact numbers is never rounded; an array of floats is summed in floats.
    brand
        :math:`v_0^t \ge 0`, the task's value to the UAV, of the same length.

    Raises
    ------
    ValueError
        If there is no round, the lengths differ, or a value is negative, NaN or infinite.
    TypeError
        If a value is not a real number.

    Examples
    --------
    >>> contract = contract_price([3, 2, 8, 5, 3, 7], [6, 4, 5, 4, 1, 9])
    >>> print(contract.price, contract.objective, contract.kind, contract.loses_money)
    7 2/3 interior True
    """
    tops, worths = samples("eq. 13", ("v_max", highest), ("v_0", brand))
    ends, gains = _prefixes(tops, worths)
    best, gain = _first_maximum(gains)
    mean = mean_of(worths)
    if gain <= 0:
        return Contract(0 * mean, 0 * mean, "never", mean)
    return Contract(
        ends[best] if isinstance(ends, list) else float(ends[best]),
        gain / count_of(tops),
        "always" if best == count_of(gains) - 1 else "interior",
        mean,
    )


def _prefixes(tops: Any, worths: Any) -> tuple[Any, Any]:
    """Return the distinct values of v_max in order, and the gain from every round up to each."""
    if isinstance(tops, list):
        return _exact_prefixes(tops, worths)
    xp = array_namespace(tops, worths)
    order = xp.argsort(tops, stable=True)
    ordered = xp.take(tops, order)
    gains = xp.cumulative_sum(xp.take(worths, order) - ordered)
    (ends,) = xp.nonzero(xp.concat([ordered[1:] > ordered[:-1], ordered[:1] == ordered[:1]]))
    return xp.take(ordered, ends), xp.take(gains, ends)


def _exact_prefixes(tops: list[Any], worths: list[Any]) -> tuple[list[Any], list[Any]]:
    ends, gains, gain = [], [], 0 * tops[0]
    for end, rounds in groupby(sorted(zip(tops, worths, strict=True)), key=lambda pair: pair[0]):
        gain = gain + sum((worth - top for top, worth in rounds), start=0 * gain)
        ends.append(end)
        gains.append(gain)
    return ends, gains


def _first_maximum(values: Any) -> tuple[int, Any]:
    """Return the place of the first of the largest entries, and the entry as a number."""
    if isinstance(values, list):
        best = max(range(len(values)), key=values.__getitem__)
        return best, values[best]
    best = int(array_namespace(values).argmax(values))
    return best, float(values[best])


def mean_of(values: Any) -> Any:
    """Return the mean of checked samples, exact if they are."""
    if isinstance(values, list):
        return sum(values[1:], start=values[0]) / len(values)
    return float(array_namespace(values).mean(values))


def count_of(values: Any) -> int:
    """Return the number of checked samples."""
    return len(values) if isinstance(values, list) else int(values.shape[0])


def samples(equation: str, *columns: tuple[str, Numeric]) -> list[Any]:
    """Check columns of samples, one entry per round, and return them as float arrays or as lists.

    Raises
    ------
    ValueError
        If there is no round, the lengths differ, or a value is negative, NaN or infinite.
    TypeError
        If a column is neither a sequence of numbers nor an array.
    """
    lengths = {name: _length(equation, name, column) for name, column in columns}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        got = ", ".join(f"{length} of {name}" for name, length in lengths.items())
        raise ValueError(
            f"{equation}: expected one value per round and at least one round, got {got}; match the rounds"
        )
    arrays = any(is_array_api_obj(column) and str(column.dtype) != "object" for _, column in columns)
    fix = "a value is finite and at least 0 (eq. 11)"
    if arrays:
        fix += ", and the columns are all arrays or all sequences"
        return operands(equation, *(Quantity(name, column, fix) for name, column in columns))
    return [
        operands(equation, *(Quantity(f"{name} of round {k}", value, fix) for k, value in enumerate(column)))
        for name, column in columns
    ]


def _length(equation: str, name: str, column: Any) -> int:
    shape = tuple(column.shape) if is_array_api_obj(column) else (len(column),) if isinstance(column, Sequence) else ()
    if len(shape) != 1:
        raise TypeError(
            f"{equation}: expected {name} to be a sequence or a one-dimensional array, got "
            f"{f'shape {shape}' if shape else repr(column)}; give one value per round"
        )
    return int(shape[0])


def uniform_contract(matching: Fraction | float) -> Contract:
    r"""Return the contract price for C ~ U[0, 2], three base stations with M ~ U[0, 1] and a UAV with :math:`m_0`.

    :math:`b_0 = \mathrm{clip}(4 m_0 - 2, 0, 2)`, with the objective
    :math:`\frac34 \left(\frac{A b^2}{2} - \frac{(1 + A) b^3}{6} + \frac{b^4}{16}\right)` at :math:`b = b_0`, where
    :math:`A = 2 m_0 - 1`: the density of :math:`v_{max} = v` times the mean gain there is
    :math:`\frac{3v}{4} (1 - \frac v2) (A - \frac v2)`.

    Raises
    ------
    ValueError
        If m_0 is negative, NaN or infinite.

    Examples
    --------
    >>> from fractions import Fraction
    >>> contract = uniform_contract(Fraction(3, 4))
    >>> print(contract.price, contract.objective, contract.loses_money)
    1 3/64 True
    """
    m_0 = _matching(matching)
    b, a = min(max(4 * m_0 - 2, 0 * m_0), 0 * m_0 + 2), 2 * m_0 - 1
    objective = 3 * (a * b**2 / 2 - (1 + a) * b**3 / 6 + b**4 / 16) / 4
    return Contract(b, objective, "never" if b == 0 else "always" if b == 2 else "interior", m_0)


def pareto_contract(matching: Fraction | float) -> Contract:
    r"""Return the contract price for C ~ Pareto(2), one base station with M ~ Pareto(3) and a UAV with :math:`m_0`.

    :math:`b_0 = m_0 / (2 - m_0)` for :math:`1 < m_0 < 2`; "never" (0) below, "always" (``math.inf``) above. The
    objective is :math:`3 \left((m_0 - 2)(1 - b^{-1}) + 1 - b^{-2} - \frac{m_0}{3} (1 - b^{-3})\right)`, which tends to
    :math:`2 m_0 - 3`; :math:`E[v_0] = 2 m_0`.

    Raises
    ------
    ValueError
        If m_0 is negative, NaN or infinite.

    Examples
    --------
    >>> from fractions import Fraction
    >>> pareto_contract(Fraction(3, 2)).price
    Fraction(3, 1)
    """
    m_0 = _matching(matching)
    if m_0 <= 1:
        return Contract(0 * m_0, 0 * m_0, "never", 2 * m_0)
    if m_0 >= 2:
        return Contract(math.inf, 2 * m_0 - 3, "always", 2 * m_0)
    b = m_0 / (2 - m_0)
    objective = 3 * ((m_0 - 2) * (1 - 1 / b) + 1 - b**-2 - m_0 * (1 - b**-3) / 3)
    return Contract(b, objective, "interior", 2 * m_0)


def _matching(value: Numeric) -> Any:
    (m_0,) = operands("eq. 13", Quantity("the UAV's matching value m_0", value, "take it from eq. 10"))
    return m_0
