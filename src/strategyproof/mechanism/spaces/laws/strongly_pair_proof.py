"""No two agents report together so that one gains and the other does not lose."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, replaced
from strategyproof.mechanism.spaces.space import Type
from strategyproof.mechanism.vocabulary import either


def _holds(market: Market, types: Profile, i: int, j: int, lie: Type, second: Type) -> Truth:
    there = replaced(replaced(types, i, lie), j, second)
    gains, keeps = market.utility(i, there, types[i]), market.utility(j, there, types[j])
    return either(gains <= market.utility(i, types, types[i]), keeps < market.utility(j, types, types[j]))


LAW = SpaceLaw(
    id="strongly-pair-proof",
    title="Strongly pair-proof (group-strategy-proof for two)",
    statement=r"\neg (U_i(d_i, d_j, t_{-ij}; t_i) > U_i(t; t_i) \wedge U_j(d_i, d_j, t_{-ij}; t_j) \ge U_j(t; t_j))",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Bidder("j", other_than=("i",)), TypeOf("lie", "i"), TypeOf("second", "j")),
    source="Pápai 2000, doi:10.1111/1468-0262.00166 (strategy-proof and non-bossy, for objects)",
    breaks="An agent helps another by a lie that costs it nothing.",
    remedy="Let no agent change what others get without changing what it gets itself.",
    exact_in_float64="It is judged in exact arithmetic.",
    min_bidders=2,
)
