"""No agent and no option would rather have each other than what they have."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, finite


def _holds(market: Market, types: Profile, i: int) -> Truth:
    return market.blocks_nothing(i, types)


LAW = SpaceLaw(
    id="stable",
    title="Stable",
    statement=r"\nexists (i, s): \; s \succ_i x_i(t) \wedge (s \text{ is free} \vee i \succ_s x^{-1}(s))",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i")),
    source="Gale, Shapley 1962, doi:10.1080/00029890.1962.11989827",
    breaks="An agent and an option leave the match for each other.",
    remedy="Let options hold the best offer so far: deferred acceptance. The file names the orders in PRIORITY.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: finite(reading) and "PRIORITY" in reading.helpers,
)
