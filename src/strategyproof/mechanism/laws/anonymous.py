"""Exchanging two bids exchanges their outcomes; transpositions generate every permutation."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import both, swapped


def _holds(auction: Auction, bids: Vector, i: int, j: int, k: int) -> Truth:
    outcome, exchanged = auction(bids), auction(swapped(bids, i, j))
    same_wins = swapped(outcome.wins, i, j)[k] == exchanged.wins[k]
    return both(same_wins, swapped(outcome.payments, i, j)[k] == exchanged.payments[k])


LAW = Law(
    id="anonymous",
    title="Anonymous",
    statement=r"x_{\sigma(k)}(\sigma b) = x_k(b), \; p_{\sigma(k)}(\sigma b) = p_k(b)",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bidder("j", other_than=("i",)),
        Bidder("k"),
    ),
    source="spec section 3",
    breaks="The outcome depends on who bids, not on what is bid.",
    remedy="Break ties symmetrically (here: nobody wins) and use no bidder's index.",
    exact_in_float64="A maximum does not depend on the order of its arguments.",
)
