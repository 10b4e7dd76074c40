"""What is paid is what is paid out, and the cost of the outcome: nothing is left over."""

from __future__ import annotations

from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, total_of
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.spaces.roles import Roles


def _moves_money(reading: Reading) -> bool:
    """Tell whether money goes both ways, so that a balance is meant."""
    both_sides = isinstance(reading.space, Roles) and len(set(reading.space.sides)) > 1
    return reading.one.has_money and (both_sides or "cost" in reading.helpers)


def _holds(market: Market, types: Profile) -> Truth:
    return total_of(market, types, "payment") - market.cost(types) == 0


LAW = SpaceLaw(
    id="budget-balanced",
    title="Budget-balanced",
    statement=r"\sum_i p_i(t) = c(x(t))",
    holds=_holds,
    variables=(),
    asks=(Types(),),
    source="Green, Laffont 1977, doi:10.2307/1911219",
    breaks="Money is left with the operator, or missing.",
    remedy="Give up efficiency: share costs (Moulin), reduce trades, or redistribute what is left (Bailey-Cavallo).",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=_moves_money,
)
