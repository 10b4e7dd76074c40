"""What trains is what runs: torch keeps the parameters, and calls the function that NumPy calls."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

# ruff: noqa: E402 - what is imported below the skip needs the extra
torch = pytest.importorskip("torch", reason="training needs the extra `learn`: make learn")

from strategyproof.learning.config import config_of
from strategyproof.learning.diffusion import networks
from strategyproof.learning.diffusion.exact import ExactLearner
from strategyproof.learning.evaluate import given
from strategyproof.learning.learners import make_learner
from strategyproof.learning.policy.bounded import with_bound
from strategyproof.learning.policy.network import logits, quiet
from strategyproof.learning.selectors.policy import PolicySelector
from strategyproof.learning.stream import Batch
from strategyproof.scenarios.schema import Scenario

SMALL: dict[str, Any] = {"hidden": (16, 16)}


def learner_of(scenario: Scenario, **settings: Any) -> Any:
    return make_learner(scenario, "blind", config_of("diffusion", SMALL | settings), 0)


@pytest.mark.parametrize("kind", ["x0", "eps", "direct"])
def test_torch_and_numpy_compute_the_same_logits(kind: str, scenario: Scenario, batch: Batch) -> None:
    learner = learner_of(scenario, parameterisation=kind)
    learner.learn(batch, 0.0)
    selector, seen = learner.selector(), given("blind", batch).array()
    theta = {name: values.astype(np.float64) for name, values in selector.weights.items()}
    still = quiet(selector.how, len(batch), 20)
    ours, bound = with_bound(theta, selector.how, seen)
    with torch.no_grad():
        theirs = learner.actor.double()(torch.tensor(seen), torch.tensor(still)).numpy()
    assert (np.abs(theirs - ours) <= 2 * bound).all()
    noise = np.random.default_rng(0).standard_normal(still.shape)
    with torch.no_grad():
        noisy = learner.actor(torch.tensor(seen), torch.tensor(noise)).numpy()
    assert noisy == pytest.approx(logits(theta, selector.how, seen, noise), abs=1e-9)


def test_the_module_computes_nothing_itself(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    learner = learner_of(scenario)
    monkeypatch.setattr(networks, "logits", lambda weights, how, seen, noise: (sorted(weights), noise))
    names, _ = learner.actor(torch.zeros(1, learner.observed), torch.zeros(5, 1, 20))
    assert names == sorted(learner.selector().weights)


def test_ppo_emits_what_its_library_would(scenario: Scenario, batch: Batch) -> None:
    pytest.importorskip("stable_baselines3", reason="needs the extra `learn`")
    learner: Any = make_learner(scenario, "blind", config_of("ppo", {"environments": 16, "horizon": 64}), 0)
    learner.fit(2048)
    selector, seen = learner.selector(), given("blind", batch).array()
    assert isinstance(selector, PolicySelector)
    policy = learner.model.policy
    with torch.no_grad():
        as_it_runs = policy.get_distribution(torch.tensor(seen)).distribution.logits.numpy()  # in single precision
        double = policy.double()
        theirs = double.action_net(double.mlp_extractor.forward_actor(torch.tensor(seen))).numpy()
    theta = {name: values.astype(np.float64) for name, values in selector.weights.items()}
    ours = logits(theta, selector.how, seen, quiet(selector.how, len(seen), 20))
    assert theirs == pytest.approx(ours, abs=1e-9)
    assert as_it_runs == pytest.approx(ours - np.log(np.exp(ours).sum(axis=1, keepdims=True)), abs=1e-4)
    assert (selector.select(given("blind", batch)) == selector.prices[theirs.argmax(axis=1)]).all()


def test_a_selector_is_a_copy_that_does_not_learn_on(scenario: Scenario, batch: Batch) -> None:
    learner = learner_of(scenario)
    selector = learner.selector()
    before = {name: values.copy() for name, values in selector.weights.items()}
    learner.learn(batch, 0.0)
    assert all((selector.weights[name] == values).all() for name, values in before.items())


def test_training_moves_what_the_denoiser_knows_of_every_step(scenario: Scenario) -> None:
    actor = learner_of(scenario).actor
    actor(torch.ones(3, 12), torch.ones(5, 3, 20))[:, 0].sum().backward()
    gradient = actor.of_step.weight.grad
    assert gradient is not None
    assert (gradient != 0).any(dim=1).all()


SUBNORMAL = "import numpy as np; tiny = np.full(64, 5e-324); assert (tiny * 1 == tiny).all()"
LEARNING = f"""
from strategyproof.learning.config import config_of
from strategyproof.learning.learners import make_learner
from strategyproof.learning.stream import Stream
from strategyproof.scenarios.load import load_scenario
scenario = load_scenario("default")
learner = make_learner(scenario, "blind", config_of(KIND, SETTINGS), 0)
learner.fit(64) if KIND == "ppo" else learner.learn(Stream(scenario, 0).take(64), 0.0)
{SUBNORMAL}
learner.selector()
{SUBNORMAL}
"""


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("diffusion", {"hidden": (16,)}), ("ppo", {"environments": 16, "horizon": 4, "minibatch": 32}), ("greedy", {})],
)
def test_learning_leaves_subnormal_numbers_as_they_are(kind: str, settings: dict[str, Any]) -> None:
    source = f"KIND, SETTINGS = {kind!r}, {settings!r}\n{LEARNING}"
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_subnormal_numbers_are_flushed_while_a_network_learns(scenario: Scenario, batch: Batch) -> None:
    seen: list[bool] = []

    class Watches(ExactLearner):
        def update(self, batch: Batch, progress: float) -> None:  # noqa: ARG002
            seen.append(bool((np.full(64, 5e-324) * 1 == 0).all()))

    config = config_of("diffusion", SMALL)
    Watches(scenario, "blind", config, 0).learn(batch, 0.0)  # type: ignore[arg-type]
    assert seen == [True]


def test_algorithm_1_may_update_after_every_transition(scenario: Scenario, batch: Batch) -> None:
    updates = []
    for every in (None, 1, 100):
        learner = learner_of(scenario, feedback="chosen", batch=16, update_every=every)
        learner.learn(batch.part(slice(0, 301)), 0.0)
        assert learner.replay.added == 300
        updates.append(int(learner.critic_adam.state_dict()["state"][0]["step"]))
    assert updates == [1, 300, 3]


def test_the_order_of_updates_is_an_option(scenario: Scenario, batch: Batch) -> None:
    found = []
    for order in ("actor-first", "critics-first"):
        learner = learner_of(scenario, feedback="chosen", update_order=order)
        for _ in range(3):
            learner.learn(batch, 0.0)
        found.append(learner.arrays())
    assert any((found[0][name] != found[1][name]).any() for name in found[0])
