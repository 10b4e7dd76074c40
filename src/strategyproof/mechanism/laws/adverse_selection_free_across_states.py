"""The outside option is chosen independently of the common value, also where rho depends on it."""

from __future__ import annotations

from strategyproof.mechanism.law import Bids, Law, Scale
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import unsold


def _holds(auction: Auction, bids: Vector, theta: Number) -> Truth:
    return unsold(msb(theta * bids, auction.rho(bids))) == unsold(auction(bids))


LAW = Law(
    id="adverse-selection-free-across-states",
    title="Adverse-selection free across the states of the common value",
    statement=r"\theta > 0: \; x_0(\theta m; \rho(\theta)) = x_0(m; \rho(1))",
    holds=_holds,
    variables=(
        Bids(),
        Scale("theta"),
    ),
    source="spec section 4, row 2",
    breaks="The brand bidder (the UAV) gets the task when it is worth less, since rho tells when it is.",
    remedy="Choose rho independently of the common value.",
    exact_in_float64="It scales bids, which rounds; it is asked over the reals alone.",
    about_rho=True,
)
