"""PPO of stable-baselines3 on the vectorised environment: what trains :class:`PpoSelector`."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from torch import nn

from strategyproof.learning.config import PpoConfig, architecture
from strategyproof.learning.extra import load
from strategyproof.learning.selectors.ppo import PpoSelector
from strategyproof.learning.stream import Array, Batch
from strategyproof.learning.tensors import flushing, not_flushing, numbers_of
from strategyproof.learning.vector import MsbVectorEnv
from strategyproof.scenarios.schema import Scenario

__all__ = ["PpoLearner", "adapted", "ppo_model"]


class PpoLearner:
    """PPO, trained by stable-baselines3's own loop: :meth:`fit` runs it, and rounds come from its environment."""

    def __init__(self, scenario: Scenario, information: str, config: PpoConfig, seed: int, device: str = "cpu") -> None:
        load("stable_baselines3")
        self.information, self.config = information, config
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            markets = MsbVectorEnv(config.environments, scenario, information, warn=lambda _: None)
        self.prices, self._columns = markets.prices, len(markets.fields)
        self.model = ppo_model(adapted(markets, seed), config, seed, device)

    def learn(self, batch: Batch, progress: float) -> None:
        """Refuse: PPO collects its own rounds, see :meth:`fit`."""
        raise TypeError("PPO collects its own rounds; call fit(rounds, callback)")

    def fit(self, rounds: int, callback: Any = None) -> None:
        """Train on so many rounds."""

        def aside(local: dict[str, Any], global_: dict[str, Any]) -> bool:
            with not_flushing():
                return bool(callback(local, global_))

        with flushing():
            self.model.learn(rounds, callback=None if callback is None else aside)

    def selector(self) -> PpoSelector:
        """Return the current policy as a selector."""
        return PpoSelector(self._weights(), architecture(self.config), self.prices, self.information, self._columns)

    def arrays(self) -> dict[str, Array]:
        """Return the policy's weights: all that is kept of a run, which cannot be resumed."""
        return self._weights()

    def load(self, arrays: dict[str, Array]) -> None:
        """Refuse: the library keeps no state that could be resumed bit for bit."""
        raise TypeError("PPO runs cannot be resumed; train again")

    def _weights(self) -> dict[str, Array]:
        """Return the library's actor by our names: hidden layers of the extractor, then the layer of the actions."""
        policy: Any = self.model.policy
        hidden = [layer for layer in policy.mlp_extractor.policy_net if isinstance(layer, nn.Linear)]
        linear = dict(zip(_names(len(hidden)), [*hidden, policy.action_net], strict=True))
        parts = {
            f"{name}.{part}": getattr(layer, part) for name, layer in linear.items() for part in ("weight", "bias")
        }
        return numbers_of(parts)


def _names(hidden: int) -> list[str]:
    return ["of_observation", *(f"rest.{2 * n}" for n in range(hidden))]


def ppo_model(markets: Any, config: PpoConfig, seed: int, device: str) -> Any:
    """Return the library's PPO over markets behind its interface."""
    from stable_baselines3 import PPO

    return PPO(
        "MlpPolicy",
        markets,
        learning_rate=lambda left: config.rate * max(0.02, left),
        n_steps=config.horizon,
        batch_size=config.minibatch,
        n_epochs=config.epochs,
        gamma=config.gamma,
        ent_coef=config.entropy,
        policy_kwargs={"net_arch": list(config.hidden), "activation_fn": nn.SiLU},
        seed=seed,
        device=device,
    )


def adapted(markets: Any, seed: int) -> Any:
    """Return the markets behind stable-baselines3's own interface of vectorised environments."""
    from stable_baselines3.common.vec_env import VecEnv

    class Adapted(VecEnv):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(markets.num_envs, markets.single_observation_space, markets.single_action_space)

        def reset(self) -> Any:
            return markets.reset(seed=seed)[0]

        def step_async(self, actions: Any) -> None:
            self._actions = actions

        def step_wait(self) -> Any:
            seen, rewards, _, ended, _ = markets.step(self._actions)
            facts = [{"terminal_observation": row} if end else {} for row, end in zip(seen, ended, strict=True)]
            return seen, rewards.astype(np.float32), ended, facts

        def close(self) -> None: ...

        def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
            return [None] * self.num_envs

        def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None: ...

        def env_method(self, method_name: str, *args: Any, indices: Any = None, **kwargs: Any) -> list[Any]:
            return [None] * self.num_envs

        def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
            return [False] * self.num_envs

    return Adapted()
