"""At most one bidder wins; the outside option gets what no bidder wins."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import both, negation


def _holds(auction: Auction, bids: Vector, i: int, j: int) -> Truth:
    wins = auction(bids).wins
    return negation(both(wins[i], wins[j]))


LAW = Law(
    id="single-winner",
    title="Single-winner feasibility",
    statement=r"\forall i \ne j: \neg (x_i \wedge x_j), \quad x_0 = 1 - \sum_n x_n \in \{0, 1\}",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bidder("j", other_than=("i",)),
    ),
    source="spec section 3; paper, eq. 12",
    breaks="One task is sold twice.",
    remedy="Keep rho >= 1 and compare strictly, or break ties by index.",
    exact_in_float64="An order law: it compares values and never adds.",
)
