"""A winner cannot lower what it pays by adding bids under other names."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law, Names
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import both, extended, implies


def _holds(auction: Auction, bids: Vector, i: int, names: Vector) -> Truth:
    honest, attack = auction(bids), auction(extended(bids, names))
    wins_both = both(honest.wins[i], attack.wins[i])
    return implies(wins_both, attack.payments[i] >= honest.payments[i])


LAW = Law(
    id="winner-false-name-proof",
    title="Winner-false-name-proof",
    statement=r"\psi(S + T) \ge \psi(S)",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Names("names"),
    ),
    source="spec section 3; Yokoo, Sakurai, Matsubara 2004, doi:10.1016/S0899-8256(03)00045-9",
    breaks="A winner enters fake bids and pays less.",
    remedy="Make the threshold non-decreasing in the set of rival bids.",
    exact_in_float64="An order law: it compares values and never adds.",
)
