"""The shipped weights, the shield, and the commands."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.commands.training import simulate, train
from strategyproof.learning import training
from strategyproof.learning.emit import emit
from strategyproof.learning.extra import MissingExtra, named
from strategyproof.learning.files import read_arrays, write_arrays, write_atomically
from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.shield import Shield
from strategyproof.learning.stream import Array
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.proofs.checker import Checker, RhoRefused
from strategyproof.proofs.ledger import audit
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario


class Emits:
    """Emits one number, whatever it is."""

    id = "emits"
    information = Exogenous.information
    is_mechanism = True

    def __init__(self, rho: float) -> None:
        self.rho = rho

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        return np.full(len(observation), self.rho)


def test_the_shipped_selector_is_certified_and_near_the_bound(scenario: Scenario) -> None:
    emission = emit(scenario, 5000)
    assert (emission.certificates.certified, emission.certificates.refused) == (5000, 0)
    assert emission.certificates.replayed > 0
    assert emission.surplus["selector"] >= 0.99 * emission.surplus["best-exogenous"]
    assert emission.regret == 0


def test_the_shipped_weights_are_small(scenario: Scenario) -> None:
    paths = [shipped_weights(scenario, information) for information in ("exogenous", "full")]
    assert sum(path.stat().st_size for path in paths if path is not None) < 1_000_000
    assert None not in paths


@pytest.mark.parametrize("rho", [float("nan"), 0.999999999, float("inf"), 1.1])
def test_the_shield_refuses(rho: float, scenario: Scenario) -> None:
    with pytest.raises(RhoRefused):
        Shield(Emits(rho), Checker(20), apart=False).run(draw(scenario, 40, 0))  # type: ignore[arg-type]


def test_the_commands(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the extra `learn`")
    runner = CliRunner()
    asked = ["default", "--out", str(tmp_path / "run"), "--set", "rounds=2048", "--set", "hidden=[16]", "--points", "1"]
    done = runner.invoke(train, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[0])["rounds"] == 2048
    ran = runner.invoke(simulate, [str(tmp_path / "run"), "--rounds", "200", "--json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["reverified"] == 200
    assert (audit(tmp_path / "run" / "rho.ledger").rounds, audit(tmp_path / "run" / "rho.ledger").whole) == (200, True)
    assert runner.invoke(train, [*asked, "--set", "steps=0"]).exit_code == 2


def test_a_refused_simulation_is_recorded(scenario: Scenario, tmp_path: Path) -> None:
    path, book = shipped_weights(scenario, "full"), tmp_path / "full.ledger"
    ran = CliRunner().invoke(simulate, [str(path), "--rounds", "50", "--ledger", str(book)])
    assert ran.exit_code == 1
    assert "round 0: expected a selector that is given no current bid" in ran.stderr
    assert (audit(book).refused, audit(book).whole) == (50, True)


@pytest.mark.parametrize("has_checkpoint", [True, False])
def test_an_interrupted_training_says_how_to_go_on(
    has_checkpoint: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "train", stopped)
    if has_checkpoint:
        (tmp_path / training.CHECKPOINT).touch()
    ran = CliRunner().invoke(train, ["default", "--out", str(tmp_path)])
    assert ran.exit_code == 130
    assert ("--resume" in ran.stderr) == has_checkpoint


def test_random_passes_the_shield_as_it_sees_no_bid(scenario: Scenario) -> None:
    with Shield(RandomSelector(price_grid(20)), Checker(20)) as shield:
        certificates = shield.run(draw(scenario, 4004, 0))
    assert (certificates.refused, certificates.replayed) == (0, 4)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"scenario": None}, "expected weights with their scenario"),
        ({"information": "psychic"}, "expected weights with their scenario"),
        ({"information": "blind"}, "another class or scenario"),
        ({"config": {"selector": "diffusion", "steps": 3}}, "another architecture"),
        ({"config": {"selector": "diffusion", "nope": 1}}, "nope"),
    ],
)
def test_weights_that_do_not_fit_are_named_with_their_file(
    facts: dict[str, Any], words: str, scenario: Scenario, tmp_path: Path
) -> None:
    shipped = shipped_weights(scenario)
    assert shipped is not None
    weights, written = read_arrays(shipped)
    path = tmp_path / "other.safetensors"
    write_arrays(path, weights, written | facts)
    with pytest.raises(ValueError, match=words) as raised:
        load_selector(path, scenario)
    assert str(path) in str(raised.value)


def test_weights_that_are_not_there_are_named(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="once its training is done"):
        load_selector(tmp_path / "weights.safetensors", scenario)


def test_a_full_disk_names_the_file_and_keeps_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"3 bytes to .*file, got: No space left.*untouched; make room"):
        write_atomically(path, b"new")
    assert (path.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (b"old", ["file"])


def test_the_extra_is_named_whichever_library_lacks() -> None:
    lacks = ModuleNotFoundError("No module named 'torch'", name="torch")
    assert isinstance(named(lacks), MissingExtra)
    assert "the extra `learn` is" in str(named(lacks))
    other = ModuleNotFoundError("No module named 'other'", name="other")
    assert named(other) is other
