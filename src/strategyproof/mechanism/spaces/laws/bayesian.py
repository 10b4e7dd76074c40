"""No agent gains on average by a lie, where the others' types are drawn from a known prior and they are truthful."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types
from strategyproof.mechanism.spaces.space import Type


def _holds(market: Market, types: Profile, i: int, lie: Type) -> Truth:
    truth = market.expected_utility(i, types[i], types[i])
    return truth >= market.expected_utility(i, lie, types[i])


LAW = SpaceLaw(
    id="bayesian-incentive-compatible",
    title="Bayesian incentive compatible, on a finite prior",
    statement=r"E_{t_{-i}} U_i(t; t_i) \ge E_{t_{-i}} U_i(d, t_{-i}; t_i)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), TypeOf("lie", "i")),
    source="d'Aspremont, Gérard-Varet 1979, doi:10.1016/0047-2727(79)90043-4",
    breaks="An agent that knows how the others' types are drawn gains on average by a lie.",
    remedy="Pay each agent the expected effect of its report on the others (AGV). The file names the prior in PRIOR.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: "PRIOR" in reading.helpers,
)
