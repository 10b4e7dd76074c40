"""What a selector earns on held-out rounds, the parts of eq. 12 apart, and how long its tasks take."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.reward import reward
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import MEMORY, Array, Batch, batch_of
from strategyproof.mechanism.rules.msb import msb
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["Held", "Parts", "hold_out", "parts_at"]

_HELD_OUT = 21


class Parts(msgspec.Struct, frozen=True):
    """Means over rounds.

    Attributes
    ----------
    total
        zeta S_UAV + S_BS of eq. 12, in value.
    uav
        zeta S_UAV.
    bs
        S_BS.
    delay
        Latency T of eq. 6 of whoever serves the task, s.
    uav_share
        Share of the rounds that the UAV serves.
    """

    total: float
    uav: float
    bs: float
    delay: float
    uav_share: float


@dataclass(frozen=True, slots=True)
class Held:
    """Rounds that no training and no history shares, as a market and as what selectors are given."""

    rounds: Rounds
    batch: Batch
    zeta: float

    def earned(self, selector: Selector, generator: np.random.Generator | None = None) -> Parts:
        """Return what MSB earns at the selector's rho: at its most likely price, or drawn if there is a generator."""
        return parts_at(self, rho_of(selector, self.batch, generator))

    def part(self, count: int) -> Batch:
        """Return the first rounds."""
        return self.batch.part(slice(0, count))


def hold_out(scenario: Scenario, rounds: int, seed: int) -> Held:
    """Draw held-out rounds."""
    entropy = np.random.SeedSequence(seed, spawn_key=(_HELD_OUT,))
    before = max(MEMORY, scenario.market.slots - 1)  # what the true filter needs
    drawn = draw(scenario, rounds + before, np.random.default_rng(entropy))
    return Held(drawn, batch_of(drawn).part(slice(before - MEMORY, None)), scenario.uav.zeta)


def parts_at(held: Held, rho: Array) -> Parts:
    """Return the parts of MSB at rho: one price scaling factor per round."""
    total = reward(held.batch, rho, held.zeta)
    wins = np.asarray(msb(held.batch.bids, rho).wins)
    sold = wins.any(axis=0)
    winner = np.where(sold, wins.argmax(axis=0) + 1, 0)
    latency = held.rounds.latency[:, -winner.size :][winner, np.arange(winner.size)]
    uav = np.where(sold, 0.0, total)
    return Parts(
        total=float(total.mean()),
        uav=float(uav.mean()),
        bs=float((total - uav).mean()),
        delay=float(latency.mean()),
        uav_share=float(1 - sold.mean()),
    )
