"""No other outcome that the function ever chooses is worth more to all together, less what it costs."""

from __future__ import annotations

from strategyproof.mechanism.outcome import Number, Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, cardinal, deterministic


def _welfare(market: Market, reports: Profile, types: Profile) -> Number:
    return sum(market.worth(i, reports, types[i]) for i in range(len(types))) - market.cost(reports)


def _holds(market: Market, types: Profile, others: Profile) -> Truth:
    return _welfare(market, types, types) >= _welfare(market, others, types)


LAW = SpaceLaw(
    id="efficient",
    title="Efficient in its range",
    statement=r"\sum_i v(t_i, x_i(t)) - c(x(t)) \ge \sum_i v(t_i, x_i(r)) - c(x(r)) \;\; \forall r",
    holds=_holds,
    variables=(),
    asks=(Types(), Types("others")),
    source="Groves 1973, doi:10.2307/1914085; Nisan, Ronen 2007, doi:10.1613/jair.2046 (maximal in range)",
    breaks="An outcome that could have been chosen would be worth more to all together.",
    remedy="Choose the outcome with the highest sum of reported values, less its cost.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: cardinal(reading) and deterministic(reading),
)
