"""Polynomials with rational coefficients, as what a comparison in a function compares with zero."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Monomial: TypeAlias = tuple[str, ...]
"""The variables of a product, sorted; one that is there twice is squared."""

MOST_CASES = 2000
"""A number that is chosen among more values than this is not followed."""


class NoPolynomial(Exception):
    """A number that is no quotient of polynomials, or one of too many; the message says which."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of products of variables.

    Attributes
    ----------
    parts
        Each monomial with its coefficient, which is not 0, in the order of the monomials.
    """

    parts: tuple[tuple[Monomial, Fraction], ...]

    @staticmethod
    def of(parts: Mapping[Monomial, Fraction]) -> Polynomial:
        """Return the polynomial without its zeros."""
        return Polynomial(tuple(sorted((m, c) for m, c in parts.items() if c)))

    @staticmethod
    def constant(value: Fraction) -> Polynomial:
        """Return a constant."""
        return Polynomial.of({(): value})

    def __add__(self, other: Polynomial) -> Polynomial:
        found = dict(self.parts)
        for monomial, coefficient in other.parts:
            found[monomial] = found.get(monomial, Fraction(0)) + coefficient
        return Polynomial.of(found)

    def __mul__(self, other: Polynomial) -> Polynomial:
        found: dict[Monomial, Fraction] = {}
        for (m, c), (n, d) in itertools.product(self.parts, other.parts):
            product = tuple(sorted(m + n))
            found[product] = found.get(product, Fraction(0)) + c * d
        return Polynomial.of(found)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + other * Polynomial.constant(Fraction(-1))

    @property
    def variables(self) -> set[str]:
        """Return the names of the variables."""
        return {name for monomial, _ in self.parts for name in monomial}

    def normal(self) -> Polynomial:
        """Return the multiple whose last coefficient is 1: the same roots."""
        return self * Polynomial.constant(1 / self.parts[-1][1]) if self.parts else self

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return the value at a point."""
        total = Fraction(0)
        for monomial, coefficient in self.parts:
            total += math.prod((values[name] for name in monomial), start=coefficient)
        return total

    def in_powers_of(self, name: str) -> list[Polynomial]:
        """Return the coefficients of the powers 0, 1, 2, ... of a variable."""
        by_power: dict[int, dict[Monomial, Fraction]] = {}
        for monomial, coefficient in self.parts:
            rest = tuple(other for other in monomial if other != name)
            by_power.setdefault(len(monomial) - len(rest), {})[rest] = coefficient
        return [Polynomial.of(by_power.get(k, {})) for k in range(max(by_power, default=0) + 1)]


ZERO, ONE = Polynomial(()), Polynomial.constant(Fraction(1))
Quotient: TypeAlias = tuple[Polynomial, Polynomial]


class Reader:
    """Reads numbers as quotients of polynomials: one for each value that conditions choose among."""

    def __init__(self) -> None:
        self._known: dict[Term, list[Quotient]] = {}

    def zeros(self, conditions: Iterable[Term]) -> set[Polynomial]:
        """Return polynomials such that every comparison in the conditions changes only where one of them is 0.

        Raises
        ------
        NoPolynomial
            If a comparison is of other numbers.
        """
        found: set[Polynomial] = set()
        for term in terms.subterms(conditions):
            if term.op not in ("<=", "=") or term.args[0].sort == "Bool":
                continue
            for (a, b), (c, d) in itertools.product(*(self.values(arg) for arg in term.args)):
                found |= {part.normal() for part in (a * d - c * b, b, d) if part.variables}
        return found

    def values(self, term: Term) -> list[Quotient]:
        """Return the quotients that a number chooses from.

        Raises
        ------
        NoPolynomial
            If it is another number, or chooses from too many.
        """
        if term not in self._known:
            found = list(dict.fromkeys(self._read(term)))
            if len(found) > MOST_CASES:
                raise NoPolynomial(f"a comparison of a number with more than {MOST_CASES} cases")
            self._known[term] = found
        return self._known[term]

    def _read(self, term: Term) -> Iterable[Quotient]:
        match term.op:
            case "const":
                return [(Polynomial.constant(Fraction(term.data)), ONE)]
            case "var":
                return [(Polynomial.of({(term.data,): Fraction(1)}), ONE)]
            case "ite":
                return [*self.values(term.args[1]), *self.values(term.args[2])]
            case "to_real":
                return self.values(term.args[0])
        if term.op not in _OPERATIONS:
            raise NoPolynomial(
                "a comparison of rounded bids" if term.op in ("to_int", "div") else f"a {term.op} of bids"
            )
        pairs = itertools.product(*(self.values(arg) for arg in term.args))
        return (_OPERATIONS[term.op](*pair) for pair in pairs)


_OPERATIONS: dict[str, Callable[[Quotient, Quotient], Quotient]] = {
    "+": lambda x, y: (x[0] * y[1] + y[0] * x[1], x[1] * y[1]),
    "*": lambda x, y: (x[0] * y[0], x[1] * y[1]),
    "/": lambda x, y: (x[0] * y[1], x[1] * y[0]),
}
