"""Further bids that are not above the highest rival change nothing for a bidder."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder, Bids, Law, Names
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Truth, Vector
from strategyproof.mechanism.vocabulary import both, extended, max_of_others, minimum


def _holds(auction: Auction, bids: Vector, i: int, names: Vector) -> Truth:
    low = minimum(names, max_of_others(bids)[i])
    honest, attack = auction(bids), auction(extended(bids, low))
    return both(honest.wins[i] == attack.wins[i], honest.payments[i] == attack.payments[i])


LAW = Law(
    id="loser-irrelevance",
    title="Loser-false-name-proof, spite reading",
    statement=r"\max T \le \max S \Rightarrow \psi(S + T) = \psi(S)",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Names("names"),
    ),
    source="spec section 3, theorem 2",
    breaks="A loser who cannot win raises the winner's price with fake bids.",
    remedy="Let the threshold depend on the highest rival bid only.",
    exact_in_float64="An order law: it compares values and never adds.",
    min_bidders=2,
)
