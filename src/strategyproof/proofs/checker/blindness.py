"""Was the selector given no current bid? By its class, and by running it again on other bids."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.certificates import Floats, Observations

Again: TypeAlias = Callable[[NDArray[np.intp], Floats], tuple[Floats, Floats]]
"""``(positions, bids) -> (rho, observations)``: what the selector is given and emits at these rounds of the batch,
with the same seed and the same past, when the current bids are these."""


def sampled(first_round: int, rounds: int, every: int) -> NDArray[np.intp]:
    """Return the positions of the batch whose round number is a multiple of ``every``."""
    return np.arange(-first_round % every, rounds, every, dtype=np.intp)


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
        rho_then, seen_then = (np.ascontiguousarray(part, dtype=np.float64) for part in again(positions, others))
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
