"""rho does not change when any bid of this round changes."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import at, replaced


def _holds(auction: Auction, bids: Vector, i: int, j: int, bid: Number) -> Truth:
    return at(auction.rho(bids), i) == at(auction.rho(replaced(bids, j, bid)), i)


LAW = Law(
    id="rho-blind",
    title="rho is blind",
    statement=r"\rho(b) = \rho(d, b_{-j})",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bidder("j"),
        Bid("bid"),
    ),
    source="spec section 3 and section 4",
    breaks="A bidder can move the price scaling factor: with its own bid (not strategy-proof) or with false names.",
    remedy="Choose rho from past rounds and the market state, before the bids are opened.",
    exact_in_float64="An order law: it compares values and never adds.",
    about_rho=True,
)
