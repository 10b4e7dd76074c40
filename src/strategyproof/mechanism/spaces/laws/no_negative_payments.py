"""No buyer is paid, and no seller is charged."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types
from strategyproof.mechanism.spaces.roles import Roles


def _holds(market: Market, types: Profile, i: int) -> Truth:
    paid = market.payment(i, types)
    return paid <= 0 if types[i].space.side == "seller" else paid >= 0


LAW = SpaceLaw(
    id="no-negative-payments",
    title="No negative payments",
    statement=r"p_i(r) \ge 0; \text{ of a seller } p_i(r) \le 0",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i")),
    source="spec section 3",
    breaks="Who sells subsidises buyers, or a seller pays for selling.",
    remedy="Drop the transfer, or bound it by a pivot payment.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: reading.is_one_number and isinstance(reading.space, Roles) and not reading.amounts,
)
