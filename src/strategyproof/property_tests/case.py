"""One example: values of the mechanism's parameters and of the law's variables, as plain Python numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Number
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests.numbers import vector


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
