"""Blocks in which every condition holds, recognised in few passes; every other block is judged round by round.

Nothing is assumed here that :mod:`~strategyproof.proofs.checker.batch` does not compute: the mechanism's own source
runs on the bids, on both cases of :mod:`~strategyproof.proofs.checker.thresholds` and on the deviations beside their
thresholds. What is saved is where the answer of a round would be kept: one question is asked of all rounds at once. It
is asked only well inside the range of doubles, where no deviation needs to be cut off. A block of which anything at all
is odd is no block of this module, and says None.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.arrays import ranked
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.rules.msb import critical_payment
from strategyproof.mechanism.vocabulary import where
from strategyproof.proofs.checker.certificates import NOBODY
from strategyproof.proofs.checker.exact_product import HIGH, LOW, product_error
from strategyproof.proofs.checker.grid import off_grid
from strategyproof.proofs.checker.judged import Floats, Judged, Truths

__all__ = ["judge_flawless"]

_LARGEST = 2.0**1020
"""Below it every threshold has a double above it that is a bid, and every product an exact error."""
_EXPONENT = np.int64(0x7FF0000000000000)


def judge_flawless(auction: Auction, rho: Floats, bids: Floats, grid: int | None) -> Judged | None:
    """Judge a block at the mechanism's own outcome, if every condition holds in all of its rounds.

    Parameters
    ----------
    auction
        The mechanism at these rho.
    rho
        What was emitted, any doubles, (rounds,).
    bids
        Finite, >= 0, (N, rounds).
    grid
        |A|, or None for any rho >= 1.
    """
    if not (rho.min() >= 1 and rho.max() <= HIGH) or (grid is not None and off_grid(rho, grid).any()):
        return None
    first, second = ranked(bids, 2)
    if not (second.min() >= LOW and first.max() <= HIGH):
        return None
    market = np.stack([first, second])
    threshold = critical_payment(market, rho)
    if not threshold.max() <= _LARGEST:
        return None
    honest = auction(market)
    if not (_critical(honest.wins, honest.payments, market, threshold) and _no_lie_gains(auction, market, threshold)):
        return None
    sold, price = honest.wins[0], honest.payments[0]
    winner = None if honest.wins[1].any() else _winner(auction, bids, first, sold, price)
    return None if winner is None else _rounding(rho, first, second, sold, price, winner)


def _critical(wins: Truths, pays: Floats, bids: Floats, threshold: Floats) -> bool:
    """Tell whether who wins is above its threshold and pays it, and whether nobody would rather have lied."""
    gain = where(wins, bids, 0) - pays
    return bool(
        (wins == (bids > threshold)).all()
        and (pays == where(wins, threshold, 0)).all()
        and (gain >= np.maximum(bids - threshold, 0)).all()
    )


def _no_lie_gains(auction: Auction, market: Floats, threshold: Floats) -> bool:
    """Tell whether bids beside the thresholds win above them only, and pay them: utilities 0, 0 and v - threshold.

    That no utility exceeds the truth's is then what :func:`_critical` compares.
    """
    lies = np.stack([threshold, market[::-1]])  # who lies, in both cases, and the highest of its rivals
    lie, bits = lies[0].view(np.int64), threshold.view(np.int64)
    for steps in (-1, 0, 1):
        np.add(bits, steps, out=lie)
        lying = auction(lies)
        wins, pays = lying.wins[0], lying.payments[0]
        above = wins.all() and (pays == threshold).all()
        if not (above if steps > 0 else not (wins.any() or pays.any())):
            return False
    return True


def _winner(auction: Auction, bids: Floats, first: Floats, sold: Truths, price: Floats) -> NDArray[np.int16] | None:
    """Run the mechanism on all bids: who wins, if it is one bidder, of the highest bid, who pays ``price`` alone.

    Whoever wins is found to bid the highest bid, which is above its threshold where something is sold, and so above
    the second: one bidder has it.
    """
    outcome = auction(bids)
    wins, pays = outcome.wins, outcome.payments
    if (wins & (bids != first)).any() or ((pays != 0) > wins).any():
        return None
    if not ((pays.sum(axis=0) == price).all() and (wins.any(axis=0) == sold).all()):
        return None
    winner = np.full(sold.shape, NOBODY, np.int16)
    for place, won in enumerate(wins):
        winner += won.view(np.uint8) * np.int16(place + 1)
    return winner


def _rounding(
    rho: Floats, first: Floats, second: Floats, sold: Truths, price: Floats, winner: NDArray[np.int16]
) -> Judged | None:
    """Compare the prices with the exact products: each the nearest double, within half a unit in the last place."""
    product = rho * second
    error = product_error(rho, second, product)
    unit = (product.view(np.int64) & _EXPONENT).view(np.float64)  # 2^52 units in the last place of a normal double
    unit *= 2.0**-53
    if not ((np.abs(error) <= unit).all() and (price == where(sold, product, 0)).all()):
        return None
    rounded = ~sold & (first == product) & (error < 0)
    return Judged(winner, price, np.zeros(price.shape, np.uint16), rounded)
