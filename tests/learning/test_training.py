"""Training learns, resumes bit for bit, and refuses what is not its own."""

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from strategyproof.commands.training import simulate
from strategyproof.commands.training import train as command
from strategyproof.learning import training
from strategyproof.learning.config import config_of
from strategyproof.learning.evaluate import Bench
from strategyproof.learning.files import read_arrays, write_arrays
from strategyproof.learning.learners import make_learner
from strategyproof.learning.stream import Stream
from strategyproof.learning.trained import WEIGHTS, load_selector, shipped_weights
from strategyproof.learning.training import CHECKPOINT, CURVE, Run, train
from strategyproof.scenarios.load import with_settings
from strategyproof.scenarios.schema import Scenario

pytest.importorskip("torch", reason="training needs the extra `learn`: make learn")

SMALL: dict[str, Any] = {"rounds": 8192, "hidden": (16, 16), "batch": 256}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"feedback": "chosen", "gamma": 0.5, "replay": 3000, "actor_every": 5},
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


def test_the_actor_learns_after_every_second_update_of_the_critics(scenario: Scenario) -> None:
    import torch

    made: Any = make_learner(scenario, "exogenous", config_of("diffusion", SMALL | {"feedback": "chosen"}), 0)
    stream, moved = Stream(scenario, 0), []
    for _ in range(4):
        before = [torch.nn.utils.parameters_to_vector(part.parameters()) for part in (made.trained, made.critic)]
        made.learn(stream.take(256), 0.0)
        after = [torch.nn.utils.parameters_to_vector(part.parameters()) for part in (made.trained, made.critic)]
        moved.append([not torch.equal(*pair) for pair in zip(before, after, strict=True)])
    assert moved == [[False, True], [True, True], [False, True], [True, True]]


def test_a_replay_that_is_full_overwrites_its_oldest() -> None:
    import torch

    from strategyproof.learning.diffusion.replay import Replay

    replay = Replay(5, 1, "cpu")
    for start in (0, 3, 6, 9):
        rewards = torch.arange(start, start + 3, dtype=torch.float32)
        replay.add(rewards[:, None], rewards.long(), rewards, rewards[:, None])
    assert sorted(replay.columns[2].tolist()) == [7, 8, 9, 10, 11]
    assert replay.columns[0][:, 0].tolist() == replay.columns[1].tolist() == replay.columns[2].tolist()


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
def test_exogenous_diffusion_reaches_the_bound(base_stations: int, seed: int, scenario: Scenario) -> None:
    market = with_settings(scenario, {"market.base_stations": base_stations})
    bench = Bench(market)
    _, curve = train(Run(market, "exogenous", config_of("diffusion"), seed), bench=bench, points=1)
    assert curve[-1].of_best_exogenous >= 0.99
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


@pytest.mark.parametrize("seed", ["-1", str(2**70)])
def test_a_seed_out_of_range_is_named(seed: str, scenario: Scenario, tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["default", "--out", str(tmp_path), "--seed", seed])
    assert ran.exit_code == 2
    assert f"'--seed': {seed} is not in the range 0<=x<=4294967295" in ran.stderr
    with pytest.raises(ValueError, match=rf"expected a seed in 0..4294967295, got {seed}; give --seed another"):
        Run(scenario, "blind", config_of("greedy"), int(seed))


@pytest.mark.parametrize("way", ["a file is in the way", "below a file", "no permission"])
def test_a_folder_that_cannot_be_written_to_is_refused_before_training(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, learned = tmp_path / "run", list[str]()
    if way == "no permission":
        monkeypatch.setattr(tempfile, "TemporaryFile", _forbidden)
    else:
        folder.write_text("no folder")
        folder = folder / "below" if way == "below a file" else folder
    monkeypatch.setattr(training, "make_learner", lambda *_: learned.append("began"))
    ran = CliRunner().invoke(command, ["default", "--out", str(folder)])
    assert ran.exit_code == 2
    assert f"Error: expected a folder to write the run to at {folder}, got: " in ran.stderr
    assert ran.stderr.strip().endswith("give --out another")
    assert learned == []


def _forbidden(**_: object) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_weights_of_another_class_are_one_line(scenario: Scenario, tmp_path: Path) -> None:
    shipped = shipped_weights(scenario)
    assert shipped is not None
    weights, facts = read_arrays(shipped)
    path = tmp_path / WEIGHTS
    write_arrays(path, weights, facts | {"information": "leave-one-out"})
    ran = CliRunner().invoke(simulate, [str(path)])
    assert ran.exit_code == 2
    (told,) = (line for line in ran.stderr.splitlines() if line.startswith("Error: "))
    assert told.startswith(f"Error: {path}: expected weights of class 'leave-one-out' for 14 columns")
    assert not list(tmp_path.glob("*.ledger*"))
