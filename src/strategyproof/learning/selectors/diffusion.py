"""DMSB: rho by the diffusion policy of eqs. 16 to 18."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import torch

from strategyproof.learning.diffusion.networks import Actor
from strategyproof.learning.information import Observation
from strategyproof.learning.selectors.protocol import expect
from strategyproof.learning.stream import Array

__all__ = ["DiffusionSelector"]

_CHUNK = 8192


class DiffusionSelector:
    """MSB with the diffusion-RL rho: argmax of the noise-free policy, or a draw from the noisy one.

    Parameters
    ----------
    actor
        The policy network.
    prices
        The grid 10^(a/|A|).
    information
        The class whose observations it was trained on.
    """

    id: ClassVar[str] = "diffusion"
    is_mechanism: ClassVar[bool] = True

    def __init__(self, actor: Actor, prices: Array, information: str) -> None:
        self.actor, self.prices, self.information = actor, np.asarray(prices), information

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho of each round.

        Raises
        ------
        TypeError
            If the observation is of another information class.
        """
        expect(observation, self.information, self.id)
        source = None if generator is None else torch.Generator().manual_seed(int(generator.integers(2**62)))
        device = self.actor.of_observation.weight.device
        seen = torch.as_tensor(observation.array(), dtype=torch.float32, device=device)
        with torch.no_grad():
            actions = [self.actions(part, source) for part in seen.split(_CHUNK)]
        return self.prices[torch.cat(actions).cpu().numpy()]

    def actions(self, seen: torch.Tensor, source: torch.Generator | None = None) -> torch.Tensor:
        """Return the place of a price in the grid for each row, (B, fields) to (B,); drawn if there is a ``source``."""
        logits = self.actor(seen, self.actor.noise(len(seen), source))
        if source is None:
            return logits.argmax(dim=-1)
        return torch.multinomial(torch.softmax(logits, dim=-1).cpu(), 1, generator=source)[:, 0]
