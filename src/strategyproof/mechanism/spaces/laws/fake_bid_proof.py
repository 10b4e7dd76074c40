"""The operator gains by no fake bid of its own, entered among truthful ones."""

from __future__ import annotations

from strategyproof.mechanism.outcome import Truth
from strategyproof.mechanism.spaces.law import Market, Profile, SpaceLaw, TypeOf, Types, buyers, total_of
from strategyproof.mechanism.spaces.space import Type


def _holds(market: Market, types: Profile, fake: Type) -> Truth:
    with_fake = [*types, fake]
    received = sum(market.payment(i, with_fake) for i in range(len(types))) - market.burn(with_fake)
    return total_of(market, types, "payment") - market.burn(types) >= received


LAW = SpaceLaw(
    id="fake-bid-proof",
    title="Fake bids do not pay (myopic miner incentive compatible, one fake bid)",
    statement=r"\sum_i p_i(t) - \mathit{burn}(t) \ge \sum_{i \le n} p_i(t, e) - \mathit{burn}(t, e)",
    holds=_holds,
    variables=(),
    asks=(Types(), TypeOf("fake")),
    source="Roughgarden 2021, doi:10.1145/3465456.3467591 (MMIC)",
    breaks="The operator enters a bid just below a true one, and the price rises.",
    remedy="Let what one bidder pays depend on no other bid, or burn what would be gained.",
    exact_in_float64="It is judged in exact arithmetic.",
    speaks_of=lambda reading: buyers(reading) and "burn" in reading.helpers,
    newcomers=1,
)
