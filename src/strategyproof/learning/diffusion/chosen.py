"""Algorithm 1: the reward of the chosen price alone, twin critics with targets, replay, soft updates."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from strategyproof.learning.diffusion.learner import DiffusionLearner
from strategyproof.learning.diffusion.networks import Critic
from strategyproof.learning.diffusion.replay import Replay
from strategyproof.learning.reward import reward_of_each_price
from strategyproof.learning.stream import Batch
from strategyproof.learning.tensors import adam, adam_tensors, load_adam, load_module, prefixed, stripped

__all__ = ["ChosenLearner"]


class ChosenLearner(DiffusionLearner):
    """The paper's learner, with a share of uniform exploration and an annealed entropy weight.

    Rewards are heavy-tailed: the critics, and the actor that descends them, are thrown about by single rounds. So a
    reward counts for at most ``config.reward_cut`` mean rewards, and what is emitted is not theta, which Adam moves,
    but theta', which follows it slowly. ``actor`` is theta', ``trained`` is theta.
    """

    def build(self) -> None:
        """Make actor, critics, their targets and the buffer."""
        super().build()
        self.trained = self.actor
        self.actor = copy.deepcopy(self.trained).requires_grad_(False)
        self.critic = Critic(self.observed, len(self.prices), self.config).to(self.device)
        self.critic_adam = adam(self.critic, self.config.critic_rate)
        self.critic_target: Critic = copy.deepcopy(self.critic).requires_grad_(False)
        self.replay = Replay(self.config.replay, self.observed, self.device)
        self.unit = torch.zeros(1, device=self.device)
        self.updates = 0

    def update(self, batch: Batch, progress: float) -> None:
        """Act on B rounds and remember them; after every ``config.update_every``, update once on a remembered batch.

        A transition needs its next state, so a part begins with the round in which the part before it ended, and the
        last round of the batch is not remembered.
        """
        every = self.config.update_every or len(batch)
        for start in range(0, len(batch) - 1, every):
            self.act(batch.part(slice(start, start + every + 1)))
            self._learn(progress)

    def _learn(self, progress: float) -> None:
        now, action, reward, after = self.replay.sample(self.config.batch, self.generator)
        values = self._learn_critics(now, action, reward, after)
        self.updates += 1
        if self.updates % self.config.actor_every:
            return
        if self.config.update_order == "critics-first":
            with torch.no_grad():
                values = self.critic(now)
        self._learn_actor(now, torch.minimum(*values), progress)
        self._follow()

    def act(self, batch: Batch) -> None:
        """Choose a price in each round and keep the transitions."""
        seen = self.observed_of(batch)
        action = self._drawn(seen)
        charged = self.prices[action.cpu().numpy()]
        reward = self.to_tensor(reward_of_each_price(batch, charged[:, None], self.scenario.uav.zeta)[:, 0])
        if self.unit == 0:
            self.unit = reward.mean().reshape(1)
        counted = (reward / self.unit).clamp(max=self.config.reward_cut)
        self.replay.add(seen[:-1], action[:-1], counted[:-1], seen[1:])

    def _drawn(self, seen: Tensor) -> Tensor:
        """Draw a price for each round: from the policy, but for a share that is uniform."""
        action = torch.randint(len(self.prices), (len(seen),), generator=self.generator)
        chosen = torch.rand(len(seen), generator=self.generator) >= self.config.exploration
        places = chosen.nonzero()[:, 0]
        if len(places):
            with torch.no_grad():
                logits = self.trained(seen[places.to(self.device)], self.trained.noise(len(places), self.generator))
                policy = torch.softmax(logits, dim=-1).cpu()
            action[places] = torch.multinomial(policy, 1, generator=self.generator)[:, 0]
        return action.to(self.device)

    def _learn_critics(self, now: Tensor, action: Tensor, reward: Tensor, after: Tensor) -> tuple[Tensor, Tensor]:
        """Eqs. 19 and 20: least squares of both critics to r + gamma min_i Q_phi'i(s', pi_theta'(s')).

        Returns what they said of s before the step, so that the actor needs no pass of its own through them.
        """
        goal = reward
        if self.config.gamma > 0:
            with torch.no_grad():
                noise = self.actor.noise(len(after), self.generator)
                policy = torch.softmax(self.actor(after, noise), dim=-1)
                goal = reward + self.config.gamma * (policy * self.critic_target.least(after)).sum(dim=1)
        taken, wanted = action[:, None], goal[:, None]
        first, second = self.critic(now)
        squares = [nn.functional.mse_loss(q.gather(1, taken), wanted) for q in (first, second)]
        loss = squares[0] + squares[1]
        self.critic_adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.critic_adam.step()
        return first.detach(), second.detach()

    def _learn_actor(self, now: Tensor, value: Tensor, progress: float) -> None:
        """Eq. 21: descend E[-min_i Q_i(s, a)] - betabar H(pi)."""
        log_policy = torch.log_softmax(self.trained(now, self.trained.noise(len(now), self.generator)), dim=-1)
        policy = log_policy.exp()
        value = value - value.mean(dim=1, keepdim=True)
        value = value / (value.std() + 1e-9)
        self.step_actor(-(policy * (value - self.entropy_at(progress) * log_policy)).sum(dim=1).mean(), progress)

    def _follow(self) -> None:
        """Move the targets: phi' <- w phi + (1 - w) phi', and theta' likewise; phi' is read where gamma > 0 only."""
        moved: list[tuple[nn.Module, nn.Module]] = [(self.actor, self.trained)]
        if self.config.gamma > 0:
            moved.append((self.critic_target, self.critic))
        with torch.no_grad():
            for target, network in moved:
                torch._foreach_lerp_(list(target.parameters()), list(network.parameters()), self.config.soft_update)

    def tensors(self) -> dict[str, Tensor]:
        """Return the state by name."""
        return {
            **super().tensors(),
            **prefixed("critic.", self.critic.state_dict()),
            **prefixed("critic_target.", self.critic_target.state_dict()),
            **prefixed("trained.", self.trained.state_dict()),
            **prefixed("critic_adam.", adam_tensors(self.critic_adam)),
            **prefixed("replay.", self.replay.tensors()),
            "unit": self.unit,
            "updates": torch.tensor([self.updates]),
        }

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Set the state."""
        super().restore(tensors)
        for name in ("critic", "critic_target", "trained"):
            load_module(getattr(self, name), f"{name}.", tensors)
        load_adam(self.critic_adam, "critic_adam.", tensors)
        self.replay.load(stripped("replay.", tensors))
        self.unit = tensors["unit"].to(self.device)
        self.updates = int(tensors["updates"])
