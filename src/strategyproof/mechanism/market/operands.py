"""Arguments of the paper's equations: checked against their domain, and brought to one kind of number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from numbers import Rational, Real
from typing import Any, TypeAlias

from array_api_compat import array_namespace, is_array_api_obj

from strategyproof.mechanism.parameter import Interval

__all__ = ["Numeric", "Quantity", "is_exact", "operands", "positive"]

Numeric: TypeAlias = Any
"""A real number, an exact rational, or an array of them."""

_AXES = {2: ("provider", "round"), 3: ("slot", "provider", "round")}
_NON_NEGATIVE = Interval(0)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An argument of an equation: what it is, how to mend it, and the interval it must lie in."""

    label: str
    value: Numeric
    fix: str
    domain: Interval = _NON_NEGATIVE

    def checked(self, equation: str) -> Any:
        """Return the value as a rational, a float, or an array of either; refuse anything outside the domain."""
        if not is_array_api_obj(self.value):
            self._check(equation, self.value, ())
            return Fraction(self.value) if isinstance(self.value, Rational) else self.value
        x, xp = self.value, array_namespace(self.value)
        if not is_exact(x) and not xp.isdtype(x.dtype, ("integral", "real floating")):
            raise TypeError(f"{equation}: expected {self.label} to hold real numbers, got {x.dtype}; {self.fix}")
        if 0 in x.shape:
            raise ValueError(f"{equation}: expected {self.label} to hold a number, got shape {x.shape}; {self.fix}")
        # The extremes of floats carry NaN along, and cost no temporary array.
        if is_exact(x) or not all(self._allows(float(extreme(x))) for extreme in (xp.min, xp.max)):
            for place in product(*map(range, x.shape)):
                self._check(equation, x[place] if is_exact(x) else float(x[place]), place)
        if is_exact(x):
            return x * Fraction(1)
        return xp.astype(x, xp.float64) if xp.isdtype(x.dtype, "integral") else x

    def _allows(self, value: Any) -> bool:
        return not (isinstance(value, float) and math.isinf(value)) and value in self.domain

    def _check(self, equation: str, value: Any, place: tuple[int, ...]) -> None:
        got = f"got {value}{_at(place)}; {self.fix}"
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{equation}: expected {self.label} to be a real number, {got}")
        if not self._allows(value):
            raise ValueError(f"{equation}: expected {self.label} finite and in {self.domain}, {got}")


def positive(label: str, value: Numeric, fix: str) -> Quantity:
    """Return a quantity that must exceed 0."""
    return Quantity(label, value, fix, Interval(0, open_low=True))


def is_exact(x: Any) -> bool:
    """Tell whether x is a rational, or an array of Python objects, which holds rationals."""
    return isinstance(x, Rational) or (is_array_api_obj(x) and getattr(x.dtype, "kind", None) == "O")


def _at(place: tuple[int, ...]) -> str:
    """Say where an entry lies: the provider and the round where the array has both.

    >>> _at((2, 7)), _at((3,))
    (' at provider 2, round 7', ' at index 3')
    """
    names = _AXES.get(len(place))
    if names:
        return " at " + ", ".join(f"{name} {index}" for name, index in zip(names, place, strict=True))
    return f" at index {', '.join(map(str, place))}" if place else ""


def operands(equation: str, *quantities: Quantity) -> list[Any]:
    """Check the arguments of an equation and bring them to one kind of number."""
    checked = [quantity.checked(equation) for quantity in quantities]
    arrays = [(q.label, tuple(x.shape)) for q, x in zip(quantities, checked, strict=True) if is_array_api_obj(x)]
    for axis in range(1, 1 + max((len(shape) for _, shape in arrays), default=0)):
        if len({shape[-axis] for _, shape in arrays if len(shape) >= axis} - {1}) > 1:
            got = ", ".join(f"{shape} for {label}" for label, shape in arrays)
            raise ValueError(f"{equation}: expected shapes that broadcast, got {got}; align the axes")
    rounds = any(is_array_api_obj(x) and not is_exact(x) for x in checked)
    return [float(x) if rounds and isinstance(x, Fraction) else x for x in checked]
