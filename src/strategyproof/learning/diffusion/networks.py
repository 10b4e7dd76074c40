"""What torch trains: the parameters of the policy of eqs. 17 and 18, and the critics of eq. 19."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from strategyproof.learning.config import DiffusionConfig, architecture
from strategyproof.learning.policy.network import affine, logits, quiet, silu

__all__ = ["Actor", "Critic", "layers"]


@affine.register
def _(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """In one pass, forwards and backwards."""
    return nn.functional.linear(x, weight, bias)


@silu.register
def _(x: Tensor) -> Tensor:
    """In one pass, forwards and backwards."""
    return nn.functional.silu(x)


def layers(widths: tuple[int, ...]) -> nn.Sequential:
    """Return linear layers with SiLU between them."""
    linear = [nn.Linear(before, after) for before, after in pairwise(widths)]
    parts: list[nn.Module] = []
    for layer in linear[:-1]:
        parts += [layer, nn.SiLU()]
    return nn.Sequential(*parts, linear[-1])


class Actor(nn.Module):
    """The parameters of a policy: what it computes with them is :func:`strategyproof.learning.policy.network.logits`.

    Parameters
    ----------
    observed
        Columns of the observation.
    actions
        |A|.
    config
        K, schedule, parameterisation and widths.
    """

    def __init__(self, observed: int, actions: int, config: DiffusionConfig) -> None:
        super().__init__()
        self.actions, self.how = actions, architecture(config)
        width = config.hidden[0]
        self.of_observation = nn.Linear(observed, width)
        if self.how.parameterisation != "direct":
            self.of_noisy = nn.Linear(actions, width, bias=False)
            self.of_step = nn.Embedding(self.how.steps, width)
        self.rest = layers((*config.hidden, actions))

    def forward(self, observation: Tensor, noise: Tensor) -> Tensor:
        """Return the logits, (B, |A|); see :func:`strategyproof.learning.policy.network.logits`."""
        said: Tensor = logits(dict(self.named_parameters()), self.how, observation, noise)
        return said

    def noise(self, rounds: int, generator: torch.Generator) -> Tensor:
        """Return what a pass over B rounds consumes: standard normal."""
        shape = quiet(self.how, rounds, self.actions).shape
        return torch.randn(shape, generator=generator).to(self.of_observation.weight.device)


class Critic(nn.Module):
    """Two critics Q_phi1 and Q_phi2 of eq. 19: each maps an observation to a value per action."""

    def __init__(self, observed: int, actions: int, config: DiffusionConfig) -> None:
        super().__init__()
        widths = (observed, *config.hidden, actions)
        self.first, self.second = layers(widths), layers(widths)

    def forward(self, observation: Tensor) -> tuple[Tensor, Tensor]:
        """Return both values, each (B, |A|)."""
        return self.first(observation), self.second(observation)

    def least(self, observation: Tensor) -> Tensor:
        """Return min_i Q_i, (B, |A|)."""
        return torch.minimum(*self(observation))
