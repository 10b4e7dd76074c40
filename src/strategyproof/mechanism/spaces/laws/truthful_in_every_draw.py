"""Whatever is drawn, no agent gains by a lie, as if the draw were known before."""

from __future__ import annotations

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, replaced
from strategyproof.mechanism.spaces.space import Type
from strategyproof.mechanism.vocabulary import both, either


def _holds(market: Market, types: Profile, i: int, lie: Type) -> Truth:
    truth = market.draw_utilities(i, types, types[i])
    lying = market.draw_utilities(i, replaced(types, i, lie), types[i])
    if len(truth) != len(lying):
        return False
    holds: Truth = True
    for (chance, own), (other_chance, other) in zip(truth, lying, strict=True):
        holds = both(both(holds, chance == other_chance), either(chance == 0, own >= other))
    return holds


LAW = SpaceLaw(
    id="truthful-in-every-draw",
    title="Truthful in every draw (universally truthful)",
    statement=r"\forall k: \; U_i^k(t; t_i) \ge U_i^k(d, t_{-i}; t_i), \; \Pr(k) \text{ does not depend on reports}",
    holds=_holds,
    variables=(),
    asks=(Types(), Bidder("i"), TypeOf("lie", "i")),
    source="Nisan, Ronen 2001, doi:10.1006/game.1999.0790",
    breaks="An agent that foresees the draw, or does not average over it, gains by a lie.",
    remedy="Draw one of several strategy-proof rules, before and apart from the reports.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: reading.lottery and not reading.one.is_finite,
    view="draws",
)
