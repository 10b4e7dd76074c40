"""The networks: the denoiser of eq. 17 with the policy of eq. 18 on top, and the critics of eq. 19."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from strategyproof.learning.config import DiffusionConfig
from strategyproof.learning.diffusion.schedule import schedule

__all__ = ["Actor", "Critic", "layers"]


def layers(widths: tuple[int, ...]) -> nn.Sequential:
    """Return linear layers with SiLU between them."""
    linear = [nn.Linear(before, after) for before, after in pairwise(widths)]
    parts: list[nn.Module] = []
    for layer in linear[:-1]:
        parts += [layer, nn.SiLU()]
    return nn.Sequential(*parts, linear[-1])


class Actor(nn.Module):
    r"""The policy :math:`\pi_\theta(s) = \mathrm{softmax}(x_0)` of eq. 18, by K denoising steps (eq. 17).

    The network reads x_k, the step k and the observation s; its first layer is written as three sums, so that the part
    of s is computed once for all K steps.

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
        self.actions, self.kind = actions, config.parameterisation
        self.steps = 1 if self.kind == "direct" else config.steps
        self.scale = config.logit_scale if self.kind == "x0" else 1.0
        width = config.hidden[0]
        self.of_observation = nn.Linear(observed, width)
        if self.kind != "direct":
            self.of_noisy = nn.Linear(actions, width, bias=False)
            self.of_step = nn.Embedding(self.steps, width)
        self.rest = layers((*config.hidden, actions))
        self._constants = schedule(config.schedule, self.steps)

    def forward(self, observation: Tensor, noise: Tensor) -> Tensor:
        """Return the logits x_0 (times a scale), (B, |A|).

        Parameters
        ----------
        observation
            s, (B, F).
        noise
            Standard normal, (K, B, |A|): x_K, then what steps K..2 add. Zeros make the policy deterministic.
        """
        seen = self.of_observation(observation)
        if self.kind == "direct":
            return self._head(seen)
        x = noise[0]
        for k in range(self.steps, 0, -1):
            seen_now = seen + self.of_noisy(x) + self.of_step.weight[k - 1]
            x = self._reverse(x, k, self._head(seen_now))
            if k > 1:
                x = x + float(self._constants.sigma[k - 1]) * noise[self.steps + 1 - k]
        return self.scale * x

    def noise(self, rounds: int, generator: torch.Generator | None) -> Tensor:
        """Return what a pass over B rounds consumes: standard normal, or zeros without a generator."""
        shape = (0 if self.kind == "direct" else self.steps, rounds, self.actions)
        device = self.of_observation.weight.device
        return (
            torch.zeros(shape, device=device)
            if generator is None
            else torch.randn(shape, generator=generator).to(device)
        )

    def _head(self, first: Tensor) -> Tensor:
        out: Tensor = self.rest(nn.functional.silu(first))
        return out

    def _reverse(self, x: Tensor, k: int, out: Tensor) -> Tensor:
        """Return the mean Lambda_theta(x_k, k, s) of eq. 17."""
        c, i = self._constants, k - 1
        if self.kind == "x0":
            return float(c.from_x0[i]) * torch.tanh(out) + float(c.from_xk[i]) * x
        share = float(c.eta[i] / (1 - c.kept[i]) ** 0.5)
        return (x - share * torch.tanh(out)) / float(1 - c.eta[i]) ** 0.5


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
