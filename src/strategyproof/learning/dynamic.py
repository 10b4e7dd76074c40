"""What lying today earns tomorrow: the best response of one patient bidder to a selector that reads past bids.

An exact small market: T rounds, N bidders, values in rationals, everyone else truthful. The patient bidder tries every
path of bids from a finite menu, and in the last round, after which nothing follows, the truth, which is dominant there.
So the search is exhaustive over the menu, and its gain is exact. Where rho reads no
past bid the rounds fall apart, truth is dominant in each (the any-N theorem of strategy-proofness), and the gain is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import numpy as np

from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.information import INFORMATION
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import MEMORY, Batch, lead, past_of
from strategyproof.mechanism.market.equations import surplus
from strategyproof.mechanism.rules.msb import msb
from strategyproof.scenarios.sample import Rounds

__all__ = ["Response", "dynamic_gain", "greedy_policy", "menu_of", "second_bid_rho", "selector_policy"]

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
        Bids to try in each round but the last, besides the truth.

    Examples
    --------
    >>> A_then_B = [(Fraction(10), Fraction(4)), (Fraction(6), Fraction(10))]
    >>> dynamic_gain(second_bid_rho, A_then_B, 1, [Fraction(8)]).gain
    Fraction(4, 1)
    """
    own = tuple(profile[bidder] for profile in values)
    menus = [tuple(dict.fromkeys((value, *menu))) for value in own[:-1]]
    best, bids = _best(policy, values, bidder, [*menus, own[-1:]], ())
    truthful, _ = _best(policy, values, bidder, [(value,) for value in own], ())
    return Response(own if best == truthful else bids, truthful, best)


def second_bid_rho(past: Sequence[Profile]) -> Fraction:
    """Return the spec's example: rho_1 = 1, then max(1, 8 / second-highest bid of the round before)."""
    return max(Fraction(1), 8 / sorted(past[-1])[-2]) if past else Fraction(1)


def selector_policy(selector: Selector, rounds: Rounds) -> Policy:
    """Return the policy of a trained selector on drawn rounds: what it remembers is made of the bids that were told.

    Parameters
    ----------
    selector
        Of class ``blind``, ``history`` or ``exogenous``.
    rounds
        The first ``MEMORY`` rounds are its truthful past; round t of the small market has the state of round
        ``MEMORY`` + t.

    Raises
    ------
    ValueError
        If the selector sees the bids of the round itself.
    """
    kind = INFORMATION.get(selector.information)
    if kind is None or kind.sees_current_bids:
        raise ValueError(
            f"expected a selector of class 'blind', 'history' or 'exogenous', got {selector.information!r}, which sees "
            "the bids of the round: a single round refutes it, see best_lies"
        )

    @cache
    def rho(past: tuple[Profile, ...]) -> Fraction:
        told = np.array([[float(bid) for bid in profile] for profile in past]).reshape(-1, len(rounds.bids)).T
        now = MEMORY + len(past)
        recent = np.concatenate([rounds.bids[:, :MEMORY], told], axis=1)[:, : -MEMORY - 1 : -1]
        first, second = np.sort(recent, axis=0)[-1], np.sort(recent, axis=0)[-2]
        brand = rounds.brand_value[now - MEMORY : now][::-1]
        leads = lead(first, second)
        each = [slice(age, age + 1) for age in range(MEMORY)]
        seen = past_of([leads[n] for n in each], [recent[:, n] for n in each], [brand[n] for n in each])
        this = slice(now, now + 1)
        batch = Batch(rounds.state[this], seen, rounds.bids[:, this], np.ones(1))
        return Fraction(float(rho_of(selector, batch)[0]))

    return lambda past: rho(tuple(past))


def greedy_policy(prices: Sequence[Fraction], brand: Sequence[Fraction], zeta: Fraction = Fraction(1)) -> Policy:
    """Return Greedy-MSB from its first round on: each price once, then the best average reward, computed from bids.

    Parameters
    ----------
    prices
        The grid; of equal averages the first wins.
    brand
        v_0 of each round.
    zeta
        Weight of the UAV's surplus.
    """

    @cache
    def rho(past: tuple[Profile, ...]) -> Fraction:
        if len(past) < len(prices):
            return prices[len(past)]
        charged = [rho(past[:t]) for t in range(len(past))]
        rewards: dict[Fraction, list[Fraction]] = {price: [] for price in prices}
        for price, profile, worth in zip(charged, past, brand, strict=False):
            bids = np.array(profile, dtype=object)
            rewards[price].append(surplus(msb(bids, price).wins, bids, worth, zeta=zeta))
        return max(prices, key=lambda price: sum(rewards[price], Fraction(0)) / len(rewards[price]))

    return lambda past: rho(tuple(past))


def menu_of(values: Sequence[Profile], bidder: int) -> list[Fraction]:
    """Return the bids worth trying: 0, and per round just below and far above the highest of the others."""
    tops = [max(bid for n, bid in enumerate(profile) if n != bidder) for profile in values]
    return list(dict.fromkeys([Fraction(0), *(Fraction(99, 100) * top for top in tops), 10 * max(tops)]))


def _best(
    policy: Policy, values: Sequence[Profile], bidder: int, menus: Sequence[Profile], past: tuple[Profile, ...]
) -> tuple[Fraction, Profile]:
    """Return the utility of the best path after the past, and the path; the rounds run on the mechanism's own rule."""
    if len(past) == len(values):
        return Fraction(0), ()
    profile, rho, found = values[len(past)], policy(past), []
    for bid in menus[len(past)]:
        now = (*profile[:bidder], bid, *profile[bidder + 1 :])
        outcome = msb(np.array(now, dtype=object), rho)
        earned = (profile[bidder] if outcome.wins[bidder] else Fraction(0)) - outcome.payments[bidder]
        later, bids = _best(policy, values, bidder, menus, (*past, now))
        found.append((earned + later, (bid, *bids)))
    return max(found, key=lambda path: path[0])
