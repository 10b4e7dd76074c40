"""What is paid covers what is paid out, and the cost of the outcome."""

from __future__ import annotations

from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, total_of, with_money
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.spaces.roles import Roles


def _somebody_pays(reading: Reading) -> bool:
    """Tell whether anybody buys: who only sells is always paid for by the operator."""
    return with_money(reading) and (not isinstance(reading.space, Roles) or "buyer" in reading.space.sides)


def _holds(market: Market, types: Profile) -> Truth:
    return total_of(market, types, "payment") - market.cost(types) >= 0


LAW = SpaceLaw(
    id="no-deficit",
    title="No deficit (weakly budget-balanced)",
    statement=r"\sum_i p_i(t) \ge c(x(t))",
    holds=_holds,
    variables=(),
    asks=(Types(),),
    source="Myerson, Satterthwaite 1983, doi:10.1016/0022-0531(83)90048-0",
    breaks="The operator pays for the market.",
    remedy="Give up some trades (McAfee's reduction), or ask the agents for the cost.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=_somebody_pays,
)
