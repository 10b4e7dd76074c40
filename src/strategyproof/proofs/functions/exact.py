"""Exact rationals that stay exact when user code mixes them with floats."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any


class Exact(Fraction):
    """A rational whose arithmetic takes a float for the exact rational that it is, instead of rounding to floats.

    >>> Exact(1, 3) * 0.5
    Exact(1, 6)
    """

    __slots__ = ()
    __hash__ = Fraction.__hash__


def _absorb(value: Any) -> Any:
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(value)
    return Fraction(value) if isinstance(value, Fraction) else value


def _exact(value: Any) -> Any:
    return Exact(value) if isinstance(value, (Fraction, int)) and not isinstance(value, bool) else value


def _binary(function: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    def forward(self: Exact, other: Any) -> Any:
        return NotImplemented if _is_array(other) else _exact(function(Fraction(self), _absorb(other)))

    def backward(self: Exact, other: Any) -> Any:
        return NotImplemented if _is_array(other) else _exact(function(_absorb(other), Fraction(self)))

    return forward, backward


def _is_array(value: Any) -> bool:
    return bool(getattr(value, "shape", ()))


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    _forward, _backward = _binary(getattr(operator, _name))
    setattr(Exact, f"__{_name}__", _forward)
    setattr(Exact, f"__r{_name}__", _backward)


def _unary(function: Callable[[Any], Any]) -> Any:
    return lambda self: Exact(function(Fraction(self)))


for _name in ("neg", "pos", "abs"):
    setattr(Exact, f"__{_name}__", _unary(getattr(operator, _name)))
