r"""J tasks per round, J prices, one UAV: a round is worth more than its tasks apart, so prices must agree.

Each task is auctioned by MSB among the base stations, at a price scaling factor of its own; a base station can serve
several tasks. The one UAV serves the first task that no base station buys, and any further one is lost. So a policy
should hold out at most one task, and which one depends on all states together.

:math:`r = \sum_j v_{(1)j} s_j + \zeta \sum_j v_{0j} (1 - s_j) \prod_{i < j} s_i`, with s_j = 1 if task j is sold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from strategyproof.learning.stream import Array, Stream
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import highest
from strategyproof.scenarios.schema import Scenario

__all__ = ["JointRounds", "JointStream", "first_best_of", "worth_of"]


@dataclass(frozen=True, slots=True)
class JointRounds:
    """B rounds.

    Attributes
    ----------
    state
        Market states of all tasks, without any bid, (B, J F).
    sold
        Whether a task is sold at each price, (B, J, A).
    top
        v_(1) of each task, (B, J), in value.
    brand
        zeta v_0 of each task, (B, J).
    """

    state: Array
    sold: Array
    top: Array
    brand: Array

    def sold_at(self, actions: Array) -> Array:
        """Return whether each task is sold at the chosen prices: actions (B, ..., J) to booleans of the same shape."""
        rows = np.arange(len(self.top)).reshape(-1, *[1] * (actions.ndim - 1))
        found: Array = self.sold[rows, np.arange(self.top.shape[1]), actions]
        return found

    def reward(self, actions: Array) -> Array:
        """Return r at the chosen prices: (B, ..., J) to (B, ...)."""
        between = [1] * (actions.ndim - 2)
        top, brand = (part.reshape(len(part), *between, -1) for part in (self.top, self.brand))
        return worth_of(self.sold_at(actions).astype(np.float64), top, brand)


def worth_of(sold: Array, top: Array, brand: Array) -> Array:
    """Return r from what is sold, the task on the last axis; with probabilities in place of ``sold``, its mean.

    That it may be given probabilities holds where tasks are sold independently: r is linear in each s_j. Arrays may be
    NumPy's or torch's.
    """
    total, free = 0.0, 1.0
    for task in range(top.shape[-1]):
        total = total + sold[..., task] * top[..., task] + free * (1 - sold[..., task]) * brand[..., task]
        free = free * sold[..., task]
    return total


def first_best_of(rounds: JointRounds) -> Array:
    """Return the most that any allocation is worth: all tasks sold but the one that the UAV gains most on."""
    gain: Array = np.maximum(rounds.brand - rounds.top, 0).max(axis=-1)
    return rounds.top.sum(axis=-1) + gain


class JointStream:
    """An endless, seeded stream of rounds; each task follows a market sequence of its own.

    Parameters
    ----------
    scenario
        The market that every task comes from.
    tasks
        J.
    seed
        Seed of all sequences.
    """

    def __init__(self, scenario: Scenario, tasks: int, seed: int) -> None:
        self._streams = [Stream(scenario, seed * 1000 + task) for task in range(tasks)]
        self._prices = np.asarray(price_grid(scenario.auction.actions))
        self._zeta = scenario.uav.zeta

    def take(self, rounds: int) -> JointRounds:
        """Return the next rounds, at most 8,192 of them."""
        batches = [stream.take(rounds) for stream in self._streams]
        two = [(highest(batch.bids, 1), highest(batch.bids, 2)) for batch in batches]
        sold = [np.asarray(msb(np.stack(pair)[:, :, None], self._prices).wins[0]) for pair in two]
        return JointRounds(
            state=np.concatenate([batch.state for batch in batches], axis=-1),
            sold=np.stack(sold, axis=1),
            top=np.stack([top for top, _ in two], axis=-1),
            brand=self._zeta * np.stack([batch.brand for batch in batches], axis=-1),
        )
