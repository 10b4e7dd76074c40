"""Scaling every bid scales the payments and leaves the allocation."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law, Scale
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import both


def _holds(auction: Auction, bids: Vector, i: int, theta: Number) -> Truth:
    outcome, scaled = auction(bids), auction(theta * bids)
    same_wins = outcome.wins[i] == scaled.wins[i]
    return both(same_wins, theta * outcome.payments[i] == scaled.payments[i])


LAW = Law(
    id="homogeneous",
    title="Homogeneous of degree one",
    statement=r"\theta > 0: \; x(\theta b) = x(b), \; p(\theta b) = \theta p(b)",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Scale("theta"),
    ),
    source="spec section 3; paper, theorem 5.1; Arnosti, Beck, Milgrom 2016, doi:10.1257/aer.20141198",
    breaks="The currency, or a common shock to all values, changes who wins.",
    remedy="Use no amount of money that is fixed in advance: ratios of bids only.",
    exact_in_float64="For theta = 2^k without overflow or underflow; for other theta it is false by rounding.",
)
