"""PPO-MSB: rho by PPO of stable-baselines3, on the vectorised environment."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from strategyproof.learning.config import PpoConfig
from strategyproof.learning.extra import load
from strategyproof.learning.information import Observation
from strategyproof.learning.selectors.protocol import expect
from strategyproof.learning.stream import Array, Batch
from strategyproof.learning.tensors import load_module, prefixed
from strategyproof.learning.vector import MsbVectorEnv
from strategyproof.scenarios.schema import Scenario

__all__ = ["PpoLearner", "PpoSelector", "adapted", "ppo_model"]


class PpoSelector:
    """MSB with the rho of a PPO policy: its most likely price, or a draw from it."""

    id: ClassVar[str] = "ppo"
    is_mechanism: ClassVar[bool] = True

    def __init__(self, policy: nn.Module, prices: Array, information: str) -> None:
        self.policy, self.prices, self.information = policy, np.asarray(prices), information

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round."""
        expect(observation, self.information, self.id)
        seen = torch.as_tensor(np.asarray(observation.array()), dtype=torch.float32)
        source = None if generator is None else torch.Generator().manual_seed(int(generator.integers(2**62)))
        with torch.no_grad():
            return self.prices[self.actions(seen, source).numpy()]

    def actions(self, seen: Tensor, source: torch.Generator | None = None) -> Tensor:
        """Return the place of a price in the grid for each row, (B, fields) to (B,); drawn if there is a ``source``."""
        policy: Any = self.policy
        probabilities: Tensor = policy.get_distribution(seen).distribution.probs
        if source is None:
            return probabilities.argmax(dim=-1)
        return torch.multinomial(probabilities, 1, generator=source)[:, 0]


class PpoLearner:
    """PPO, trained by stable-baselines3's own loop: :meth:`fit` runs it, and rounds come from its environment."""

    def __init__(self, scenario: Scenario, information: str, config: PpoConfig, seed: int, device: str = "cpu") -> None:
        load("stable_baselines3")
        self.information, self.config = information, config
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            markets = MsbVectorEnv(config.environments, scenario, information, warn=lambda _: None)
        self.prices = markets.prices
        self.model = ppo_model(adapted(markets, seed), config, seed, device)

    @property
    def policy(self) -> nn.Module:
        """The policy network."""
        policy: nn.Module = self.model.policy
        return policy

    def learn(self, batch: Batch, progress: float) -> None:
        """Refuse: PPO collects its own rounds, see :meth:`fit`."""
        raise TypeError("PPO collects its own rounds; call fit(rounds, callback)")

    def fit(self, rounds: int, callback: Any = None) -> None:
        """Train on so many rounds."""
        self.model.learn(rounds, callback=callback)

    def selector(self) -> PpoSelector:
        """Return the current policy as a selector."""
        return PpoSelector(self.policy, self.prices, self.information)

    def tensors(self) -> dict[str, Tensor]:
        """Return the policy's weights."""
        return prefixed("policy.", self.policy.state_dict())

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Set the policy's weights."""
        load_module(self.policy, "policy.", tensors)


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
