"""Who gets nothing pays nothing, and is paid nothing: a buyer without an item, and a seller that keeps its own."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types
from strategyproof.mechanism.vocabulary import implies


def _holds(market: Market, types: Profile, i: int) -> Truth:
    return implies(market.gets_nothing(i, types), market.payment(i, types) == 0)


LAW = SpaceLaw(
    id="losers-pay-nothing",
    title="Losers pay nothing",
    statement=r"x_i(r) = 0 \Rightarrow p_i(r) = 0",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i")),
    source="spec section 3",
    breaks="Taking part costs money.",
    remedy="Charge for what is got, and pay for what is given.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: reading.is_one_number,
)
