"""No agent changes what another gets without changing what it gets itself."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, finite, replaced
from strategyproof.mechanism.spaces.space import Type
from strategyproof.mechanism.vocabulary import implies


def _holds(market: Market, types: Profile, i: int, j: int, lie: Type) -> Truth:
    there = replaced(types, i, lie)
    return implies(market.same_share(i, types, there), market.same_share(j, types, there))


LAW = SpaceLaw(
    id="non-bossy",
    title="Non-bossy",
    statement=r"x_i(d, t_{-i}) = x_i(t) \Rightarrow x_j(d, t_{-i}) = x_j(t)",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), Bidder("j", other_than=("i",)), TypeOf("lie", "i")),
    source="Satterthwaite, Sonnenschein 1981, Review of Economic Studies 48",
    breaks="An agent harms or helps another at no cost to itself, and can be paid to.",
    remedy="Let what others get depend on an agent only through what the agent gets.",
    exact_in_float64="It is judged in exact arithmetic.",
    min_bidders=2,
    speaks_of=lambda reading: finite(reading) and not reading.public,
)
