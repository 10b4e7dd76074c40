"""The denoiser reads the noisy x_k, the step k and the state, at every step: eq. 17's Lambda_theta(x_k, k, s)."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from strategyproof.learning.config import DiffusionConfig, config_of
from strategyproof.learning.diffusion.chosen import ChosenLearner
from strategyproof.learning.diffusion.networks import Actor
from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.learners import load_selector, shipped_weights
from strategyproof.learning.stream import Batch, Stream
from strategyproof.scenarios.schema import Scenario

STEPS, COLUMNS, ACTIONS = 5, 6, 4


def _actor(parameterisation: str) -> Actor:
    config = config_of("diffusion", {"steps": STEPS, "hidden": (16,), "parameterisation": parameterisation})
    assert isinstance(config, DiffusionConfig)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Actor(COLUMNS, ACTIONS, config).double()


def _denoised(actor: Actor, x: torch.Tensor, k: int, state: torch.Tensor) -> torch.Tensor:
    """Return what the network says at step k of a pass that begins at x and adds no noise."""
    asked: list[torch.Tensor] = []

    def record(module: torch.nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> torch.Tensor:
        asked.append(output)
        return output

    hook = actor.rest.register_forward_hook(record)
    noise = torch.zeros(STEPS, len(state), ACTIONS, dtype=torch.float64)
    noise[0] = x
    actor(state, noise)
    hook.remove()
    assert len(asked) == STEPS
    return asked[STEPS - k]


@pytest.mark.parametrize("parameterisation", ["x0", "eps"])
def test_the_denoiser_reads_the_state_at_every_step(parameterisation: str) -> None:
    actor = _actor(parameterisation)
    one, other = torch.zeros(1, COLUMNS).double(), torch.ones(1, COLUMNS).double()
    for k in range(1, STEPS + 1):
        said = [_denoised(actor, torch.ones(1, ACTIONS).double(), k, state) for state in (one, other)]
        assert not torch.equal(*said)


@pytest.mark.parametrize("parameterisation", ["x0", "eps"])
def test_the_denoiser_reads_what_it_denoises(parameterisation: str) -> None:
    actor, state = _actor(parameterisation), torch.zeros(1, COLUMNS).double()
    for k in range(1, STEPS + 1):
        said = [_denoised(actor, torch.full((1, ACTIONS), start).double(), k, state) for start in (-1.0, 1.0)]
        assert not torch.equal(*said)


@pytest.mark.parametrize("parameterisation", ["x0", "eps"])
def test_the_denoiser_reads_the_step(parameterisation: str) -> None:
    actor, state = _actor(parameterisation), torch.zeros(1, COLUMNS).double()
    # With x cut off, the state fixed, all that is left to tell the steps apart is k.
    actor.of_noisy.weight.data.zero_()
    said = [_denoised(actor, torch.ones(1, ACTIONS).double(), k, state) for k in range(1, STEPS + 1)]
    assert all(not torch.equal(before, after) for before, after in pairwise(said))


def test_training_moves_what_the_denoiser_knows_of_every_step() -> None:
    actor = _actor("x0")
    state = torch.ones(3, COLUMNS).double()
    actor(state, torch.ones(STEPS, 3, ACTIONS).double())[:, 0].sum().backward()
    gradient = actor.of_step.weight.grad
    assert gradient is not None
    assert (gradient != 0).any(dim=1).all()


def test_the_shipped_policy_reads_state_and_step(scenario: Scenario) -> None:
    path = shipped_weights(scenario)
    assert path is not None
    selector, batch = load_selector(path, scenario), Stream(scenario, 5).take(4096)
    rho = rho_of(selector, batch)
    assert len(np.unique(rho)) > 1
    steps = selector.actor.of_step.weight.data  # type: ignore[attr-defined]
    steps[:] = steps.flip(0)
    assert (rho_of(selector, batch) != rho).any()


def test_algorithm_1_may_update_after_every_transition(scenario: Scenario, batch: Batch) -> None:
    updates = []
    for every in (None, 1, 100):
        settings = {"feedback": "chosen", "hidden": (8,), "batch": 16, "update_every": every}
        learner = ChosenLearner(scenario, "blind", config_of("diffusion", settings), 0)  # type: ignore[arg-type]
        learner.learn(batch.part(slice(0, 301)), 0.0)
        assert learner.replay.added == 300
        updates.append(int(learner.critic_adam.state_dict()["state"][0]["step"]))
    assert updates == [1, 300, 3]


def test_the_order_of_updates_is_an_option(scenario: Scenario, batch: Batch) -> None:
    actors = []
    for order in ("actor-first", "critics-first"):
        settings = {"feedback": "chosen", "hidden": (8,), "update_order": order}
        learner = ChosenLearner(scenario, "blind", config_of("diffusion", settings), 0)  # type: ignore[arg-type]
        for _ in range(3):
            learner.learn(batch, 0.0)
        actors.append(learner.tensors()["trained.of_observation.weight"])
    assert not torch.equal(*actors)
