"""No agent would rather have what another gets, at the price that the other pays."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.spaces.roles import Roles


def _private(reading: Reading) -> bool:
    """Tell whether each agent gets something of its own, on one side of the market."""
    one_side = not isinstance(reading.space, Roles) or len(set(reading.space.sides)) == 1
    return not reading.public and one_side and type(reading.one).__name__ != "Point"


def _holds(market: Market, types: Profile, i: int, j: int) -> Truth:
    theirs = market.worth(i, types, types[i], share_of=j) - market.payment(j, types)
    return market.utility(i, types, types[i]) >= theirs


LAW = SpaceLaw(
    id="envy-free",
    title="Envy-free",
    statement=r"v(t_i, x_i(t)) - p_i(t) \ge v(t_i, x_j(t)) - p_j(t)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Bidder("j", other_than=("i",))),
    source="Foley 1967; Varian 1974, doi:10.1016/0022-0531(74)90075-1",
    breaks="An agent would exchange places with another.",
    remedy="Charge prices for things, the same for all who get them.",
    exact_in_float64="It is judged in exact arithmetic.",
    min_bidders=2,
    speaks_of=_private,
    view="crossed",
)
