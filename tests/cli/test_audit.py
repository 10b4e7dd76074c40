"""``strategyproof audit``: the chain, the certificates, and the theorem that they cite."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.proofs.checker import Checker, Observations, Theorem, establish
from strategyproof.proofs.ledger import Ledger

BIDS = np.array([[10.0, 9.0], [3.0, 8.0]])


def written(path: Path, theorem: Theorem) -> str:
    with Ledger(path) as ledger:
        Checker(None, ledger=ledger, theorem=theorem).check_rounds(np.full(2, 1.5), BIDS, Observations.nothing(2))
    return str(path)


def test_the_theorem_cited_is_proved_again(runner: CliRunner, tmp_path: Path) -> None:
    path = written(tmp_path / "ledger", establish())
    run = runner.invoke(main, ["audit", path])
    assert run.exit_code == 0, run.output
    assert f"theorem {establish().hash}: 2 rounds, proved again" in run.stdout
    told = json.loads(runner.invoke(main, ["audit", path, "--json"]).stdout)
    assert told["theorems"] == {told["proved"]: 2}


def test_another_theorem_is_said_and_is_no_damage(runner: CliRunner, tmp_path: Path) -> None:
    path = written(tmp_path / "ledger", replace(establish(), hash="0" * 64))
    run = runner.invoke(main, ["audit", path])
    assert run.exit_code == 0, run.output
    assert f"2 rounds, another than this version proves, {establish().hash}" in run.stdout


def test_a_selector_that_is_not_at_hand_is_told_and_is_no_finding(runner: CliRunner, tmp_path: Path) -> None:
    run = runner.invoke(main, ["audit", written(tmp_path / "ledger", establish())])
    assert run.exit_code == 0, run.output
    words = "rho derived again by running the selector: 0, of which near, either price accepted: 0; NOT derived again"
    assert f"{words}, selector not at hand: 2" in run.stdout


def test_foreign_weights_are_named(runner: CliRunner, tmp_path: Path) -> None:
    foreign = tmp_path / "mine.safetensors"
    foreign.write_bytes(b"no weights")
    run = runner.invoke(main, ["audit", written(tmp_path / "ledger", establish()), "--weights", str(foreign)])
    assert run.exit_code == 2
    assert f"{foreign}: expected whole safetensors written by strategyproof" in run.stderr
