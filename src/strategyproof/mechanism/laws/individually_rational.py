"""A truthful bidder never ends below zero."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import utility


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    return utility(bids[i], auction(bids), i) >= 0


LAW = Law(
    id="individually-rational",
    title="Individually rational",
    statement=r"v_i x_i(v) - p_i(v) \ge 0",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
    ),
    source="spec section 3; paper, theorem 5.1",
    breaks="Bidders who take part lose money, so they stay away.",
    remedy="Never charge above the winning bid, nor losers at all.",
    exact_in_float64="The sign of a difference of doubles is exact.",
)
