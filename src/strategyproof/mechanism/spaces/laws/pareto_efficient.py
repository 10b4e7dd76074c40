"""No other outcome that the function ever chooses is at least as good for all, and better for one."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, finite
from strategyproof.mechanism.vocabulary import either


def _holds(market: Market, types: Profile, i: int, others: Profile) -> Truth:
    holds = market.worth(i, others, types[i]) <= market.worth(i, types, types[i])
    for j in range(len(types)):
        if j != i:
            holds = either(holds, market.worth(j, others, types[j]) < market.worth(j, types, types[j]))
    return holds


LAW = SpaceLaw(
    id="pareto-efficient",
    title="Pareto-efficient in its range",
    statement=r"\nexists r: \; v(t_j, x_j(r)) \ge v(t_j, x_j(t)) \; \forall j, \; v(t_i, x_i(r)) > v(t_i, x_i(t))",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Types("others")),
    source="Shapley, Scarf 1974, doi:10.1016/0304-4068(74)90033-0",
    breaks="Agents would exchange what they got.",
    remedy="Let them: top trading cycles.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=finite,
)
