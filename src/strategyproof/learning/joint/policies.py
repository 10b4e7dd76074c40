"""Four laws over A^J joint prices: factored, autoregressive, sampled by diffusion; each with its own log-probability.

All have the same layers, 128 wide. A policy is asked for S joint actions per state, with the log-probability of each
given the noise that was drawn for it, and for the entropy of that conditional law. The diffusion policy's own law is
the mixture over its noise, which the score-function gradient needs no density of: noise does not depend on theta.
"""

from __future__ import annotations

from abc import abstractmethod

import torch
from torch import Tensor, nn

from strategyproof.learning.policy.schedule import schedule

__all__ = ["Autoregressive", "Diffusion", "Factored", "JointPolicy"]

_WIDTH = 128
_SCALE = 4.0
_STEPS = 5


class JointPolicy(nn.Module):
    """A law over J prices given a state.

    Parameters
    ----------
    observed
        Columns of the state.
    tasks, actions
        J and the size of the price grid.
    """

    def __init__(self, observed: int, tasks: int, actions: int) -> None:
        super().__init__()
        self.tasks, self.actions = tasks, actions
        self.of_state = nn.Linear(observed, _WIDTH)
        self.middle = nn.Sequential(nn.SiLU(), nn.Linear(_WIDTH, _WIDTH), nn.SiLU())
        self.head = nn.Linear(_WIDTH, tasks * actions)

    @abstractmethod
    def sample(self, state: Tensor, draws: int, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Return joint actions (B, S, J), their log-probabilities and the law's entropy, each (B, S)."""

    @abstractmethod
    def best(self, state: Tensor) -> Tensor:
        """Return the deterministic policy's joint action, (B, J)."""

    def out(self, hidden: Tensor) -> Tensor:
        """Return logits (..., J, A) from what the first layer says."""
        raw = self.head(self.middle(hidden))
        return _SCALE * torch.tanh(raw).unflatten(-1, (self.tasks, self.actions))


class Factored(JointPolicy):
    """One softmax per task, independent given the state."""

    def logits(self, state: Tensor) -> Tensor:
        """Return logits, (B, J, A)."""
        return self.out(self.of_state(state))

    def sample(self, state: Tensor, draws: int, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """See :class:`JointPolicy`."""
        return drawn(self.logits(state)[:, None].expand(-1, draws, -1, -1), source)

    def best(self, state: Tensor) -> Tensor:
        """See :class:`JointPolicy`."""
        return self.logits(state).argmax(dim=-1)


class Autoregressive(JointPolicy):
    """The price of a task given the state and the prices of the tasks before it."""

    def __init__(self, observed: int, tasks: int, actions: int) -> None:
        super().__init__(observed, tasks, actions)
        self.of_price = nn.Embedding(tasks * actions, _WIDTH)

    def sample(self, state: Tensor, draws: int, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """See :class:`JointPolicy`."""
        hidden = self.of_state(state)[:, None].expand(-1, draws, -1)
        actions, log_p, entropy = [], hidden.new_zeros(hidden.shape[:2]), hidden.new_zeros(hidden.shape[:2])
        for task in range(self.tasks):
            action, log, spread = drawn(self.out(hidden)[..., task : task + 1, :], source)
            actions.append(action[..., 0])
            log_p, entropy = log_p + log, entropy + spread
            hidden = hidden + self.of_price(action[..., 0] + task * self.actions)
        return torch.stack(actions, dim=-1), log_p, entropy

    def best(self, state: Tensor) -> Tensor:
        """Return the price of each task in turn that is likeliest given those before it."""
        hidden, actions = self.of_state(state), []
        for task in range(self.tasks):
            actions.append(self.out(hidden)[..., task, :].argmax(dim=-1))
            hidden = hidden + self.of_price(actions[-1] + task * self.actions)
        return torch.stack(actions, dim=-1)


class Diffusion(JointPolicy):
    """x_0 of all J |A| logits by K = 5 denoising steps (eqs. 16 to 18), so tasks are tied through the noise."""

    def __init__(self, observed: int, tasks: int, actions: int) -> None:
        super().__init__(observed, tasks, actions)
        self.of_noisy = nn.Linear(tasks * actions, _WIDTH, bias=False)
        self.of_step = nn.Embedding(_STEPS, _WIDTH)
        self._constants = schedule("vp", _STEPS)

    def denoised(self, state: Tensor, noise: Tensor) -> Tensor:
        """Return logits (..., J, A) from the noise (K, ..., J A)."""
        seen, x, c = self.of_state(state), noise[0], self._constants
        for k in range(_STEPS, 0, -1):
            raw = self.head(self.middle(seen + self.of_noisy(x) + self.of_step.weight[k - 1]))
            x = float(c.from_x0[k - 1]) * torch.tanh(raw) + float(c.from_xk[k - 1]) * x
            if k > 1:
                x = x + float(c.sigma[k - 1]) * noise[_STEPS + 1 - k]
        return _SCALE * x.unflatten(-1, (self.tasks, self.actions))

    def sample(self, state: Tensor, draws: int, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """See :class:`JointPolicy`."""
        shape = (_STEPS, len(state), draws, self.tasks * self.actions)
        return drawn(self.denoised(state[:, None], torch.randn(shape, generator=source)), source)

    def best(self, state: Tensor) -> Tensor:
        """Return the likeliest prices of the noise-free pass."""
        return self.denoised(state, torch.zeros(_STEPS, len(state), self.tasks * self.actions)).argmax(dim=-1)


def drawn(logits: Tensor, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Draw an action per task from logits (B, S, J, A): actions, log-probability and entropy, summed over tasks."""
    log_law = torch.log_softmax(logits, dim=-1)
    law = log_law.exp()
    flat = torch.multinomial(law.detach().flatten(0, -2), 1, generator=source)
    actions = flat.view(law.shape[:-1])
    log_p = log_law.gather(-1, actions[..., None])[..., 0].sum(dim=-1)
    return actions, log_p, -(law * log_law).sum(dim=-1).sum(dim=-1)
