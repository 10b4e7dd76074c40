"""The shipped weights, the shield, and the commands."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from strategyproof.commands.training import simulate, train
from strategyproof.learning.emit import emit
from strategyproof.learning.information import Exogenous, Observation
from strategyproof.learning.learners import shipped_weights
from strategyproof.learning.shield import Shield
from strategyproof.learning.stream import Array, Batch
from strategyproof.proofs.checker import Checker, RhoRefused
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
    assert emission.surplus["selector"] >= 0.99 * emission.surplus["best-blind"]
    assert emission.regret == 0


def test_the_shipped_weights_are_small(scenario: Scenario) -> None:
    paths = [shipped_weights(scenario, information) for information in ("blind", "full")]
    assert sum(path.stat().st_size for path in paths if path is not None) < 1_000_000
    assert None not in paths


@pytest.mark.parametrize("rho", [float("nan"), 0.999999999, float("inf"), 1.1])
def test_the_shield_refuses(rho: float, scenario: Scenario, batch: Batch) -> None:
    names = draw(scenario, 1, 0).state_names
    with pytest.raises(RhoRefused):
        Shield(Emits(rho), names, Checker(20)).run(batch)  # type: ignore[arg-type]


def test_the_commands(tmp_path: Path) -> None:
    runner = CliRunner()
    asked = ["default", "--out", str(tmp_path / "run"), "--set", "rounds=2048", "--set", "hidden=[16]", "--points", "1"]
    done = runner.invoke(train, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[0])["rounds"] == 2048
    ran = runner.invoke(simulate, [str(tmp_path / "run"), "--rounds", "200", "--json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["reverified"] == 200
    assert runner.invoke(train, [*asked, "--set", "steps=0"]).exit_code == 2
