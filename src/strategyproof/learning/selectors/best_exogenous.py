"""The best exogenous rho: the best price per market state, the bound for selectors that see no bid, past or present."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.selectors.protocol import expect
from strategyproof.learning.stream import Array, Batch
from strategyproof.mechanism.market.baselines import best_exogenous_rho
from strategyproof.mechanism.vocabulary import highest

__all__ = ["BestExogenousSelector"]

_SCENE = "share of slots: "
_FEWEST = 50


class BestExogenousSelector:
    """The best price of the grid for each mix of scenes, from a long history.

    c and m are independent and the price scaling factor is free of scale, so of the market state only the scenes,
    which move m, can move the best rho: conditioning on them conditions on all that matters. A mix with fewer than 50
    rounds in the history gets the best constant.

    Parameters
    ----------
    history
        Rounds with their bids: many, and none of those that it is judged on.
    names
        Names of the columns of the market state.
    prices
        The grid.
    zeta
        Weight of the UAV's surplus.
    """

    id: ClassVar[str] = "best-exogenous"
    is_mechanism: ClassVar[bool] = False
    information = Exogenous.information

    def __init__(self, history: Batch, names: tuple[str, ...], prices: Array, zeta: float) -> None:
        self._columns = [n for n, name in enumerate(names) if name.startswith(_SCENE)]
        self._grid, self._zeta = tuple(float(price) for price in prices), zeta
        self.constant = self._best(history)
        mixes, members = np.unique(self._mix(history.state), axis=0, return_inverse=True)
        self._table = {
            mix.tobytes(): self._best(history.part(members.reshape(-1) == n)) if count >= _FEWEST else self.constant
            for n, (mix, count) in enumerate(zip(mixes, np.bincount(members.reshape(-1)), strict=True))
        }

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        expect(observation, self.information, self.id)
        assert isinstance(observation, Exogenous)
        mixes, members = np.unique(self._mix(observation.state), axis=0, return_inverse=True)
        rhos = np.array([self._table.get(mix.tobytes(), self.constant) for mix in mixes])
        return rhos[members.reshape(-1)]

    def _mix(self, state: Array) -> Array:
        return np.ascontiguousarray(np.round(state[:, self._columns], 9))

    def _best(self, rounds: Batch) -> float:
        tops = (highest(rounds.bids, 1), highest(rounds.bids, 2))
        return float(best_exogenous_rho(rounds.brand, *tops, zeta=self._zeta, grid=self._grid).rho)
