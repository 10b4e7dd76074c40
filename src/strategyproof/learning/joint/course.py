"""Train a law over joint prices with a budget of rewards, the same for all, and say what it earns."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import torch

from strategyproof.learning.config import PpoConfig
from strategyproof.learning.joint.market import JointRounds, JointStream, first_best_of, worth_of
from strategyproof.learning.joint.policies import Autoregressive, Diffusion, Factored, JointPolicy
from strategyproof.learning.ppo import adapted, ppo_model
from strategyproof.learning.stream import Array
from strategyproof.learning.tensors import adam
from strategyproof.scenarios.schema import Scenario

__all__ = ["DRAWS", "POLICIES", "joint_surplus"]

DRAWS = 8
"""Joint actions tried in each round; PPO, which tries one, has as many times the rounds: as many rewards for all."""

_LAWS: dict[str, type[JointPolicy]] = {
    "factored": Factored, "factored-exact": Factored, "autoregressive": Autoregressive, "diffusion": Diffusion
}  # fmt: skip
POLICIES = (*_LAWS, "ppo")
"""``factored-exact`` descends the true gradient, which one draw of the bids gives: what a factored law can reach."""
_BATCH, _RATE, _ENTROPY, _CHUNK = 256, 1e-3, 0.1, 2048


def joint_surplus(
    scenario: Scenario, tasks: int, policy: str, rounds: int, held_out: int, seed: int
) -> dict[str, float]:
    """Return the mean surplus per round on held-out rounds, with first best and the simple rules beside it.

    Parameters
    ----------
    scenario
        The market of each task.
    tasks
        J.
    policy
        One of :data:`POLICIES`.
    rounds
        Rounds to train on, :data:`DRAWS` rewards each.
    held_out
        Rounds that it is measured on.
    seed
        Seed of everything.

    Raises
    ------
    ValueError
        If there is no such policy.
    """
    if policy not in POLICIES:
        raise ValueError(f"expected a joint policy out of {', '.join(POLICIES)}, got {policy!r}")
    torch.set_num_threads(1)
    held = _held(scenario, tasks, held_out, seed)
    if policy == "ppo":
        best, drawn = _ppo(scenario, tasks, rounds * DRAWS, seed, held)
    else:
        best, drawn = _descend(scenario, tasks, policy, rounds, seed, held)
    return {
        "argmax": _mean(held, best),
        "drawn": _mean(held, drawn),
        "first_best": float(np.mean(np.concatenate([first_best_of(part) for part in held]))),
        "sell_all": _mean(held, [np.zeros((len(part.top), tasks), dtype=np.int64) for part in held]),
    }


def _held(scenario: Scenario, tasks: int, rounds: int, seed: int) -> list[JointRounds]:
    stream = JointStream(scenario, tasks, 2**20 + seed)
    return [stream.take(min(_CHUNK, rounds - at)) for at in range(0, rounds, _CHUNK)]


def _mean(held: list[JointRounds], actions: list[Array]) -> float:
    return float(np.mean(np.concatenate([part.reward(chosen) for part, chosen in zip(held, actions, strict=True)])))


def _descend(
    scenario: Scenario, tasks: int, name: str, rounds: int, seed: int, held: list[JointRounds]
) -> tuple[list[Array], list[Array]]:  # fmt: skip
    """Train by the score-function gradient, each sample's baseline the mean of the others of its round."""
    stream, source = JointStream(scenario, tasks, seed), torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        policy = _LAWS[name](held[0].state.shape[1], tasks, held[0].sold.shape[2])
    optimiser = adam(policy, _RATE)
    for done in range(0, rounds, _BATCH):
        progress = done / rounds
        for group in optimiser.param_groups:
            group["lr"] = _RATE * max(0.02, 1 - progress)
        loss = (_exact if name == "factored-exact" else _sampled)(policy, stream.take(_BATCH), source, 1 - progress)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        states = [torch.as_tensor(part.state, dtype=torch.float32) for part in held]
        best = [policy.best(state).numpy() for state in states]
        return best, [policy.sample(state, 1, source)[0][:, 0].numpy() for state in states]


def _sampled(policy: JointPolicy, rounds: JointRounds, source: torch.Generator, left: float) -> Any:
    state = torch.as_tensor(rounds.state, dtype=torch.float32)
    actions, log_p, entropy = policy.sample(state, DRAWS, source)
    rewards = torch.as_tensor(rounds.reward(actions.numpy()), dtype=torch.float32)
    others = (rewards.sum(dim=1, keepdim=True) - rewards) / (DRAWS - 1)
    gains = (rewards - others) / (rewards.std() + 1e-9)
    return -(gains * log_p + _ENTROPY * left * entropy).mean()


def _exact(policy: JointPolicy, rounds: JointRounds, _: torch.Generator, left: float) -> Any:
    """Descend the mean over all joint prices, which factors: r is linear in what each task does."""
    assert isinstance(policy, Factored)
    log_law = torch.log_softmax(policy.logits(torch.as_tensor(rounds.state, dtype=torch.float32)), dim=-1)
    law = log_law.exp()
    sold = (law * torch.as_tensor(rounds.sold, dtype=torch.float32)).sum(dim=-1)
    top, brand = (torch.as_tensor(part, dtype=torch.float32) for part in (rounds.top, rounds.brand))
    entropy = -(law * log_law).sum(dim=-1).sum(dim=-1)
    worth = worth_of(sold, top, brand)
    return -(worth / (worth.std().detach() + 1e-9) + _ENTROPY * left * entropy).mean()


class _Markets:
    """B rounds per step, as stable-baselines3's PPO wants them."""

    def __init__(self, scenario: Scenario, tasks: int, seed: int, num_envs: int) -> None:
        self._stream, self.num_envs = JointStream(scenario, tasks, seed), num_envs
        self._now = self._stream.take(num_envs)
        columns = self._now.state.shape[1]
        self.single_observation_space = gymnasium.spaces.Box(0.0, 1.0, (columns,), dtype=np.float32)
        self.single_action_space = gymnasium.spaces.MultiDiscrete([self._now.sold.shape[2]] * tasks)

    def reset(self, *, seed: int | None = None) -> tuple[Array, dict[str, Any]]:
        return self._now.state.astype(np.float32), {}

    def step(self, actions: Array) -> tuple[Array, Array, Array, Array, dict[str, Any]]:
        rewards = self._now.reward(np.asarray(actions))
        self._now = self._stream.take(self.num_envs)
        never = np.zeros(self.num_envs, dtype=bool)
        return self._now.state.astype(np.float32), rewards, never, never, {}


def _ppo(
    scenario: Scenario, tasks: int, rewards: int, seed: int, held: list[JointRounds]
) -> tuple[list[Array], list[Array]]:  # fmt: skip
    config = PpoConfig(hidden=(128, 128))
    model = ppo_model(adapted(_Markets(scenario, tasks, seed, config.environments), seed), config, seed, "cpu")
    model.learn(rewards)
    states = [part.state.astype(np.float32) for part in held]
    chosen = [[model.predict(state, deterministic=sure)[0] for state in states] for sure in (True, False)]
    return chosen[0], chosen[1]
