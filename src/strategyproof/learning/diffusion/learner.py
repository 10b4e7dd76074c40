"""What the two ways of training the diffusion actor share: networks, optimisers, and a state of plain tensors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import torch
from torch import Tensor

from strategyproof.learning.config import DiffusionConfig, architecture
from strategyproof.learning.diffusion.networks import Actor
from strategyproof.learning.information import fields_of, observe
from strategyproof.learning.reward import reward_of_each_price
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.stream import Array, Batch
from strategyproof.learning.tensors import (
    adam,
    adam_tensors,
    flushing,
    load_adam,
    load_module,
    numbers_of,
    prefixed,
    tensors_of,
)
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["DiffusionLearner"]


class DiffusionLearner(ABC):
    """An actor in training.

    Parameters
    ----------
    scenario
        The market.
    information
        Name of the information class.
    config
        Every hyperparameter.
    seed
        Seed of the networks, of the noise and of exploration.
    device
        Where the networks live.
    """

    def __init__(
        self, scenario: Scenario, information: str, config: DiffusionConfig, seed: int, device: str = "cpu"
    ) -> None:
        self.scenario, self.information, self.config, self.device = scenario, information, config, device
        self.prices = np.asarray(price_grid(scenario.auction.actions))
        names = draw(scenario, 1, 0).state_names
        self.observed = len(fields_of(information, names, scenario.market.base_stations))
        self.generator = torch.Generator().manual_seed(seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.build()

    def build(self) -> None:
        """Make the networks and their optimisers."""
        self.actor = Actor(self.observed, len(self.prices), self.config).to(self.device)
        self.actor_adam = adam(self.actor, self.config.actor_rate)

    def learn(self, batch: Batch, progress: float) -> None:
        """Update on consecutive rounds; ``progress`` runs from 0 to 1 over the training."""
        with flushing():
            self.update(batch, progress)

    @abstractmethod
    def update(self, batch: Batch, progress: float) -> None:
        """Do so by one of the two feedbacks."""

    def selector(self) -> DiffusionSelector:
        """Return the current policy as a selector: a copy, which does not learn on."""
        weights, how = numbers_of(self.actor.state_dict()), architecture(self.config)
        return DiffusionSelector(weights, how, self.prices, self.information, self.observed)

    def arrays(self) -> dict[str, Array]:
        """Return everything that training goes on from."""
        return numbers_of(self.tensors())

    def load(self, arrays: dict[str, Array]) -> None:
        """Go on from what :meth:`arrays` returned.

        Raises
        ------
        ValueError
            If it is another architecture's.
        """
        self.restore(tensors_of(arrays))

    def tensors(self) -> dict[str, Tensor]:
        """Return the state by name."""
        return {
            **prefixed("actor.", self.actor.state_dict()),
            **prefixed("actor_adam.", adam_tensors(self.actor_adam)),
            "generator": self.generator.get_state(),
        }

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Set the state."""
        load_module(self.actor, "actor.", tensors)
        load_adam(self.actor_adam, "actor_adam.", tensors)
        self.generator.set_state(tensors["generator"].to(torch.uint8).cpu())

    def observed_of(self, batch: Batch) -> Tensor:
        """Return the observations of a batch."""
        return self.to_tensor(observe(self.information, batch).array())

    def rewards_of(self, batch: Batch) -> Tensor:
        """Return the reward at every price, (B, |A|)."""
        return self.to_tensor(reward_of_each_price(batch, self.prices, self.scenario.uav.zeta))

    def to_tensor(self, values: Any) -> Tensor:
        """Move an array to the networks."""
        return torch.as_tensor(values, dtype=torch.float32, device=self.device)

    def entropy_at(self, progress: float) -> float:
        """Return betabar of eq. 21, annealed linearly."""
        return self.config.entropy + (self.config.entropy_end - self.config.entropy) * progress

    def step_actor(self, loss: Tensor, progress: float) -> None:
        """Descend the actor's loss, at a rate that falls linearly to a fiftieth."""
        for group in self.actor_adam.param_groups:
            group["lr"] = self.config.actor_rate * max(0.02, 1 - progress)
        self.actor_adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.actor_adam.step()
