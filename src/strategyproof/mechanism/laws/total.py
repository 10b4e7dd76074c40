"""The pseudo-law of functions: for all bids there is an outcome."""

from __future__ import annotations

from strategyproof.mechanism.law import Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector


def _holds(auction: Auction, bids: Vector) -> Truth:
    auction(bids)
    return True


LAW = TOTAL = Law(
    id="total",
    title="Total",
    statement=r"\forall b: \; (x(b), p(b)) \text{ is defined}",
    holds=_holds,
    variables=(Bids(),),
    source="a mechanism is a function",
    breaks="For some bids the auction raises, returns something else than an outcome, or changes the bids.",
    remedy="Handle these bids; return one win and one payment for each bidder, and leave the argument alone.",
    exact_in_float64="The bids of the counterexample raise on doubles too.",
)
