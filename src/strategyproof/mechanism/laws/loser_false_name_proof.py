"""Who loses under its own name cannot win at a profit by bidding under several."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Outcome, Truth, Vector
from strategyproof.mechanism.vocabulary import both, either, extended, implies, negation, replaced


def _costs(attack: Outcome, name: int, value: Number) -> Truth:
    """Tell whether a name pays the value at least if it wins, and is paid nothing if it loses."""
    pays = attack.payments[name]
    return both(implies(attack.wins[name], pays >= value), either(attack.wins[name], pays >= 0))


def _holds(auction: Auction, bids: Vector, i: int, bid: Number, names: Vector, alias: int) -> Truth:
    value, loses = bids[i], negation(auction(bids).wins[i])
    attack = auction(extended(replaced(bids, i, bid), names))
    no_profit = both(_costs(attack, i, value), _costs(attack, alias, value))
    return implies(loses, no_profit)


LAW = Law(
    id="loser-false-name-proof",
    title="Loser-false-name-proof, profit reading",
    statement=r"x_i(v) = 0 \Rightarrow \forall d, T, \, a \in \{i\} \cup T: \; "
    r"x_a(d, v_{-i}, T) = 1 \Rightarrow p_a \ge v_i, \; x_a = 0 \Rightarrow p_a \ge 0",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bid("bid"),
        Names("names"),
        Name("alias", names="names"),
    ),
    source="spec section 3; Yokoo, Sakurai, Matsubara 2004, doi:10.1016/S0899-8256(03)00045-9",
    breaks="A loser enters fake bids that lower the threshold, and wins at a profit.",
    remedy="Make the threshold non-decreasing in the set of rival bids.",
    exact_in_float64="An order law: it compares values and never adds.",
)
