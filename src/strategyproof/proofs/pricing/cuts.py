"""Where what a bidder gets can change as its own bid moves: the roots of every comparison on every path."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from strategyproof.proofs.pricing.polynomials import Polynomial, Reader
from strategyproof.proofs.smt.terms import Term


@dataclass(frozen=True, slots=True)
class Cut:
    """The bids of one bidder at which a polynomial in all bids and parameters is 0.

    Attributes
    ----------
    coefficients
        Of the powers 0, 1, ... of the bidder's own bid; polynomials in what it cannot change.
    """

    coefficients: tuple[Polynomial, ...]

    @property
    def is_linear(self) -> bool:
        """Tell whether there is one bid, a quotient of two polynomials."""
        return len(self.coefficients) == 2

    def numbers(self) -> list[Fraction]:
        """Return the numbers that a linear cut is written with."""
        if not self.is_linear:
            return []
        own = self.coefficients[1].parts
        share = 1 / own[0][1] if len(own) == 1 else Fraction(1)
        return [abs(number * share) for _, number in self.coefficients[0].parts]

    def at(self, values: Mapping[str, Fraction]) -> list[Fraction | float]:
        """Return the bids at a point; one that is irrational as a double."""
        powers = [coefficient.at(values) for coefficient in self.coefficients]
        while powers and not powers[-1]:
            powers.pop()
        zeros = next((k for k, power in enumerate(powers) if power), 0)
        roots = _roots(powers[zeros:])
        return [Fraction(0), *roots] if zeros else roots


def cuts_of(own: str, conditions: Sequence[Term]) -> list[Cut]:
    """Return the cuts of the bidder whose bid is a variable.

    Parameters
    ----------
    own
        The name of the variable.
    conditions
        When the bidder gets what it gets: terms that hold every comparison.

    Raises
    ------
    NoPolynomial
        If a comparison is of numbers that are no quotients of polynomials.
    """
    zeros = Reader().zeros(conditions)
    about = sorted((zero for zero in zeros if own in zero.variables), key=lambda zero: zero.parts)
    return [Cut(tuple(zero.in_powers_of(own))) for zero in about]


def _roots(powers: Sequence[Fraction]) -> list[Fraction | float]:
    """Return the real roots of a polynomial in one variable."""
    if len(powers) < 2:
        return []
    if len(powers) == 2:
        return [-powers[0] / powers[1]]
    if len(powers) == 3:
        return _of_square(*powers)
    import numpy as np

    found = np.roots([float(power) for power in reversed(powers)])
    return [_exact(powers, root.real) for root in found if abs(root.imag) < 1e-9 * (1 + abs(root))]


def _of_square(c: Fraction, b: Fraction, a: Fraction) -> list[Fraction | float]:
    square = b * b - 4 * a * c
    if square < 0:
        return []
    top, bottom = math.isqrt(square.numerator), math.isqrt(square.denominator)
    exact = top * top == square.numerator and bottom * bottom == square.denominator
    root = Fraction(top, bottom) if exact else math.sqrt(square)
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def _exact(powers: Sequence[Fraction], root: float) -> Fraction | float:
    near = Fraction(root).limit_denominator(1000)
    return near if sum(power * near**k for k, power in enumerate(powers)) == 0 else root
