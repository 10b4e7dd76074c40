"""If a report changes what an agent gets, what it gets then is worth more, by its new type against its old one."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import (
    Market,
    Profile,
    SpaceLaw,
    TypeOf,
    Types,
    deterministic,
    replaced,
    with_money,
)
from strategyproof.mechanism.spaces.space import Type


def _holds(market: Market, types: Profile, i: int, other: Type) -> Truth:
    there = replaced(types, i, other)
    stay = market.worth(i, types, types[i]) + market.worth(i, there, other)
    return stay >= market.worth(i, there, types[i]) + market.worth(i, types, other)


LAW = SpaceLaw(
    id="weakly-monotone",
    title="Weakly monotone (WMON)",
    statement=r"v(t_i, x_i(t)) + v(d, x_i(d, t_{-i})) \ge v(t_i, x_i(d, t_{-i})) + v(d, x_i(t))",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), TypeOf("other", "i")),
    source="Bikhchandani et al. 2006, doi:10.1111/j.1468-0262.2006.00695.x",
    breaks="No payments whatever make the rule strategy-proof.",
    remedy="Change who gets what: an agent that values a thing more must not lose it for that.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: with_money(reading) and deterministic(reading),
)
