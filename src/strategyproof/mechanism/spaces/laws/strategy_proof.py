"""No agent gains by reporting anything but its type, whatever the others report and whatever a type is."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, replaced
from strategyproof.mechanism.spaces.space import Type


def _holds(market: Market, types: Profile, i: int, lie: Type) -> Truth:
    return market.utility(i, types, types[i]) >= market.utility(i, replaced(types, i, lie), types[i])


LAW = SpaceLaw(
    id="strategy-proof",
    title="Strategy-proof (dominant-strategy incentive compatible)",
    statement=r"U_i(t; t_i) \ge U_i(d, t_{-i}; t_i), \; U_i(r; t_i) = v(t_i, x_i(r)) - p_i(r)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), TypeOf("lie", "i")),
    source="Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x; Gibbard 1973, doi:10.2307/1914083",
    breaks="Agents report what pays, and the outcome no longer follows what they want.",
    remedy="Let an agent's report choose only among outcomes whose prices do not depend on it.",
    exact_in_float64="It is judged in exact arithmetic.",
)
