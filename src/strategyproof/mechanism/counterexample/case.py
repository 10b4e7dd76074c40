"""One case: values of the mechanism's parameters and of the law's variables, as plain Python numbers."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bidder, Bids, Law, Name, Names
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Number, Vector
from strategyproof.mechanism.verdict import Drawn

LARGEST = sys.float_info.max


def number(value: Any, arithmetic: Drawn) -> Number:
    """Return a value as the arithmetic's own number: a Fraction, or the nearest finite double."""
    if arithmetic == "rational":
        return Fraction(value)
    return min(float(value), LARGEST) if abs(value) <= Fraction(LARGEST) else LARGEST


def vector(values: list[Number], arithmetic: Drawn) -> Vector:
    """Return numbers as a vector that mechanisms run on: exact rationals in an object array, or doubles."""
    return exact(values) if arithmetic == "rational" else np.array(values, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Case:
    """Values at which a law is evaluated on a mechanism.

    Attributes
    ----------
    arithmetic
        What the numbers are: Fractions or doubles.
    bids
        b_n >= 0, bidder 0 first.
    parameters
        The mechanism's parameters: a number, or a list with one for each bidder, further names included.
    variables
        The law's variables but for the bids: bidders by position, single bids and scales, lists of further names' bids.
    """

    arithmetic: Drawn
    bids: list[Number]
    parameters: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> int:
        """Return how many further names there are."""
        return sum(len(value) for value in self.variables.values() if isinstance(value, list))

    def auction(self, mechanism: Mechanism) -> Auction:
        """Return the mechanism with the case's parameters, which are checked against their domains."""
        return mechanism.bind(**self.bound())

    def bound(self) -> dict[str, Any]:
        """Return the parameters as :meth:`Mechanism.bind` takes them."""
        return {name: self._prepared(value) for name, value in self.parameters.items()}

    def arguments(self) -> dict[str, Any]:
        """Return the law's variables as its predicate takes them."""
        variables = {name: self._prepared(value) for name, value in self.variables.items()}
        return {"bids": vector(self.bids, self.arithmetic), **variables}

    def _prepared(self, value: Any) -> Any:
        return vector(value, self.arithmetic) if isinstance(value, list) else value


def case_of(parameters: dict[str, Any], variables: dict[str, Any], arithmetic: Drawn = "rational") -> Case:
    """Return the case of a mechanism's parameters and a law's variables, vectors among them as lists."""

    def plain(values: dict[str, Any]) -> dict[str, Any]:
        return {name: list(value) if hasattr(value, "__len__") else value for name, value in values.items()}

    others = plain(variables)
    return Case(arithmetic, others.pop("bids"), plain(parameters), others)


def blank_case(law: Law, mechanism: Mechanism, bidders: int) -> Case:
    """Return a case of a law about a mechanism whose numbers mean nothing yet, with one further name if it asks."""
    variables: dict[str, Any] = {}
    names = int(any(isinstance(variable, Names) for variable in law.variables))
    for variable in law.variables:
        if isinstance(variable, (Bidder, Name)):
            variables[variable.name] = 0
        elif not isinstance(variable, Bids):
            variables[variable.name] = [Fraction(0)] if isinstance(variable, Names) else Fraction(0)
    parameters: dict[str, Any] = {}
    for parameter in mechanism.parameters:
        low = Fraction(parameter.interval.low)
        parameters[parameter.name] = [low] * (bidders + names) if parameter.per_bidder else low
    return Case("rational", [Fraction(0)] * bidders, parameters, variables)
