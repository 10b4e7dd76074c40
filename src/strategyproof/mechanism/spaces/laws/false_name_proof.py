"""No agent gains by a further name, whatever it reports under both."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, buyers, deterministic, replaced
from strategyproof.mechanism.spaces.space import Type


def _holds(market: Market, types: Profile, i: int, lie: Type, name: Type) -> Truth:
    attack = [*replaced(types, i, lie), name]
    return market.utility(i, types, types[i]) >= market.joint_utility(i, len(types), attack, types[i])


LAW = SpaceLaw(
    id="false-name-proof",
    title="False-name-proof, one further name",
    statement=r"U_i(t; t_i) \ge v(t_i, x_i(r) \cup x_a(r)) - p_i(r) - p_a(r), \; r = (d, t_{-i}, e)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), TypeOf("lie", "i"), TypeOf("name")),
    source="Yokoo, Sakurai, Matsubara 2004, doi:10.1016/S0899-8256(03)00045-9",
    breaks="An agent bids under two names and gets more, or pays less, than under one.",
    remedy="Sell sets at prices that do not fall when bids are added.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: buyers(reading) and deterministic(reading),
    view="joined",
    newcomers=1,
)
