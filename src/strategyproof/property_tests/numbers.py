"""Strategies of single numbers: bids of every scale, parameters inside their interval, scales, a number's neighbours.

Everything is built from draws of small integers. They shrink to small integers, and they are deterministic for a seed:
Hypothesis mixes constants found in the loaded code into wider draws, so what those give depends on what is imported.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from strategyproof.mechanism.counterexample.case import LARGEST, number
from strategyproof.mechanism.counterexample.values import of_interval
from strategyproof.mechanism.outcome import Number
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.verdict import Drawn

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

_WIDE = 3 << 80
"""Draws of 53 bits start here: no constant of any code lies near, so none is mixed in; they shrink to this end."""
_BITS = st.integers(_WIDE, _WIDE + 2**53 - 1)
_POWERS = st.integers(-90, 90)
_EXPONENTS = range(-1074, 1024, 23)


@cache
def upto(high: int) -> st.SearchStrategy[int]:
    """Return the strategy of the integers 0 to ``high``, made once."""
    return st.integers(0, high)


def pick(draw: Draw, options: Sequence[Any]) -> Any:
    """Draw one of the options; the first is the simplest."""
    return options[draw(upto(len(options) - 1))]


@st.composite
def amounts(draw: Draw, arithmetic: Drawn = "rational") -> Number:
    """Draw a bid >= 0: mostly a small integer, then a simple fraction, then any scale down to subnormal doubles."""
    return draw_amount(draw, arithmetic)


def draw_amount(draw: Draw, arithmetic: Drawn) -> Number:
    """Draw as :func:`amounts` does."""
    kind = draw(upto(9))
    if kind <= 5:
        return number(draw(upto(10)), arithmetic)
    if kind <= 8:
        return number(Fraction(draw(upto(60)), 1 + draw(upto(11))), arithmetic)
    return _wild_fraction(draw) if arithmetic == "rational" else _wild_double(draw)


def _wild_fraction(draw: Draw) -> Fraction:
    power: int = draw(_POWERS)
    value: Fraction = (1 + draw(upto(23))) * Fraction(2) ** power
    return value


def _wild_double(draw: Draw) -> float:
    """Draw a double with 53 random bits, one of any exponent, a subnormal, or one at the ends of the format."""
    kind = draw(upto(5))
    if kind <= 2:
        return math.ldexp(draw(_BITS) - _WIDE, draw(upto(9)) - 56)
    if kind == 3:
        return min(math.ldexp(1 + draw(upto(23)), pick(draw, _EXPONENTS)), LARGEST)
    if kind == 4:
        return math.ldexp(1 + draw(upto(23)), -1074)
    return float(pick(draw, [sys.float_info.min, LARGEST, LARGEST / 2]))


@st.composite
def beside(draw: Draw, value: Number, arithmetic: Drawn = "rational") -> Number:
    """Draw the value itself or a neighbour that is still >= 0: the next doubles, or a small exact step."""
    return draw_beside(draw, value, arithmetic)


def draw_beside(draw: Draw, value: Number, arithmetic: Drawn) -> Number:
    """Draw as :func:`beside` does."""
    step = draw(upto(9))
    if step <= 3:
        return value
    sign = 1 if step % 2 else -1
    if step <= 5:
        return max(next_to(value, sign, arithmetic), 0 * value)
    if step <= 7:
        return number(max(Fraction(value) + sign, 0), arithmetic)
    return number(Fraction(value) * (1 + Fraction(sign, pick(draw, [2, 10, 1000]))), arithmetic)


def next_to(value: Number, sign: int, arithmetic: Drawn) -> Number:
    """Return the next double, or for rationals, which have none, a step of 2^-40."""
    if arithmetic == "rational":
        return value + Fraction(sign, 2**40)
    return min(math.nextafter(value, sign * math.inf), LARGEST)


@st.composite
def inside(draw: Draw, interval: Interval, arithmetic: Drawn = "rational") -> Number:
    """Draw a number inside the interval: simple ones first, its ends (or just inside of open ones), anything else."""
    return draw_inside(draw, interval, arithmetic)


def draw_inside(draw: Draw, interval: Interval, arithmetic: Drawn) -> Number:
    """Draw as :func:`inside` does."""
    simple = of_interval(interval)
    kind = draw(upto(7))
    if kind == 0:
        value = simple[0]  # a closed low end, where a parameter does nothing (rho = 1) and ties are decided
    elif kind <= 3:
        value = pick(draw, simple)
    elif kind == 4:
        value = interval.low + Fraction(1 + draw(upto(58)), 10)
    elif kind == 5:
        value = _at_the_ends(draw, interval, arithmetic)
    elif interval.high is None:
        value = Fraction(interval.low) + Fraction(draw_amount(draw, arithmetic))
    else:
        value = interval.low + (interval.high - interval.low) * Fraction(1 + draw(upto(94)), 96)
    drawn = number(value, arithmetic)
    return drawn if drawn in interval else number(simple[0], arithmetic)


def _at_the_ends(draw: Draw, interval: Interval, arithmetic: Drawn) -> Number:
    """Draw an end of the interval or the next number inside; far out where it has no high end."""
    ends = [(interval.low, 1), (2**60, 1) if interval.high is None else (interval.high, -1)]
    end, inward = pick(draw, ends)
    value = number(end, arithmetic)
    return value if value in interval and draw(upto(1)) else next_to(value, inward, arithmetic)


@st.composite
def scales(draw: Draw, arithmetic: Drawn = "rational") -> Number:
    """Draw theta > 0: 2, 1/2, ...; in float64 only powers of two, which scale without rounding."""
    return draw_scale(draw, arithmetic)


def draw_scale(draw: Draw, arithmetic: Drawn) -> Number:
    """Draw as :func:`scales` does."""
    kind = draw(upto(3))
    if kind <= 1:
        return number(pick(draw, [2, Fraction(1, 2), 4, Fraction(1, 4), 8, Fraction(1, 8)]), arithmetic)
    if kind == 2 and arithmetic == "rational":
        return Fraction(1 + draw(upto(11)), 1 + draw(upto(11)))
    return number(Fraction(2) ** draw(_POWERS), arithmetic)
