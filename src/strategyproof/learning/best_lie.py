"""What seeing the bids costs: the best lie against a selector of class ``full``, found, replayed, and averaged.

Against a price scaling factor that sees bidder n's own bid, n wins with any bid d above rho(d, b_{-n}) max(b_{-n}), and
pays that. The grid of prices is finite, so what n can reach is a price of the grid; the search looks for the least one
over bids above the others, the truth among them. A gain found is replayed on the mechanism's own rule, so it is a
fact; a search bounds regret from below.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Array, Batch
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import highest_of_others

__all__ = ["Lie", "Lies", "best_lies"]

FACTORS = tuple(float(f) for f in np.geomspace(1.0001, 1000.0, 48))
"""Bids tried, as multiples of the highest rival bid."""


@dataclass(frozen=True, slots=True)
class Lie:
    """One refutation of strategy-proofness, in exact rationals of the doubles that ran.

    Attributes
    ----------
    round, bidder
        Where.
    value, lie
        v_n and the bid that gains.
    truthful, gained
        Utility of the truth, and utility of the lie minus it; ``gained`` > 0.
    rho_truth, rho_lie
        What the selector emitted on each.
    """

    round: int
    bidder: int
    value: Fraction
    lie: Fraction
    truthful: Fraction
    gained: Fraction
    rho_truth: Fraction
    rho_lie: Fraction


@dataclass(frozen=True, slots=True)
class Lies:
    """The best lie of the two highest bidders in every round; nobody else is searched.

    Attributes
    ----------
    gain
        Per round, (B,), in value; 0 where no lie that was tried gains.
    told
        The rounds with the bids of the best lie in each, by one bidder; truthful where none gains.
    best
        The largest of them, replayed exactly; None if nobody gains.
    """

    gain: Array
    told: Batch
    best: Lie | None

    @property
    def mean(self) -> float:
        """The mean gain over all rounds."""
        return float(self.gain.mean())

    @property
    def share(self) -> float:
        """The share of rounds with a gain."""
        return float((self.gain > 0).mean())


def best_lies(selector: Selector, batch: Batch, factors: tuple[float, ...] = FACTORS) -> Lies:
    """Search for the best lie in every round and replay the largest on the rule in exact arithmetic."""
    rounds = np.arange(len(batch))
    order = np.argsort(-np.asarray(batch.bids), axis=0)
    rho = rho_of(selector, batch)
    gain, liar, bid = np.zeros(len(batch)), order[0].copy(), np.asarray(batch.bids)[order[0], rounds]
    truthful = _utilities(batch.bids, batch.bids, rho)
    rivals = highest_of_others(np.asarray(batch.bids))
    for rank in range(min(2, len(batch.bids))):
        who = order[rank]
        for factor in factors:
            lie = rivals[who, rounds] * factor
            told = _told(batch, who, lie)
            now = _utilities(batch.bids, told.bids, rho_of(selector, told))[who, rounds] - truthful[who, rounds]
            better = now > gain
            gain, liar, bid = np.where(better, now, gain), np.where(better, who, liar), np.where(better, lie, bid)
    place = int(gain.argmax())
    best = _replay(selector, batch, place, int(liar[place]), float(bid[place])) if gain[place] > 0 else None
    return Lies(gain, _told(batch, liar, bid), best)


def _told(batch: Batch, who: Array, lie: Array) -> Batch:
    bids = np.array(batch.bids)
    bids[who, np.arange(len(batch))] = lie
    return Batch(batch.state, batch.past, bids, batch.brand)


def _utilities(values: Array, bids: Array, rho: Array) -> Array:
    outcome = msb(bids, rho)
    return np.where(outcome.wins, values, 0.0) - outcome.payments


def _replay(selector: Selector, batch: Batch, place: int, bidder: int, lie: float) -> Lie:
    """Run the rule on the truth and on the lie, in rationals."""
    one = batch.part(slice(place, place + 1))
    told = _told(one, np.array([bidder]), np.array([lie]))
    exact = [np.array([Fraction(float(b)) for b in part.bids[:, 0]], dtype=object) for part in (one, told)]
    rhos = [Fraction(float(rho_of(selector, part)[0])) for part in (one, told)]
    value = exact[0][bidder]
    paid = [msb(bids, rho) for bids, rho in zip(exact, rhos, strict=True)]
    truthful, lying = (Fraction((value if run.wins[bidder] else 0) - run.payments[bidder]) for run in paid)
    return Lie(place, bidder, value, exact[1][bidder], truthful, lying - truthful, rhos[0], rhos[1])
