"""Training learns, resumes bit for bit, and refuses what is not its own."""

from pathlib import Path
from typing import Any

import pytest

from strategyproof.learning.config import config_of
from strategyproof.learning.evaluate import Bench
from strategyproof.learning.learners import load_selector
from strategyproof.learning.training import CHECKPOINT, CURVE, WEIGHTS, Run, train
from strategyproof.scenarios.load import with_settings
from strategyproof.scenarios.schema import Scenario

SMALL: dict[str, Any] = {"rounds": 8192, "hidden": (16, 16), "batch": 256}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"feedback": "chosen", "gamma": 0.5, "replay": 3000},
        {"feedback": "chosen", "update_every": 128, "update_order": "critics-first"},
        {"parameterisation": "eps", "schedule": "cosine"},
        {"parameterisation": "direct"},
    ],
)
def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    settings: dict[str, Any], scenario: Scenario, bench: Bench, tmp_path: Path
) -> None:
    run = Run(scenario, "blind", config_of("diffusion", SMALL | settings), 3)
    train(run, tmp_path / "whole", bench=bench, points=4)
    train(run, tmp_path / "cut", bench=bench, points=4, stop_after=3000)
    assert not (tmp_path / "cut" / WEIGHTS).exists()
    train(run, tmp_path / "cut", bench=bench, points=4, resume=True)
    assert (tmp_path / "whole" / WEIGHTS).read_bytes() == (tmp_path / "cut" / WEIGHTS).read_bytes()
    assert len((tmp_path / "cut" / CURVE).read_text().splitlines()) == 4


def test_a_resumed_run_has_the_curve_of_one_that_was_not_stopped(
    scenario: Scenario, bench: Bench, tmp_path: Path
) -> None:
    run = Run(scenario, "blind", config_of("diffusion", SMALL), 3)
    _, whole = train(run, bench=bench, points=7)
    train(run, tmp_path, bench=bench, points=7, stop_after=1300)
    _, resumed = train(run, tmp_path, bench=bench, points=7, resume=True)
    assert [(p.rounds, p.surplus) for p in resumed] == [(p.rounds, p.surplus) for p in whole]


def test_a_checkpoint_of_another_run_is_refused(scenario: Scenario, bench: Bench, tmp_path: Path) -> None:
    train(Run(scenario, "blind", config_of("greedy", {"rounds": 2048}), 0), tmp_path, bench=bench, points=1)
    with pytest.raises(ValueError, match=r"with seed 1, got 0; resume with the scenario and the options"):
        train(Run(scenario, "blind", config_of("greedy", {"rounds": 2048}), 1), tmp_path, bench=bench, resume=True)


def test_it_learns(scenario: Scenario, bench: Bench) -> None:
    run = Run(scenario, "blind", config_of("diffusion", {"rounds": 80_000, "hidden": (64, 64)}), 0)
    _, curve = train(run, bench=bench, points=2)
    assert curve[-1].surplus > 1.03 * bench.rivals["best-constant"]


@pytest.mark.slow
@pytest.mark.parametrize("base_stations", [3, 5, 7, 9])
@pytest.mark.parametrize("seed", range(5))
def test_blind_diffusion_reaches_the_bound(base_stations: int, seed: int, scenario: Scenario) -> None:
    market = with_settings(scenario, {"market.base_stations": base_stations})
    bench = Bench(market)
    _, curve = train(Run(market, "blind", config_of("diffusion"), seed), bench=bench, points=1)
    assert curve[-1].of_best_blind >= 0.99
    assert curve[-1].surplus >= 0.995 * bench.rivals["best-constant"]


def test_weights_of_another_scenario_are_refused(scenario: Scenario, bench: Bench, tmp_path: Path) -> None:
    train(Run(scenario, "blind", config_of("diffusion", SMALL), 0), tmp_path / "run", bench=bench, points=1)
    with pytest.raises(ValueError, match="got weights for 'default'"):
        load_selector(tmp_path / "run" / WEIGHTS, with_settings(scenario, {"market.base_stations": 3}))


def test_a_truncated_checkpoint_is_refused(scenario: Scenario, bench: Bench, tmp_path: Path) -> None:
    run = Run(scenario, "blind", config_of("diffusion", SMALL), 0)
    train(run, tmp_path / "run", bench=bench, points=2, stop_after=4096)
    path = tmp_path / "run" / CHECKPOINT
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ValueError, match="expected whole safetensors"):
        train(run, tmp_path / "run", bench=bench, resume=True)


def test_a_run_is_never_overwritten(scenario: Scenario, bench: Bench, tmp_path: Path) -> None:
    run = Run(scenario, "blind", config_of("greedy", {"rounds": 512}), 0)
    train(run, tmp_path, bench=bench, points=1)
    with pytest.raises(FileExistsError, match="--resume"):
        train(run, tmp_path, bench=bench, points=1)


@pytest.mark.parametrize(
    ("settings", "words"), [({"step": 3}, "step"), ({"gamma": 1.0}, "gamma"), ({"feedback": "none"}, "feedback")]
)
def test_a_wrong_hyperparameter_is_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        config_of("diffusion", settings)


def test_ppo_trains_on_the_same_market(scenario: Scenario, bench: Bench, tmp_path: Path) -> None:
    run = Run(scenario, "blind", config_of("ppo", {"rounds": 8_192}), 0)
    _, curve = train(run, tmp_path, bench=bench, points=2)
    again = bench.surplus(load_selector(tmp_path / WEIGHTS, scenario))
    assert again == curve[-1].surplus > bench.rivals["random"]
