"""What lying today earns tomorrow: the best response of one patient bidder to a selector that reads past bids.

An exact small market: T rounds, N bidders, values in rationals, everyone else truthful. The patient bidder tries every
path of bids from a finite menu, so the search is exhaustive over the menu, and its gain is exact. Where rho reads no
past bid the rounds fall apart, truth is dominant in each (the any-N theorem of strategy-proofness), and the gain is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import numpy as np

from strategyproof.mechanism.rules.msb import msb

__all__ = ["Response", "dynamic_gain", "second_bid_rho"]

Profile: TypeAlias = tuple[Fraction, ...]
Policy: TypeAlias = Callable[[Sequence[Profile]], Fraction]
"""From the bids of all past rounds to the rho of this one."""


@dataclass(frozen=True, slots=True)
class Response:
    """The best path of bids.

    Attributes
    ----------
    bids
        The bid in each round.
    truthful, best
        Total utility of the truth, and of the path.
    """

    bids: Profile
    truthful: Fraction
    best: Fraction

    @property
    def gain(self) -> Fraction:
        """What the patient bidder gains by lying."""
        return self.best - self.truthful


def dynamic_gain(policy: Policy, values: Sequence[Profile], bidder: int, menu: Sequence[Fraction]) -> Response:
    """Return the best response of a patient bidder.

    Parameters
    ----------
    policy
        rho of a round from the bids of past rounds.
    values
        Values of all bidders, one profile per round.
    bidder
        Who is patient.
    menu
        Bids to try in each round, besides the truth.

    Examples
    --------
    >>> A_then_B = [(Fraction(10), Fraction(4)), (Fraction(6), Fraction(10))]
    >>> dynamic_gain(second_bid_rho, A_then_B, 1, [Fraction(8)]).gain
    Fraction(4, 1)
    """
    own = tuple(profile[bidder] for profile in values)
    menus = [dict.fromkeys((value, *menu)) for value in own]
    best = max(product(*menus), key=lambda bids: _utility(policy, values, bidder, bids))
    truthful, reached = (_utility(policy, values, bidder, bids) for bids in (own, best))
    return Response(own if reached == truthful else best, truthful, reached)


def second_bid_rho(past: Sequence[Profile]) -> Fraction:
    """Return the spec's example: rho_1 = 1, then max(1, 8 / second-highest bid of the round before)."""
    return max(Fraction(1), 8 / sorted(past[-1])[-2]) if past else Fraction(1)


def _utility(policy: Policy, values: Sequence[Profile], bidder: int, bids: Profile) -> Fraction:
    """Run the rounds on the mechanism's own rule, in rationals."""
    past: list[Profile] = []
    total = Fraction(0)
    for profile, bid in zip(values, bids, strict=True):
        now = (*profile[:bidder], bid, *profile[bidder + 1 :])
        outcome = msb(np.array(now, dtype=object), policy(past))
        total += (profile[bidder] if outcome.wins[bidder] else 0) - outcome.payments[bidder]
        past.append(now)
    return total
