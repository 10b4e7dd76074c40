"""Every bidder can win for some bids; a rule that never sells satisfies most laws and is worth nothing."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    return auction(bids).wins[i]


LAW = Law(
    id="not-vacuous",
    title="Not vacuous",
    statement=r"\forall i \, \exists b: \; x_i(b) = 1",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
    ),
    source="spec section 3",
    breaks="Some bidder never wins, so the laws hold for want of a sale.",
    remedy="Check the comparison and the threshold: a rho of b_(1) / b_(2) with a strict comparison sells to nobody.",
    exact_in_float64="A winning profile of doubles is a witness.",
    exists=("bids",),
)
