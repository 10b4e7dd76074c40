"""Does a rule do on symbols what it does on arrays? A proof speaks of the first, users run the second.

Python lets a rule ask what its bids are (``isinstance``, ``hasattr``, ``try``) and go another way for symbols. At a few
markets both ways are run and compared; where they differ nothing is proved.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Interval
from strategyproof.proofs import terms
from strategyproof.proofs.symbols import lift
from strategyproof.proofs.vectors import FiniteVector

MARKETS = (
    (3,),
    (10, 4),
    (4, 10),
    (1, 1),
    (0, 2),
    (10, 4, 4),
    (2, 7, 3),
    (5, 5, 1),
    (0, 0, 0),
    (8, 3, 6, 1),
    (29, 4, 2, 1),
)


class PerBidder:
    """A per-bidder parameter; a market of known size takes its first entries, one of any size all of them."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def fitted(self, bids: Any) -> Any:
        """Return the entries for these bids."""
        if hasattr(bids, "__len__"):
            return type(bids)([self.values[terms.integer(place)] for place in range(len(bids))])
        return self.values.resized(bids.extent)


def disagreement(mechanism: Mechanism) -> str | None:
    """Return at which bids the rule's two readings differ, or None."""
    for market in MARKETS:
        parameters = {p.name: _inside(p.interval) for p in mechanism.parameters}
        columns = {p.name: [parameters[p.name] + k for k in range(4)] for p in mechanism.parameters if p.per_bidder}
        read = {**parameters, **{name: PerBidder(FiniteVector(column)) for name, column in columns.items()}}
        real = {**parameters, **{name: exact(column) for name, column in columns.items()}}
        symbolic = mechanism.assume(**{name: x if name in columns else lift(x) for name, x in read.items()})
        try:
            expected = mechanism.assume(**real)(exact(market))
        except ArithmeticError:
            continue
        found = symbolic(FiniteVector(market))
        for name in ("wins", "payments"):
            got = [entry.term for entry in getattr(found, name)]
            wanted = list(getattr(expected, name))
            if any(g.op == "const" and g.data != w for g, w in zip(got, wanted, strict=True)):
                return f"at bids {market} the rule gives other {name} on symbols than on numbers: it asks what bids are"
    return None


def _inside(interval: Interval) -> Fraction:
    """Return a number well inside an interval."""
    return Fraction(interval.low) + 1 if interval.high is None else Fraction(interval.low + interval.high) / 2
