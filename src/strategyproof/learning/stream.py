"""An endless, seeded stream of auction rounds for training, in batches; its place is two integers.

Rounds are drawn in blocks by ``strategyproof.scenarios.sample``. Block i of a stream comes from its own seed, so a
stream that resumes at (block, offset) goes on bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace

from strategyproof.mechanism.vocabulary import highest, maximum, where
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["MEMORY", "PAST_FIELDS", "Batch", "Stream", "batch_of", "lead"]

Array: TypeAlias = Any
"""A NumPy array or a torch tensor."""

MEMORY = 4
"""Past rounds that a blind selector remembers."""

PAST_FIELDS = ("lead of the last round", f"mean lead of the last {MEMORY} rounds")
_TRAINING = 7


@dataclass(frozen=True, slots=True)
class Batch:
    """B rounds of a market, everything that anyone may know of them.

    Attributes
    ----------
    state
        Market state before the bids, (B, F), in [0, 1].
    past
        What the last rounds' bids say, (B, 2), in [0, 1]: the lead min(1, log10(b_(1) / b_(2))) of the last round,
        and its mean over the last ``MEMORY`` rounds.
    bids
        b_n, bidder first, (N, B), in value.
    brand
        v_0, (B,), in value.
    """

    state: Array
    past: Array
    bids: Array
    brand: Array

    def __len__(self) -> int:
        return int(self.state.shape[0])

    def part(self, rounds: slice | Array) -> Batch:
        """Return some of the rounds."""
        return Batch(self.state[rounds], self.past[rounds], self.bids[:, rounds], self.brand[rounds])


def lead(top: Array, second: Array) -> Array:
    """Return min(1, log10(b_(1) / b_(2))) of each round; 1 where b_(2) = 0 < b_(1)."""
    xp = array_namespace(top)
    above = where(top > 0, top, 1.0)
    return xp.log10(above / maximum(second, above / 10))


def batch_of(rounds: Rounds) -> Batch:
    """Return the rounds that have ``MEMORY`` rounds before them.

    Raises
    ------
    ValueError
        If there is none.
    """
    leads = lead(highest(rounds.bids, 1), highest(rounds.bids, 2))
    if len(leads) <= MEMORY:
        raise ValueError(f"expected more than {MEMORY} rounds, the memory of a selector, got {len(leads)}; draw more")
    recent = sum((leads[n : n - MEMORY] for n in range(1, MEMORY)), start=leads[:-MEMORY]) / MEMORY
    past = array_namespace(leads).stack([leads[MEMORY - 1 : -1], recent], axis=-1)
    return Batch(rounds.state[MEMORY:], past, rounds.bids[:, MEMORY:], rounds.brand_value[MEMORY:])


class Stream:
    """Batches of consecutive rounds.

    Parameters
    ----------
    scenario
        The market.
    seed
        Seed of the whole stream.
    block
        Rounds drawn at a time.
    """

    def __init__(self, scenario: Scenario, seed: int, block: int = 8192) -> None:
        self.scenario, self.seed, self.block = scenario, seed, block
        self.place = (0, 0)
        self._held: tuple[int, Batch] | None = None

    def take(self, rounds: int) -> Batch:
        """Return the next rounds, at most one block of them, and step over them.

        Raises
        ------
        ValueError
            If more rounds are asked for than a block holds.
        """
        if not 1 <= rounds <= self.block:
            raise ValueError(f"expected between 1 and {self.block} rounds (one block), got {rounds}")
        number, offset = self.place
        if offset + rounds > self.block:
            number, offset = number + 1, 0
        self.place = (number, offset + rounds)
        return self._drawn(number).part(slice(offset, offset + rounds))

    def _drawn(self, number: int) -> Batch:
        if self._held is None or self._held[0] != number:
            entropy = np.random.SeedSequence(self.seed, spawn_key=(_TRAINING, number))
            rounds = draw(self.scenario, self.block + MEMORY, np.random.default_rng(entropy))
            self._held = (number, batch_of(rounds))
        return self._held[1]
