"""Exact regret: the largest gain from any lie, per bidder and round, in closed form from critical values.

In MSB bidder n wins at the price rho max(b_{-n}), and its bid matters only through who is highest and through what rho
sees. Where rho does not see n's bid (``blind``, ``exogenous``), or sees the others' alone while n is highest
(``leave-one-out``), the price that n faces is one number psi, so the best lie gains
max(0, v_n - psi) - u_n(truth), which is 0. ``full`` is a function of n's bid; its best lie is found by
:mod:`strategyproof.learning.best_lie`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from strategyproof.learning.best_lie import best_lies
from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.information import Blind, Exogenous, LeaveOneOut
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Array, Batch
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import highest, highest_of_others, maximum, where

__all__ = ["Regret", "regret", "regret_against"]


@dataclass(frozen=True, slots=True)
class Regret:
    """The best gain of any one bidder.

    Attributes
    ----------
    gain
        Per round, (B,), in value; 0 where no lie helps. Gains below one part in 10^9 of the price are rounding.
    """

    gain: Array

    @property
    def mean(self) -> float:
        """The mean over rounds."""
        return float(np.mean(self.gain))

    @property
    def share(self) -> float:
        """The share of rounds in which some bidder gains."""
        return float(np.mean(self.gain > 0))


def regret(selector: Selector, batch: Batch, rho: Array | None = None) -> Regret:
    """Return the regret of each round: exact, but for ``full`` a lower bound by search.

    Parameters
    ----------
    selector
        Emits rho.
    batch
        Truthful rounds.
    rho
        What the selector emitted on them, where that is known already.
    """
    if selector.information in (Blind.information, Exogenous.information):
        emitted = rho_of(selector, batch) if rho is None else rho
        return Regret(regret_against(batch.bids, emitted, emitted))
    if selector.information == LeaveOneOut.information:
        emitted = rho_of(selector, batch) if rho is None else rho
        return Regret(regret_against(batch.bids, emitted, _faced(selector, batch)))
    return Regret(np.maximum(best_lies(selector, batch).gain, 0.0))


def regret_against(values: Array, rho: Array, faced: Array) -> Array:
    """Return the best gain where bidder n faces the price scaling factor ``faced`` whenever it could win.

    Parameters
    ----------
    values
        v_n = b_n, (N, B).
    rho
        What was emitted on the truth, (B,).
    faced
        The rho that a bidder faces if it bids above the others: (B,), or (N, B).
    """
    outcome = msb(values, rho)
    truth = where(outcome.wins, values, 0.0) - outcome.payments
    best = maximum(values - faced * highest_of_others(values), 0.0)
    return (best - truth).max(axis=0)


def _faced(selector: Selector, batch: Batch) -> Array:
    """Return, for each bidder, the rho when it is the highest: phi of the others' bids."""
    above = 2 * highest(batch.bids, 1) + 1
    faced = []
    for bidder in range(len(batch.bids)):
        bids = np.array(batch.bids)
        bids[bidder] = above
        faced.append(rho_of(selector, Batch(batch.state, batch.past, bids, batch.brand)))
    return np.stack(faced)
