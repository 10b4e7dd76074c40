"""The conditions on many rounds at once, in doubles, exactly.

Comparisons of doubles are exact, and so is every sum of a number and zeros. Rounding enters in one place only, the
product p = fl(rho m), and its error is computed without error (:mod:`~strategyproof.proofs.checker.exact_product`).
What follows from that, with m the highest rival bid:

* b > p implies b > rho m, since rounding is monotone and b is a double. Who wins in doubles wins in exact arithmetic.
* b > rho m implies b >= p. The two can differ on a tie b = p only, and do so iff p was rounded up (e < 0).
* p >= m, as rho m >= m and m is a double: two bidders cannot both exceed p, in doubles either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules.msb import MSB
from strategyproof.mechanism.vocabulary import highest
from strategyproof.proofs.checker import conditions as on
from strategyproof.proofs.checker.arithmetic import expect_subnormals
from strategyproof.proofs.checker.certificates import NOBODY, SEVERAL
from strategyproof.proofs.checker.exact_product import in_domain, product_error, rational_error
from strategyproof.proofs.checker.flawless import judge_flawless
from strategyproof.proofs.checker.grid import off_grid
from strategyproof.proofs.checker.judged import Floats, Judged, Truths
from strategyproof.proofs.checker.memory import keep_freed_memory
from strategyproof.proofs.checker.thresholds import examine

BLOCK = 8192
"""Rounds handled at a time, so that all intermediate vectors stay in the processor's cache."""


def judge(rho: Floats, bids: Floats, grid: int | None, used: Outcome | None = None) -> Judged:
    """Judge rounds.

    Parameters
    ----------
    rho
        What was emitted, any doubles, (rounds,).
    bids
        Finite, >= 0, the bidder on axis 0, (N, rounds).
    grid
        |A|, or None for any rho >= 1.
    used
        The outcome that was used, of the shape of the bids; the mechanism's own is taken where there is none.

    Raises
    ------
    FlushedToZero
        If this thread takes subnormal numbers for 0.
    """
    expect_subnormals()
    keep_freed_memory()
    judged = Judged.empty(len(rho))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(rho), BLOCK):
            block = slice(start, start + BLOCK)
            theirs = None if used is None else Outcome(used.wins[:, block], used.payments[:, block])
            judged.put(block, _judge_block(rho[block], bids[:, block], grid, theirs))
    return judged


def _judge_block(rho: Floats, bids: Floats, grid: int | None, used: Outcome | None) -> Judged:
    whole = None if used is not None else judge_flawless(MSB.assume(rho=rho), rho, bids, grid)
    return judge_each(rho, np.ascontiguousarray(bids), grid, used) if whole is None else whole


def judge_each(rho: Floats, bids: Floats, grid: int | None, used: Outcome | None) -> Judged:
    """Judge every round by itself; ``judge`` does so where the batch is not flawless as a whole."""
    finite = np.isfinite(rho)
    rho_run = rho if finite.all() else np.where(finite, rho, 1.0)
    auction = MSB.assume(rho=rho_run)
    own = auction(bids)
    if rho_run is not rho:
        own = Outcome(own.wins & finite, np.where(finite, own.payments, 0))
    outcome = own if used is None else used
    count, winner, price = _reduced(outcome)
    first, second = highest(bids, 1), highest(bids, 2)
    case = examine(auction, np.stack([first, second]), np.stack([second, first]))

    above = _holds_of_winner(outcome.wins, bids, first, count)
    linked = above & (count == case.wins.sum(axis=0, dtype=np.int16)) & (price == case.pays[0])
    failed = np.where(rho >= 1, 0, on.RHO_AT_LEAST_ONE.bit).astype(np.uint16)
    _mark(failed, on.CRITICAL, ~(case.critical[0] & case.critical[1] & linked))
    _mark(failed, on.TRUTHFUL, ~(case.truthful[0] & case.truthful[1]))
    _mark(failed, on.LOSERS_PAY_NOTHING, ((outcome.payments != 0) & ~outcome.wins).any(axis=0))
    rounded = _price_rounding(failed, rho_run, second, first, price, count == 1)
    if used is not None:
        _mark(failed, on.AS_SOURCE, ((used.wins != own.wins) | (used.payments != own.payments)).any(axis=0))
    _confine_to_domain(failed, rounded, finite)
    _mark(failed, on.SINGLE_WINNER, count > 1)
    if grid is not None:
        _mark(failed, on.ON_GRID, off_grid(rho, grid))
    return Judged(winner, price, failed, rounded)


def _mark(failed: NDArray[np.uint16], condition: on.Condition, where: Truths) -> None:
    failed |= where.view(np.uint8) * np.uint16(condition.bit)


def _confine_to_domain(failed: NDArray[np.uint16], rounded: Truths, finite: Truths) -> None:
    """Keep, where the theorem says nothing, only that it does not."""
    outside = (failed & on.RHO_AT_LEAST_ONE.bit != 0) | ~finite
    if outside.any():
        failed[outside] &= np.uint16(on.RHO_AT_LEAST_ONE.bit)
        failed[~finite] = on.RHO_FINITE.bit
        rounded[outside] = False


def _reduced(outcome: Outcome) -> tuple[NDArray[np.int16], NDArray[np.int16], Floats]:
    """Return the number of winners, the winner (or none, or several) and what it pays."""
    count = outcome.wins.sum(axis=0, dtype=np.int16)
    winner = np.full(count.shape, NOBODY, np.int16)
    for place, wins in enumerate(outcome.wins):
        winner += wins.view(np.uint8) * np.int16(place + 1)
    price: Floats = np.where(outcome.wins, outcome.payments, 0).sum(axis=0)
    several = count > 1
    if several.any():
        winner[several] = SEVERAL
        price[several] = 0
    return count, winner, price


def _holds_of_winner(wins: Truths, bids: Floats, first: Floats, count: NDArray[np.int16]) -> Truths:
    """Tell whether whoever wins bids the highest bid."""
    held: Truths = ~(wins & (bids != first)).any(axis=0) | (count > 1)
    return held


def _price_rounding(
    failed: NDArray[np.uint16], rho: Floats, second: Floats, first: Floats, price: Floats, sold: Truths
) -> Truths:
    """Compare the winner's price with the exact product, and find the ties that rounding made."""
    product = rho * second
    settled = np.where(sold, price, product)
    tied = ~sold & (first == product)
    exact = in_domain(rho, second, product)
    error = product_error(rho, second, product) + (product - settled)
    _mark(failed, on.PRICE_ROUNDED, sold & exact & ((price != product) | (2 * np.abs(error) > np.spacing(price))))
    rounded: Truths = tied & exact & (error < 0)
    for place in np.flatnonzero(~exact & (sold | tied)):
        off = rational_error(float(rho[place]), float(second[place]), float(settled[place]))
        rounded[place] = tied[place] and off < 0
        if sold[place] and 2 * abs(off) > np.spacing(price[place]):
            failed[place] |= on.PRICE_ROUNDED.bit
    return rounded
