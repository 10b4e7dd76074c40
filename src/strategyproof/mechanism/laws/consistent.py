"""Against all rivals a bidder fares as against the highest of them alone."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import both, max_of_others, pair


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    everyone, duel = auction(bids), auction(pair(bids, bids[i], max_of_others(bids)[i]))
    return both(everyone.wins[i] == duel.wins[0], everyone.payments[i] == duel.payments[0])


LAW = Law(
    id="consistent",
    title="Consistent",
    statement=r"\psi(\{\max S\}) = \psi(S)",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
    ),
    source="spec section 3; paper, eq. 22",
    breaks="Bids that cannot win move the price.",
    remedy="Let the threshold depend on the highest rival bid only.",
    exact_in_float64="An order law: it compares values and never adds.",
    min_bidders=2,
)
