"""The reward of an auction round: the surplus of MSB, computed by the mechanism's own rule and eq. 12's own source."""

from __future__ import annotations

import numpy as np

from strategyproof.learning.stream import Array, Batch
from strategyproof.mechanism.market.equations import surplus
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import highest

__all__ = ["reward", "reward_of_each_price"]


def reward(batch: Batch, rho: Array, zeta: float = 1.0, *, values: Array | None = None) -> Array:
    r"""Return r = zeta S_UAV + S_BS of each round, at the price scaling factor of each round.

    Eq. 12 on the allocation of eq. 14: :math:`r = \zeta v_0 x_0 + \sum_n v_n x_n`.

    Parameters
    ----------
    batch
        B rounds.
    rho
        rho >= 1 per round, (B,), or one number.
    zeta
        Weight of the UAV's surplus.
    values
        v_n, (N, B), where somebody lies; the bids by default.
    """
    return _surplus(msb(batch.bids, rho).wins, batch.bids if values is None else values, batch.brand, zeta)


def reward_of_each_price(batch: Batch, prices: Array, zeta: float = 1.0) -> Array:
    """Return the reward of each round at every price, (B, A); at a price of its own if ``prices`` is (B, 1).

    Only the top bidder can win where rho >= 1, and its price is rho times the second bid, so the market of the two
    highest bidders has the same reward, and is all that is run.
    """
    two = np.stack([highest(batch.bids, 1), highest(batch.bids, 2)])[:, :, None]
    wins = msb(two, prices).wins
    return _surplus(wins, np.broadcast_to(two, wins.shape), batch.brand[:, None], zeta)


def _surplus(wins: Array, values: Array, brand: Array, zeta: float) -> Array:
    """Return eq. 12, whose source has the bidder last."""
    return surplus(np.moveaxis(wins, 0, -1), np.moveaxis(values, 0, -1), brand, zeta=zeta)
