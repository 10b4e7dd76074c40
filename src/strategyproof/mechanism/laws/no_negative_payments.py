"""The mechanism never pays a bidder."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    return auction(bids).payments[i] >= 0


LAW = Law(
    id="no-negative-payments",
    title="No negative payments",
    statement=r"p_i \ge 0",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
    ),
    source="spec section 3",
    breaks="The seller subsidises bidders and can run a deficit.",
    remedy="Drop the transfer, or bound it by a pivot payment.",
    exact_in_float64="An order law: it compares values and never adds.",
)
