"""Does a rule do on symbols what it does on arrays? A proof speaks of the first, users run the second.

Python lets a rule ask what its bids are (``isinstance``, ``hasattr``, ``try``) and go another way for symbols. At a few
markets both ways are run and compared; where they differ nothing is proved.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.parameter import Interval
from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic.symbols import lift
from strategyproof.proofs.symbolic.vectors import FiniteVector

MARKETS = (
    (3,),
    (10, 4),
    (1, 1),
    (0, 2),
    (2, 7, 3),
    (5, 5, 1),
    (0, 0, 0),
    (8, 3, 6, 1),
    (2, 9, 9, 4, 1),
    (6, 0, 5, 3, 8, 7),
    (3, 1, 4, 1, 5, 9, 2),
)
"""Bids of one to seven bidders: highest first and last, tied at the top and below it, zeros."""

MOST = max(map(len, MARKETS))


class PerBidder:
    """A per-bidder parameter; a market of known size takes its first entries, one of any size all of them."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def fitted(self, bids: Any) -> Any:
        """Return the entries for these bids."""
        if hasattr(bids, "__len__"):
            return type(bids)([self.values[terms.integer(place)] for place in range(len(bids))])
        return self.values.resized(bids.extent)


def disagreement(mechanism: Mechanism, read: Mechanism, moved: Callable[[Fraction], Fraction] = Fraction) -> str | None:
    """Return at which bids the rule's two readings differ, or None.

    Parameters
    ----------
    mechanism
        The rule as users run it, on exact numbers.
    read
        The same rule as the proof reads it, on symbols.
    moved
        Moves the numbers that are tried, each a distance from the low end of its domain, towards that end.
    """
    scalars = {p.name: inside(p.interval, 0, moved) for p in mechanism.parameters if not p.per_bidder}
    columns = {
        p.name: [inside(p.interval, k, moved) for k in range(MOST)] for p in mechanism.parameters if p.per_bidder
    }
    markets = [tuple(moved(Fraction(bid)) for bid in market) for market in MARKETS]
    real = mechanism.assume(**scalars, **{name: exact(column) for name, column in columns.items()})
    symbolic = read.assume(
        **{name: lift(value) for name, value in scalars.items()},
        **{name: PerBidder(FiniteVector(column)) for name, column in columns.items()},
    )
    return next((found for market in markets if (found := _difference(real, symbolic, market))), None)


def _difference(real: Auction, symbolic: Auction, market: tuple[Fraction, ...]) -> str | None:
    try:
        expected = real(exact(market))
    except ArithmeticError:  # a division by 0, which the proof speaks of itself
        return None
    found = symbolic(FiniteVector(market))
    for name in ("wins", "payments"):
        got = [entry.term for entry in getattr(found, name)]
        wanted = list(getattr(expected, name))
        if len(got) != len(wanted) or any(g.op != "const" or g.data != w for g, w in zip(got, wanted, strict=True)):
            bids = ", ".join(map(str, market)) + ("," if len(market) == 1 else "")
            told = ", ".join(str(g.data) if g.op == "const" else "?" for g in got)
            return (
                f"at bids ({bids}) the rule gives other {name} on symbols, ({told}), than on numbers, "
                f"({', '.join(map(str, wanted))}): it asks what bids are, or rounds"
            )
    return None


def inside(interval: Interval, step: int = 0, moved: Callable[[Fraction], Fraction] = Fraction) -> Fraction:
    """Return a number well inside an interval; there are as many steps as bidders."""
    if interval.high is None:
        return Fraction(interval.low) + moved(Fraction(1 + step))
    length = Fraction(interval.high - interval.low)
    return Fraction(interval.low) + moved(length / 2 + step * length / (3 * MOST))
