"""The outside option is chosen independently of the common value: scaling all values leaves x_0."""

from __future__ import annotations

from strategyproof.mechanism.law import Bids, Law, Scale
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import unsold


def _holds(auction: Auction, bids: Vector, theta: Number) -> Truth:
    return unsold(auction(theta * bids)) == unsold(auction(bids))


LAW = Law(
    id="adverse-selection-free",
    title="Adverse-selection free",
    statement=r"\theta > 0: \; x_0(\theta m) = x_0(m)",
    holds=_holds,
    variables=(
        Bids(),
        Scale("theta"),
    ),
    source="spec section 3; Arnosti, Beck, Milgrom 2016, doi:10.1257/aer.20141198",
    breaks="The brand bidder (the UAV) gets the task when it is worth less: the winner's curse.",
    remedy="Keep the outside option's flat bid out of the comparison; compare bids with bids.",
    exact_in_float64="For theta = 2^k without overflow or underflow; for other theta it is false by rounding.",
)
