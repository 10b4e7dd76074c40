"""Strategy-proofness as conditions that CrossHair reads: bidder 0 gains nothing by bidding otherwise.

Each bid is an argument of its own, of type int, or of type float with a bound that keeps infinities and NaN out:
CrossHair takes a float for a real number. Bidder 0 alone is asked about, an N-th of what strategy-proofness says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from auctions import first_price, msb, second_price, special_price


def truthful(rule: Callable[[list[Any]], Any], value: Any, others: Sequence[Any], lie: Any) -> bool:
    wins, payments = rule([value, *others])
    lying_wins, lying_payments = rule([lie, *others])
    return bool(value * wins[0] - payments[0] >= value * lying_wins[0] - lying_payments[0])


def first_price_3_integer(v: int, a: int, b: int, lie: int) -> bool:
    """
    pre: min(v, a, b, lie) >= 0
    post: _
    """
    return truthful(first_price, v, [a, b], lie)


def first_price_3_real(v: float, a: float, b: float, lie: float) -> bool:
    """
    pre: all(0 <= x < 1e9 for x in (v, a, b, lie))
    post: _
    """
    return truthful(first_price, v, [a, b], lie)


def second_price_5_integer(v: int, a: int, b: int, c: int, d: int, lie: int) -> bool:
    """
    pre: min(v, a, b, c, d, lie) >= 0
    post: _
    """
    return truthful(second_price, v, [a, b, c, d], lie)


def second_price_5_real(v: float, a: float, b: float, c: float, d: float, lie: float) -> bool:
    """
    pre: all(0 <= x < 1e9 for x in (v, a, b, c, d, lie))
    post: _
    """
    return truthful(second_price, v, [a, b, c, d], lie)


def second_price_8_integer(v: int, a: int, b: int, c: int, d: int, e: int, f: int, g: int, lie: int) -> bool:
    """
    pre: min(v, a, b, c, d, e, f, g, lie) >= 0
    post: _
    """
    return truthful(second_price, v, [a, b, c, d, e, f, g], lie)


def second_price_8_real(
    v: float, a: float, b: float, c: float, d: float, e: float, f: float, g: float, lie: float
) -> bool:
    """
    pre: all(0 <= x < 1e9 for x in (v, a, b, c, d, e, f, g, lie))
    post: _
    """
    return truthful(second_price, v, [a, b, c, d, e, f, g], lie)


def msb_5_real(v: float, a: float, b: float, c: float, d: float, lie: float, rho: float) -> bool:
    """
    pre: all(0 <= x < 1e9 for x in (v, a, b, c, d, lie)) and 1 <= rho < 1e9
    post: _
    """
    return truthful(lambda bids: msb(bids, rho), v, [a, b, c, d], lie)


def special_price_3_real(v: float, a: float, b: float, lie: float) -> bool:
    """
    pre: all(0 <= x < 1e9 for x in (v, a, b, lie))
    post: _
    """
    return truthful(special_price, v, [a, b], lie)
