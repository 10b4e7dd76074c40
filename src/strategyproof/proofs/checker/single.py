"""The conditions on one round in rational arithmetic: slow, plain, and what the batch is tested against.

Every bidder is examined, in the full market, by the laws' own predicates, on the doubles and on the rationals they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules.msb import MSB, critical_payment
from strategyproof.proofs.checker import conditions as on
from strategyproof.proofs.checker.arithmetic import expect_subnormals
from strategyproof.proofs.checker.certificates import NOBODY, SEVERAL
from strategyproof.proofs.checker.grid import grid_doubles

_LARGEST = float(np.finfo(np.float64).max)


def judge_round(
    rho: float, bids: Sequence[float], grid: int | None, used: Outcome | None = None
) -> tuple[int, float, int, bool]:
    """Judge one round; return winner, price, the bits of the failed conditions, and whether rounding made a tie."""
    expect_subnormals()
    doubles = np.array(bids, dtype=np.float64)
    failed = 0 if grid is None or rho in grid_doubles(grid) else on.ON_GRID.bit
    if not math.isfinite(rho):
        return _outside(failed | on.RHO_FINITE.bit, used)
    with np.errstate(over="ignore", invalid="ignore"):
        own = MSB.assume(rho=rho)(doubles)
        outcome = own if used is None else used
        if rho < 1:
            return _outside(failed | on.RHO_AT_LEAST_ONE.bit, outcome)
        truth = MSB.assume(rho=Fraction(rho))(exact(bids))
        failed |= _outcome_bits(outcome, own)
        failed |= _price_bits(rho, bids, outcome)
        failed |= 0 if _truthful(rho, doubles) else on.TRUTHFUL.bit
    winner, price = _who_pays(outcome)
    return winner, price, failed, [bool(x) for x in own.wins] != [bool(x) for x in truth.wins]


def _outside(failed: int, outcome: Outcome | None) -> tuple[int, float, int, bool]:
    if outcome is None:
        return NOBODY, 0.0, failed, False
    winner, price = _who_pays(outcome)
    return winner, price, failed | (on.SINGLE_WINNER.bit if winner == SEVERAL else 0), False


def _who_pays(outcome: Outcome) -> tuple[int, float]:
    winners = np.flatnonzero(outcome.wins)
    if len(winners) != 1:
        return (SEVERAL if len(winners) else NOBODY), 0.0
    return int(winners[0]), float(outcome.payments[winners[0]])


def _outcome_bits(outcome: Outcome, own: Outcome) -> int:
    failed = on.SINGLE_WINNER.bit if np.count_nonzero(outcome.wins) > 1 else 0
    if any(paid != 0 and not won for won, paid in zip(outcome.wins, outcome.payments, strict=True)):
        failed |= on.LOSERS_PAY_NOTHING.bit
    same = np.array_equal(outcome.wins, own.wins) and np.array_equal(outcome.payments, own.payments)
    return failed if same else failed | on.AS_SOURCE.bit


def _price_bits(rho: float, bids: Sequence[float], outcome: Outcome) -> int:
    """Compare the price with the exact critical payment, and try the bids at the price and just above it."""
    auction, doubles = MSB.assume(rho=rho), np.array(bids, dtype=np.float64)
    own = auction(doubles)
    if np.count_nonzero(outcome.wins) != 1:
        return 0 if np.array_equal(outcome.wins, own.wins) else on.CRITICAL.bit
    winner, price = _who_pays(outcome)
    exactly: Fraction = critical_payment(exact(bids), Fraction(rho))[winner]
    half_ulp = Fraction(math.ulp(price)) / 2 if math.isfinite(price) else Fraction(0)
    rounded_well = math.isfinite(price) and price == _nearest(exactly) and abs(Fraction(price) - exactly) <= half_ulp
    failed = 0 if rounded_well else on.PRICE_ROUNDED.bit
    is_critical = all(
        LAWS["critical-payment"].holds(auction, bids=doubles, i=winner, bid=np.float64(bid)) for bid in _around(price)
    )
    same = own.wins[winner] and own.payments[winner] == price
    return failed if is_critical and same else failed | on.CRITICAL.bit


def _nearest(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _truthful(rho: float, bids: Any) -> bool:
    """Try every bidder's deviations around its threshold, on doubles and on rationals."""
    law, thresholds = LAWS["strategy-proof"], critical_payment(bids, rho)
    exactly, exact_thresholds = exact(bids), critical_payment(exact(bids), Fraction(rho))
    for i in range(len(bids)):
        for lie in _around(float(thresholds[i])):
            in_doubles = law.holds(MSB.assume(rho=rho), bids=bids, i=i, lie=np.float64(lie))
            if not in_doubles or not law.holds(MSB.assume(rho=Fraction(rho)), bids=exactly, i=i, lie=Fraction(lie)):
                return False
        for lie in (exact_thresholds[i], exact_thresholds[i] + 1, exact_thresholds[i] / 2):
            if not law.holds(MSB.assume(rho=Fraction(rho)), bids=exactly, i=i, lie=lie):
                return False
    return True


def _around(threshold: float) -> Iterator[float]:
    """Bids at a threshold and beside it, at half and at twice, none and the largest."""
    at = min(max(threshold, 0.0), _LARGEST)
    yield from (0.0, at / 2, math.nextafter(at, 0), at, min(math.nextafter(at, math.inf), _LARGEST))
    yield from (min(2 * at, _LARGEST), _LARGEST)
