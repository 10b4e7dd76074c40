"""No two agents gain by reporting together, neither at the other's expense."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, replaced
from strategyproof.mechanism.spaces.space import Type
from strategyproof.mechanism.vocabulary import either


def _holds(market: Market, types: Profile, i: int, j: int, lie: Type, second: Type) -> Truth:
    there = replaced(replaced(types, i, lie), j, second)
    loses = [market.utility(a, there, types[a]) <= market.utility(a, types, types[a]) for a in (i, j)]
    return either(*loses)


LAW = SpaceLaw(
    id="pair-proof",
    title="Pair-proof (weakly group-strategy-proof for two)",
    statement=r"\neg (U_i(d_i, d_j, t_{-ij}; t_i) > U_i(t; t_i) \wedge U_j(d_i, d_j, t_{-ij}; t_j) > U_j(t; t_j))",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Bidder("j", other_than=("i",)), TypeOf("lie", "i"), TypeOf("second", "j")),
    source="Barberà, Berga, Moreno 2010, Journal of Economic Theory 145; Moulin 1999, Social Choice and Welfare 16",
    breaks="Two agents agree on reports by which both gain.",
    remedy="Fixed prices and cross-monotone cost shares keep it; most pivotal rules do not.",
    exact_in_float64="It is judged in exact arithmetic.",
    min_bidders=2,
    symmetric=True,
)
