"""Raising one's own bid never loses the item."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import both, implies, replaced


def _holds(auction: Auction, bids: Vector, i: int, higher: Number) -> Truth:
    wins_now, wins_then = auction(bids).wins[i], auction(replaced(bids, i, higher)).wins[i]
    return implies(both(higher >= bids[i], wins_now), wins_then)


LAW = Law(
    id="monotone",
    title="Monotone allocation",
    statement=r"d \ge b_i \wedge x_i(b) = 1 \Rightarrow x_i(d, b_{-i}) = 1",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bid("higher"),
    ),
    source="spec section 3; Myerson 1981, doi:10.1287/moor.6.1.58",
    breaks="No payment rule can make the allocation strategy-proof.",
    remedy="Make the threshold independent of the bidder's own bid.",
    exact_in_float64="An order law: it compares values and never adds.",
)
