"""A winner pays the infimum of the bids that win against the same rivals, and every bid above it wins."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import both, implies, replaced


def _holds(auction: Auction, bids: Vector, i: int, bid: Number) -> Truth:
    outcome, wins_then = auction(bids), auction(replaced(bids, i, bid)).wins[i]
    price = outcome.payments[i]
    is_infimum = both(implies(wins_then, bid >= price), implies(bid > price, wins_then))
    return implies(outcome.wins[i], is_infimum)


LAW = Law(
    id="critical-payment",
    title="Critical payment",
    statement=r"x_i(b) = 1 \Rightarrow p_i(b) = \inf \{d : x_i(d, b_{-i}) = 1\}"
    r", \; d > p_i(b) \Rightarrow x_i(d, b_{-i}) = 1",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bid("bid"),
    ),
    source="spec section 3; paper, eqs. 15 and 22; Myerson 1981, doi:10.1287/moor.6.1.58",
    breaks="The winner is over- or undercharged, so that some bidder gains by lying.",
    remedy="Compute the price from the rivals' bids alone, as the threshold of the allocation.",
    exact_in_float64="An order law: it compares values and never adds.",
)
