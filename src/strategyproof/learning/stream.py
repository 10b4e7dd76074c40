"""An endless, seeded stream of auction rounds for training, in batches; its place is two integers.

Rounds are drawn in blocks by ``strategyproof.scenarios.sample``. Block i of a stream comes from its own seed, so a
stream that resumes at (block, offset) goes on bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace

from strategyproof.mechanism.vocabulary import highest, maximum, where
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["MEMORY", "PAST_FIELDS", "Batch", "Stream", "batch_of", "lead", "levels_of", "past_of"]

Array: TypeAlias = Any
"""A NumPy array or a torch tensor."""

MEMORY = 4
"""Past rounds that a blind selector remembers."""

PAST_FIELDS = ("lead of the last round", f"mean lead of the last {MEMORY} rounds")
"""The columns of ``past`` that hold leads; levels follow."""

_TRAINING = 7


@dataclass(frozen=True, slots=True)
class Batch:
    """B rounds of a market, everything that anyone may know of them.

    Attributes
    ----------
    state
        Market state before the bids, (B, F), in [0, 1].
    past
        What the last ``MEMORY`` rounds say, (B, 2 + MEMORY N): the lead min(1, log10(b_(1) / b_(2))) of the last round
        and its mean over all of them, in [0, 1]; then :func:`levels_of` the last round, of the one before, and so on,
        in [-1, 1].
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


def levels_of(bids: Sequence[Array], brand: Sequence[Array]) -> list[Array]:
    r"""Return what the bids of past rounds say of this one: :math:`\log_{10}(b_n / v_0)`, cut at a decade.

    With one common value c, :math:`b_n / v_0 = m_n / m_0`. The auctioneer knows v_0 of a round once it is over: the
    reward of algorithm 1 holds it. Bidders are ordered by their bids in the last round (of equal ones the first comes
    first), so a column belongs to a rank and not to a name, and its path over the rounds is one bidder's.

    Parameters
    ----------
    bids
        b_n of the ``MEMORY`` rounds before each round, the last first: each (N, B).
    brand
        v_0 > 0 of these rounds, each (B,).

    Returns
    -------
    Levels of the last round by rank, then of the round before, ...: MEMORY N columns, each (B,).
    """
    xp = array_namespace(bids[0])
    last, bidders = bids[0], range(int(bids[0].shape[0]))
    above = [
        sum(where(last[j] >= last[n] if j < n else last[j] > last[n], 1.0, 0.0) for j in bidders if j != n)
        for n in bidders
    ]
    columns = []
    for told, worth in zip(bids, brand, strict=True):
        levels = [xp.log10(xp.clip(told[n] / worth, 0.1, 10.0)) for n in bidders]
        columns += [sum(where(above[n] == rank, levels[n], 0.0) for n in bidders) for rank in bidders]
    return columns


def past_of(leads: Sequence[Array], bids: Sequence[Array], brand: Sequence[Array]) -> Array:
    """Return ``past`` from leads, bids and v_0 of the ``MEMORY`` rounds before each round, the last first."""
    recent = sum(reversed(leads[:-1]), start=leads[-1]) / MEMORY
    return array_namespace(leads[0]).stack([leads[0], recent, *levels_of(bids, brand)], axis=-1)


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
    before = [slice(MEMORY - age, len(leads) - age) for age in range(1, MEMORY + 1)]
    past = past_of(
        [leads[then] for then in before],
        [rounds.bids[:, then] for then in before],
        [rounds.brand_value[then] for then in before],
    )
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
