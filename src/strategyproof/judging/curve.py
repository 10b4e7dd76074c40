"""What one bidder gains at every bid, as data: the picture of a lie before it is drawn."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from strategyproof.mechanism.verdict import Verdict


class Point(msgspec.Struct, frozen=True):
    """Utility v x - p of the bidder at one bid, in value units; None where the function has no outcome."""

    bid: float
    utility: float | None
    wins: bool


class Curve(msgspec.Struct, frozen=True):
    """What a bidder gains at every bid while the others stay.

    Attributes
    ----------
    mechanism
        Its id.
    bidder
        Its position.
    bids
        The truthful profile, as numerals.
    points
        Ascending in the bid; between two of them the utility is a straight line, or jumps.
    truth, lie
        The points of the truthful bid and of the lie that gains.
    """

    mechanism: str
    bidder: int
    bids: list[str]
    points: list[Point]
    truth: Point
    lie: Point

    def shows(self, verdict: Verdict) -> bool:
        """Say whether this is the curve of the verdict's counterexample."""
        found = verdict.counterexample
        if found is None or (verdict.mechanism, verdict.law) != (self.mechanism, "strategy-proof"):
            return False
        lie = float(Fraction(str(found.variables["lie"])))
        return (found.bids, found.variables["i"], lie) == (self.bids, self.bidder, self.lie.bid)
