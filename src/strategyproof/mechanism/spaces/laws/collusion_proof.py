"""Operator and agents together gain by no reports other than the true ones: what is burned is all that they lose."""

from __future__ import annotations

from strategyproof.mechanism.outcome import Number, Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, Types, buyers


def _joint(market: Market, reports: Profile, types: Profile) -> Number:
    return sum(market.worth(i, reports, types[i]) for i in range(len(types))) - market.burn(reports)


def _holds(market: Market, types: Profile, agreed: Profile) -> Truth:
    return _joint(market, types, types) >= _joint(market, agreed, types)


LAW = SpaceLaw(
    id="collusion-proof",
    title="Collusion with the operator does not pay (off-chain agreement proof, at truthful reports)",
    statement=r"\sum_i v(t_i, x_i(t)) - \mathit{burn}(t) \ge \sum_i v(t_i, x_i(r)) - \mathit{burn}(r) \;\; \forall r",
    holds=_holds,
    variables=(),
    asks=(Types(), Types("agreed")),
    source="Roughgarden 2021, doi:10.1145/3465456.3467591 (OCA-proof)",
    breaks="Operator and agents agree on other reports and share what would have been burned, or misallocated.",
    remedy="Burn nothing that reports can change, and give the places to those who value them most.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: buyers(reading) and "burn" in reading.helpers,
)
