"""Whoever does not win pays zero."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import either


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    outcome = auction(bids)
    return either(outcome.wins[i], outcome.payments[i] == 0)


LAW = Law(
    id="losers-pay-nothing",
    title="Losers pay nothing",
    statement=r"x_i = 0 \Rightarrow p_i = 0",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
    ),
    source="spec section 3",
    breaks="Taking part costs money.",
    remedy="Charge winners only.",
    exact_in_float64="An order law: it compares values and never adds.",
)
