"""Where networks live: every tensor of an update is made where the learner was told, and CUDA is tried where it is."""

from typing import Any

import pytest

# ruff: noqa: E402 - what is imported below the skip needs the extra
torch = pytest.importorskip("torch", reason="training needs the extra `learn`: pip install 'strategyproof[learn]'")

from strategyproof.learning.config import config_of
from strategyproof.learning.diffusion import chosen, learner
from strategyproof.learning.diffusion.chosen import ChosenLearner
from strategyproof.learning.diffusion.exact import ExactLearner
from strategyproof.learning.learners import make_learner
from strategyproof.learning.stream import Batch
from strategyproof.scenarios.schema import Scenario

SMALL: dict[str, Any] = {"hidden": (16, 16), "batch": 64, "replay": 1024}
FORMS: list[dict[str, Any]] = [
    {},
    {"feedback": "chosen", "actor_every": 1},
    {"feedback": "chosen", "gamma": 0.5, "update_order": "critics-first", "parameterisation": "eps"},
]


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return torch's device of shapes without numbers: it refuses to mix with the CPU, as a GPU does."""
    for module in (learner, chosen):
        monkeypatch.setattr(module, "adam", lambda part, rate: torch.optim.Adam(part.parameters(), lr=rate))
    return "meta"


def _gradients(part: Any) -> set[str]:
    return {weight.grad.device.type for weight in part.parameters()}


def test_an_exact_update_makes_no_tensor_elsewhere(scenario: Scenario, batch: Batch, nowhere: str) -> None:
    made = ExactLearner(scenario, "history", config_of("diffusion", SMALL), 0, nowhere)  # type: ignore[arg-type]
    made.learn(batch, 0.5)
    assert {part.device.type for part in made.tensors().values() if part.dim()} == {nowhere, "cpu"}
    assert _gradients(made.actor) == {nowhere}


@pytest.mark.parametrize("settings", FORMS[1:])
def test_an_update_of_algorithm_1_makes_no_tensor_elsewhere(
    settings: dict[str, Any], scenario: Scenario, batch: Batch, nowhere: str
) -> None:
    made = ChosenLearner(scenario, "exogenous", config_of("diffusion", SMALL | settings), 0, nowhere)  # type: ignore[arg-type]
    seen = made.observed_of(batch)[:64]
    made.replay.add(seen, torch.zeros(64, dtype=torch.int64, device=nowhere), torch.zeros(64, device=nowhere), seen)
    for _ in range(2):
        made._learn(0.5)
    assert _gradients(made.trained) == {nowhere}


def test_a_device_that_torch_does_not_see_is_refused(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    for name in ("cuda", "cuda:1", "mps", "meta", "tpu", ""):
        with pytest.raises(ValueError, match=f"expected the device cpu, or cuda where torch sees one, got '{name}'"):
            make_learner(scenario, "exogenous", config_of("diffusion", SMALL), 0, name)


def test_a_gpu_that_is_not_there_is_refused_where_another_is(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    for name in ("cuda:1", "cuda:x", "cudaa", "mps"):
        with pytest.raises(ValueError, match=f"got '{name}'"):
            make_learner(scenario, "exogenous", config_of("diffusion", SMALL), 0, name)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU that torch sees")
@pytest.mark.parametrize("settings", FORMS)
def test_a_gpu_learns_what_the_cpu_learns(settings: dict[str, Any], scenario: Scenario, batch: Batch) -> None:
    config = config_of("diffusion", SMALL | settings)
    here, there = (make_learner(scenario, "exogenous", config, 0, device) for device in ("cpu", "cuda"))
    for _ in range(2):
        here.learn(batch, 0.0)
        there.learn(batch, 0.0)
    ours, theirs = here.arrays(), there.arrays()
    for name in ours:
        if name.startswith("actor."):
            assert theirs[name] == pytest.approx(ours[name], abs=5e-3)  # Adam moves a weight by 1e-3, whichever way
    again = make_learner(scenario, "exogenous", config, 1, "cuda")
    again.load(theirs)
    there.learn(batch, 0.5)
    again.learn(batch, 0.5)
    for name, values in there.arrays().items():
        assert again.arrays()[name] == pytest.approx(values, rel=1e-4, abs=1e-5), name
