"""A truthful agent never ends below what it has outside the market: 0."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, with_money


def _holds(market: Market, types: Profile, i: int) -> Truth:
    return market.utility(i, types, types[i]) >= 0


LAW = SpaceLaw(
    id="individually-rational",
    title="Individually rational",
    statement=r"U_i(t; t_i) \ge 0",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i")),
    source="Myerson 1981, doi:10.1287/moor.6.1.58",
    breaks="Agents stay away.",
    remedy="Charge no more than the reported value of what is got, and nothing for nothing; pay a seller its cost.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=with_money,
)
