"""Was the selector given no current bid? By its class, and by running it again on other bids."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.border import Floats
from strategyproof.proofs.checker.commitments import Observations

Again: TypeAlias = Callable[[NDArray[np.intp], Floats], tuple[Floats, Floats]]
"""``(positions, bids) -> (rho, observations)``: what the selector is given and emits at these rounds of the batch,
with the same seed, when of all bids the current ones of each round, and only they, are these. The observation is made
again from them: whoever hands back the one that was made before shows nothing."""


def drawn(rounds: int, every: int) -> NDArray[np.intp]:
    """Draw positions of a batch, one in ``every`` of them and at least one, from the system's entropy.

    They are drawn after rho was emitted, from no seed: a selector that behaves where it is watched cannot know where
    that will be.
    """
    if not rounds:
        return np.empty(0, np.intp)
    source = np.random.default_rng(secrets.randbits(256))
    chosen = source.choice(rounds, size=-(-rounds // every), replace=False)
    return np.sort(chosen).astype(np.intp)


def other_bids(bids: Floats) -> tuple[Floats, Floats]:
    """Return two profiles that differ from the bids in every entry that can matter: moved and scaled, and all 0."""
    largest = float(np.finfo(np.float64).max)
    moved = np.minimum(np.roll(bids, 1, axis=-1), largest / 4) * 2 + 1
    return moved, np.zeros_like(bids)


def changed(
    rho: Floats, bids: Floats, observations: Observations, positions: NDArray[np.intp], again: Again
) -> NDArray[np.bool_]:
    """Tell at which positions the observation or the rho moves with the current bids, bit for bit.

    Raises
    ------
    ValueError
        If ``again`` answers in other shapes.
    """
    moved = np.zeros(len(positions), np.bool_)
    seen = observations.values[positions]
    for others in other_bids(bids[positions]):
        rho_then, seen_then = (np.ascontiguousarray(part, dtype=np.float64) for part in again(positions.copy(), others))
        if rho_then.shape != positions.shape or seen_then.shape != seen.shape:
            raise ValueError(
                f"expected the selector run again to answer rho of shape {positions.shape} and observations of shape "
                f"{seen.shape}, got {rho_then.shape} and {seen_then.shape}"
            )
        moved |= _bits(rho_then) != _bits(rho[positions])
        moved |= (_bits(seen_then) != _bits(seen)).any(axis=1)
    return moved


def _bits(values: Floats) -> NDArray[np.int64]:
    return np.ascontiguousarray(values).view(np.int64)
