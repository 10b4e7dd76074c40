"""The market as a Gymnasium environment: an action is a price, a step is an auction.

Observation
    One float32 per field of :func:`strategyproof.learning.information.fields_of`; ``env.unwrapped.fields`` lists them
    with their units and ranges.
Action
    a in {0, ..., |A|-1}; rho = 10^(a/|A|).
Reward
    r = zeta S_UAV + S_BS of the round (eq. 12), in value.

A round's next state does not depend on its action, so the process is a contextual bandit; an episode ends by
truncation, after ``rounds`` auctions.
"""

from __future__ import annotations

import warnings
from typing import Any

import gymnasium
import numpy as np

from strategyproof.learning.vector import MsbVectorEnv
from strategyproof.scenarios.schema import Scenario

__all__ = ["MsbEnv"]


class MsbEnv(gymnasium.Env[Any, Any]):  # type: ignore[misc]
    """One market, one auction at a time: the vectorised environment with a single market.

    Parameters
    ----------
    scenario
        A scenario, or what ``load_scenario`` reads.
    information
        Name of an information class.
    rounds
        Auctions in an episode.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - Gymnasium's own protocol

    def __init__(
        self, scenario: Scenario | str = "default", information: str = "exogenous", rounds: int = 1000
    ) -> None:
        self._markets = MsbVectorEnv(1, scenario, information, rounds, warn=warnings.warn)
        self.fields = self._markets.fields
        self.observation_space = self._markets.single_observation_space
        self.action_space = self._markets.single_action_space

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Start an episode; with a seed, one that can be repeated."""
        super().reset(seed=seed)
        if seed is None:
            seed = int(self.np_random.integers(2**31))
        observation, _ = self._markets.reset(seed=seed, options=options)
        return observation[0], {}

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Run an auction at the price of the action.

        Raises
        ------
        ValueError
            If the action is outside the action space.
        """
        observation, reward, _, truncated, info = self._markets.step(np.asarray([action]))
        facts = {name: info[name][0].item() for name in ("rho", "sold")}
        return observation[0], float(reward[0]), False, bool(truncated[0]), facts
