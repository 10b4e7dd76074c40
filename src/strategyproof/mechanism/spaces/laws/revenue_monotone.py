"""A further agent never lowers what is paid."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, buyers, total_of


def _holds(market: Market, types: Profile, i: int) -> Truth:
    without = [own for place, own in enumerate(types) if place != i]
    return total_of(market, types, "payment") >= total_of(market, without, "payment")


LAW = SpaceLaw(
    id="revenue-monotone",
    title="Revenue-monotone",
    statement=r"\sum_j p_j(t) \ge \sum_{j \ne i} p_j(t_{-i})",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i")),
    source="Rastegari, Condon, Leyton-Brown 2011, Artificial Intelligence 175; Ausubel, Milgrom 2006",
    breaks="The seller gains by turning bidders away; this is VCG's weakness with complements.",
    remedy="Restrict values to substitutes, or choose outcomes in the core.",
    exact_in_float64="It is judged in exact arithmetic.",
    min_bidders=3,
    speaks_of=buyers,
)
