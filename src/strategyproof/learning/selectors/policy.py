"""A selector that runs a trained policy: the same function in training, at emission and in the audit, without torch."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from array_api_compat import array_namespace

from strategyproof.learning.information import Observation
from strategyproof.learning.policy.bounded import CHUNK, contenders
from strategyproof.learning.policy.network import Architecture, Weights, check_shapes, logits, quiet, shapes
from strategyproof.learning.policy.threads import one_thread
from strategyproof.learning.selectors.protocol import expect
from strategyproof.learning.stream import Array

__all__ = ["PolicySelector"]


class PolicySelector:
    """MSB with the rho of a policy, computed in double precision: its argmax without noise, or a draw from it.

    Parameters
    ----------
    weights
        theta, NumPy arrays by the names of :func:`~strategyproof.learning.policy.network.shapes`.
    how
        Everything else of the policy.
    prices
        The grid 10^(a/|A|).
    information
        The class whose observations it was trained on.
    columns
        Columns of such an observation.

    Raises
    ------
    ValueError
        If the weights are of another architecture; the message names the first that differs.
    """

    id: ClassVar[str]
    is_mechanism: ClassVar[bool] = True

    def __init__(self, weights: Weights, how: Architecture, prices: Array, information: str, columns: int) -> None:
        self.how, self.prices, self.information = how, np.asarray(prices, dtype=np.float64), information
        self.columns = columns
        check_shapes(shapes(how, columns, len(self.prices)), weights)
        self.weights = dict(weights)
        self._theta = {name: np.asarray(values, dtype=np.float64) for name, values in weights.items()}

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round: NaN, which the checker refuses, where a logit is NaN or infinite.

        Raises
        ------
        TypeError
            If the observation is of another information class.
        """
        expect(observation, self.information, self.id)
        seen = observation.array()
        xp = array_namespace(seen)
        seen = xp.astype(seen, xp.float64)
        with one_thread():
            parts = [self._rho(seen[n : n + CHUNK], generator) for n in range(0, max(len(seen), 1), CHUNK)]
        return xp.concat(parts)

    def contenders(self, seen: Array) -> Array:
        """Tell which prices another machine may emit on these rows of an observation's array, (B, |A|)."""
        with one_thread():
            return contenders(self._theta, self.how, np.asarray(seen, dtype=np.float64))

    def _rho(self, seen: Array, generator: np.random.Generator | None) -> Array:
        xp = array_namespace(seen)
        with np.errstate(
            over="ignore", invalid="ignore"
        ):  # weights that diverged: no number comes out, and NaN goes on
            said = logits(self._theta, self.how, seen, self._noise(len(seen), generator))
        drawn = said if generator is None else said + generator.gumbel(size=said.shape)  # its argmax is a draw
        rho = xp.take(self.prices, xp.argmax(drawn, axis=-1))
        return xp.where(xp.all(xp.isfinite(said), axis=-1), rho, np.nan)

    def _noise(self, rounds: int, generator: np.random.Generator | None) -> Array:
        still = quiet(self.how, rounds, len(self.prices))
        return still if generator is None else generator.standard_normal(still.shape)
