"""What all like best is chosen."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, deterministic, finite
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.vocabulary import either


def _holds(market: Market, types: Profile, i: int, others: Profile) -> Truth:
    """An outcome that gives each agent its best leaves nobody with less than that."""
    holds = market.worth(i, types, types[i]) >= market.worth(i, others, types[i])
    for j in range(len(types)):
        holds = either(holds, market.worth(j, others, types[j]) < market.best(j, types[j]))
    return holds


def _has_a_best(reading: Reading) -> bool:
    """Tell whether what is best for a type is known: one of finitely many shares, or its own place."""
    own_place = type(reading.one).__name__ == "Point" and "value" not in reading.helpers and deterministic(reading)
    return finite(reading) or own_place


LAW = SpaceLaw(
    id="unanimous",
    title="Unanimous, in its range",
    statement=r"(\exists r \, \forall j: \; x_j(r) = \mathrm{top}(t_j)) \Rightarrow x_i(t) = \mathrm{top}(t_i)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Types("others")),
    source="Gibbard 1973, doi:10.2307/1914083; Satterthwaite 1975, doi:10.1016/0022-0531(75)90050-2",
    breaks="All agree on what is best, and get something else.",
    remedy="Choose what every agent ranks first, where there is such an outcome.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=_has_a_best,
)
