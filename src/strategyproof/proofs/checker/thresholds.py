"""The two thresholds of a round, found by running the mechanism beside them, for a block of rounds.

By the law ``consistent`` (part of the theorem that is cited) a bidder's outcome depends on its rivals through the
highest of them only. So a round holds two cases: the top bid against the second, and every other bid against the top
one, of which the second is the closest to winning. Each is a market of two on which the mechanism's own source is
run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.rules.msb import critical_payment
from strategyproof.mechanism.vocabulary import utility

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]

LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, slots=True)
class Case:
    """Bids against the highest of their rivals, in arrays of the shape of the bids.

    Attributes
    ----------
    wins, pays
        What the mechanism answers to the truth.
    critical
        Whether bids beside the threshold, the critical payment by the mechanism's own source, win exactly above it,
        and pay it.
    truthful
        Whether no deviation gains: to 0, to the threshold, to its two neighbours.
    """

    wins: Truths
    pays: Floats
    critical: Truths
    truthful: Truths


def examine(auction: Auction, bid: Floats, rival: Floats) -> Case:
    """Run the mechanism on bids and on every deviation around their thresholds, against the highest rival."""
    market = np.stack([bid, rival])
    honest = auction(market)
    wins, pays = honest.wins[0], honest.payments[0]
    threshold = critical_payment(market, auction.parameters["rho"])[0]
    gain = utility(bid, honest, 0)
    critical = (wins == (bid > threshold)) & (pays == np.where(wins, threshold, 0))
    truthful = gain >= 0
    for lie in around(threshold):
        market[0] = lie
        lying = auction(market)
        critical &= lying.wins[0] == (lie > threshold)
        critical &= lying.payments[0] == np.where(lying.wins[0], threshold, 0)
        truthful &= gain >= utility(bid, lying, 0)
    return Case(wins, pays, critical, truthful)


def around(threshold: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the threshold and the doubles just below and above it, each a bid: finite and >= 0."""
    bits = np.minimum(threshold, LARGEST).view(np.int64)
    below = np.maximum(bits - 1, 0).view(np.float64)
    return below, bits.view(np.float64), np.minimum((bits + 1).view(np.float64), LARGEST)
