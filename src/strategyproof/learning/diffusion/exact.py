"""The exact policy gradient: one draw of the bids gives the surplus of every price."""

from __future__ import annotations

import torch

from strategyproof.learning.diffusion.learner import DiffusionLearner
from strategyproof.learning.stream import Batch

__all__ = ["ExactLearner"]


class ExactLearner(DiffusionLearner):
    r"""Descend :math:`-\sum_a \pi_\theta(a|s) r(s, a) - \bar\beta H(\pi_\theta(s))`: eq. 21 with the true reward for Q.

    The market does not react to rho, so the rewards of the prices that were not charged are known too. Neither critic
    nor replay is needed, and nothing is estimated but the mean over rounds.
    """

    def update(self, batch: Batch, progress: float) -> None:
        """Update on B rounds."""
        rewards = self.rewards_of(batch)
        gains = rewards - rewards.mean(dim=1, keepdim=True)
        gains = gains / (gains.std() + 1e-9)
        logits = self.actor(self.observed_of(batch), self.actor.noise(len(batch), self.generator))
        log_policy = torch.log_softmax(logits, dim=-1)
        policy = log_policy.exp()
        loss = -(policy * (gains - self.entropy_at(progress) * log_policy)).sum(dim=1).mean()
        self.step_actor(loss, progress)
