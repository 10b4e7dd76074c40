"""Declared ranges of a function's keyword parameters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from strategyproof.mechanism.parameter import Interval, Parameter

Declared: TypeAlias = str | int | float | Fraction | Interval
"""``"1.."``, ``"0..1"``, ``"3/2"`` as on the command line, a number, or an interval."""

CLOCK = "clock"
"""The parameter of a function that reads the time: seconds, from 0 on."""


def interval(text: Declared) -> Interval:
    """Read a range: ``LOW..HIGH`` with both ends included, ``LOW..``, or one value.

    Raises
    ------
    ValueError
        If the text is no such range.

    Examples
    --------
    >>> print(interval("1.."), interval("0..1/2"), interval(3))
    [1, inf) [0, 1/2] [3, 3]
    """
    if isinstance(text, Interval):
        return text
    low, dots, high = str(text).partition("..")
    try:
        least = Fraction(low)
        most = least if not dots else Fraction(high) if high.strip() else None
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"expected a range LOW..HIGH, LOW.. or one number, got {text!r}; for example 1.. or 0..1/2"
        ) from None
    if most is not None and most < least:
        raise ValueError(f"expected a range whose low end is not above its high end, got {text!r}")
    return Interval(least, most)


def declared(parameters: Mapping[str, Declared]) -> tuple[Parameter, ...]:
    """Return the parameters of a mechanism, by name."""
    return tuple(
        Parameter(name, interval(text), f"the keyword parameter {name!r} of the function")
        for name, text in parameters.items()
    )


def fixed(parameter: Parameter) -> Fraction | None:
    """Return the value of a parameter that has only one."""
    domain = parameter.interval
    return Fraction(domain.low) if domain.high is not None and domain.low == domain.high else None
