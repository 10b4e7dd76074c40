"""Thousands of auctions per step: the environment of :mod:`strategyproof.learning.environment`, vectorised in NumPy."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from strategyproof.learning.information import fields_of, information_class
from strategyproof.learning.reward import reward
from strategyproof.learning.stream import Batch, Stream
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.mechanism.rules.msb import msb
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["MsbVectorEnv"]


class MsbVectorEnv(VectorEnv[Any, Any, Any]):  # type: ignore[misc]
    """B consecutive rounds of one market per step.

    Next states do not depend on actions, so B rounds of one market and one round of B markets are the same process to
    a selector. A new episode starts within the step that ends the old one, in the state in which that one ended: the
    observation returned is the last of the one, which ``info["final_obs"]`` holds too, and the first of the other.

    Parameters
    ----------
    num_envs
        B, auctions per step.
    scenario
        A scenario, or what ``load_scenario`` reads.
    information
        Name of an information class; ``full`` says what it breaks.
    rounds
        Steps in an episode.
    warn
        Where the word on ``full`` goes.
    """

    def __init__(
        self,
        num_envs: int = 1024,
        scenario: Scenario | str = "default",
        information: str = "exogenous",
        rounds: int = 1000,
        warn: Callable[[str], object] = warnings.warn,
    ) -> None:
        self.scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self._kind = information_class(information, lambda text: (warn(text), None)[1])
        self.num_envs, self.rounds = num_envs, rounds
        self.prices = np.asarray(price_grid(self.scenario.auction.actions))
        self.fields = fields_of(information, draw(self.scenario, 1, 0).state_names, self.scenario.market.base_stations)
        self._low = low = np.array([field.low for field in self.fields], dtype=np.float32)
        self._high = high = np.array([field.high for field in self.fields], dtype=np.float32)
        self.single_observation_space = spaces.Box(low, high, dtype=np.float32)
        self.single_action_space = spaces.Discrete(len(self.prices))
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.metadata = {"autoreset_mode": AutoresetMode.SAME_STEP}
        self._stream = self._streaming(0)
        self._now: Batch | None = None
        self._step = 0

    def _streaming(self, seed: int) -> Stream:
        block = max(self.num_envs, 8192 if self.num_envs > 1 else 1024)
        return Stream(self.scenario, seed, block // self.num_envs * self.num_envs)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Start an episode; with a seed, one that can be repeated."""
        if isinstance(seed, int):
            self._stream = self._streaming(seed)
        self._step = 0
        return self._next(), {}

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Run B auctions at the prices of B actions.

        Raises
        ------
        ValueError
            If an action is outside the action space, or the environment was not reset.
        """
        if self._now is None:
            raise ValueError("expected reset() before the first step; call env.reset(seed=...)")
        chosen = self._checked(actions)
        rho = self.prices[chosen]
        rewards = reward(self._now, rho, self.scenario.uav.zeta)
        sold = msb(self._now.bids, rho).wins.any(axis=0)
        self._step += 1
        ended = np.full(self.num_envs, self._step >= self.rounds)
        seen, info = self._next(), {"rho": rho, "sold": sold}
        if ended[0]:
            self._step = 0
            info |= {"final_obs": seen, "_final_obs": ended, "final_info": dict(info), "_final_info": ended}
        return seen, rewards, np.zeros_like(ended), ended, info

    def _checked(self, actions: Any) -> Any:
        chosen = np.asarray(actions)
        if chosen.shape != (self.num_envs,) or not np.issubdtype(chosen.dtype, np.integer):
            raise ValueError(
                f"expected {self.num_envs} integer actions, got shape {chosen.shape} of {chosen.dtype}; one a round"
            )
        wrong = np.flatnonzero((chosen < 0) | (chosen >= len(self.prices)))
        if wrong.size:
            raise ValueError(
                f"expected actions in 0..{len(self.prices) - 1}, got {chosen[wrong[0]]} for round {wrong[0]}; "
                "rho = 10^(a/|A|)"
            )
        return chosen

    def _next(self) -> Any:
        self._now = self._stream.take(self.num_envs)
        seen = self._kind.of(self._now).array()
        return np.clip(seen, self._low, self._high, dtype=np.float32)
