"""``strategyproof export --coq``: what it writes, what it refuses in one line, and a rule of the user's own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main

OWN = """
from fractions import Fraction

from strategyproof import Mechanism, Outcome
from strategyproof.mechanism.vocabulary import max_of_others, where


def premium_first(bids):
    price = Fraction(11, 10) * max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def pays_own(bids):
    wins = bids > max_of_others(bids)
    return Outcome(wins, where(wins, bids, 0))


def branches(bids):
    return Outcome(bids > 0, bids) if bids[0] > bids[1] else Outcome(bids > 1, bids)


EARLY = Mechanism("premium-first", "Premium before comparing", premium_first, "", "")
FIRST = Mechanism("pays-own", "First price", pays_own, "", "")
AGAIN = Mechanism("pays-own", "First price", pays_own, "", "")
BRANCHES = Mechanism("branches", "Branches", branches, "", "")
NUMBER = 4
CAPITALS = Mechanism("My Rule", "Mine", premium_first, "", "")
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.py"
    file.write_text(OWN)
    return file


def test_a_rule_that_ships_is_written_with_its_manifest(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "coq"
    run = runner.invoke(main, ["export", "msb", "--law", "monotone", "--coq", str(out), "--no-check"])
    assert run.exit_code == 0, run.output
    assert run.stdout == f"1 theorems about 1 rules, 1 about doubles: {out}\n"
    manifest = json.loads((out / "manifest.json").read_text())
    assert {path.name for path in out.iterdir()} == {*manifest["files"], "manifest.json"}
    assert manifest["theorems"] == {"msb": ["monotone"]}


def test_by_default_it_states_what_is_claimed_and_the_theorems(runner: CliRunner, tmp_path: Path) -> None:
    run = runner.invoke(main, ["export", "--coq", str(tmp_path / "coq"), "--no-check"])
    assert "54 theorems about 4 rules, 2 about all rules, 14 about doubles" in run.stdout


def test_of_a_rule_of_ones_own_it_states_what_is_proved(runner: CliRunner, own: Path, tmp_path: Path) -> None:
    laws = ["--law", "strategy-proof", "--law", "single-winner"]
    command = ["export", f"{own}:EARLY", f"{own}:FIRST", *laws, "--coq", str(tmp_path / "coq"), "--no-check"]
    run = runner.invoke(main, command)
    assert run.exit_code == 0, run.output
    assert "3 theorems about 2 rules" in run.stdout
    assert "left out, pays-own: strategy-proof: refuted by z3" in run.stdout
    said = (tmp_path / "coq" / "Rule_premium_first.v").read_text()
    assert "  bids i >? 11 / 10 * max_of_others n bids i.\n" in said
    assert "Theorem premium_first_is_strategy_proof : strategy_proof premium_first_wins premium_first_pays." in said


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("{own}:premium_first", "is a plain function: Coq covers rules in the vocabulary, given as a Mechanism; see "),
        ("{own}:NUMBER", "is a int: Coq covers rules in the vocabulary"),
        ("{own}:missing", "defines no missing"),
        ("{own}", "expected FILE.py:NAME, got"),
        ("nowhere.py:RULE", "there is no file nowhere.py"),
        ("{broken}:RULE", "does not run: SyntaxError: "),
        ("{exits}:RULE", "does not run: SystemExit: 3"),
        ("{own}:BRANCHES", "left out, branches: "),
        ("{own}:CAPITALS", "left out, My Rule: expected a name of lower-case letters, digits and single '-' or '_'"),
        ("{own}:FIRST {own}:AGAIN", "two rules have the id 'pays-own'; give each an export of its own"),
        ("{own}:FIRST --law strategy-proof", "left out, pays-own: strategy-proof: refuted by z3"),
        ("none-such", "none-such"),
        ("msb --law none-such", "none-such"),
        ("first-price --law strategy-proof", "none of these laws is claimed to hold of these rules"),
    ],
)
def test_what_it_cannot_state_is_told_in_one_line_and_nothing_is_written(
    target: str, why: str, runner: CliRunner, own: Path, tmp_path: Path
) -> None:
    places = {"own": own}
    for name, text in (("broken", "def ("), ("exits", "raise SystemExit(3)")):
        places[name] = tmp_path / f"{name}.py"
        places[name].write_text(text)
    out = tmp_path / "coq"
    run = runner.invoke(main, ["export", *target.format(**places).split(), "--coq", str(out), "--no-check"])
    assert run.exit_code == 2, run.output
    assert why in run.stderr.splitlines()[-1]
    assert "Traceback" not in run.output
    assert not out.exists()


def test_a_directory_with_other_files_or_another_export_is_not_touched(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "mine.v").write_text("mine")
    command = ["export", "msb", "--law", "monotone", "--coq", str(tmp_path), "--no-check"]
    run = runner.invoke(main, command)
    assert run.exit_code == 2
    assert f"{tmp_path} holds files that are no export; give --coq a new or empty directory" in run.stderr
    assert (tmp_path / "mine.v").read_text() == "mine"
    out = [*command[:-2], str(tmp_path / "out"), "--no-check"]
    assert runner.invoke(main, out).exit_code == 0
    again = runner.invoke(main, out)
    assert again.exit_code == 2
    assert "holds another export; add --force to replace it" in again.stderr
    assert runner.invoke(main, [*out, "--force"]).exit_code == 0


def test_a_file_in_place_of_the_directory_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    run = runner.invoke(main, ["export", "msb", "--law", "monotone", "--coq", str(tmp_path / "file"), "--no-check"])
    assert run.exit_code == 2
    assert "give --coq another directory" in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="nobody may write to /proc")
def test_a_place_where_nobody_may_write_is_refused(runner: CliRunner) -> None:
    run = runner.invoke(main, ["export", "msb", "--law", "monotone", "--coq", "/proc/coq", "--no-check"])
    assert run.exit_code == 2
    assert "cannot write to /proc/coq: " in run.stderr
    assert "give --coq another directory" in run.stderr


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who may not write everywhere")
def test_a_directory_that_cannot_be_written_to_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    out = tmp_path / "locked" / "coq"
    run = runner.invoke(main, ["export", "msb", "--law", "monotone", "--coq", str(out), "--no-check"])
    assert run.exit_code == 2
    assert "Permission denied; give --coq another directory" in run.stderr


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--check"], 3)])
def test_without_coq_it_writes_and_says_so(
    options: list[str], code: int, runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    run = runner.invoke(main, ["export", "msb", "--law", "monotone", "--coq", str(tmp_path / "coq"), *options])
    assert run.exit_code == code
    assert run.stderr == "Coq is not installed, so nothing was checked by it: apt-get install coq\n"
    assert (tmp_path / "coq" / "Rule_msb.v").exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")
def test_coq_accepts_every_law_of_a_rule_of_ones_own(runner: CliRunner, own: Path, tmp_path: Path) -> None:
    run = runner.invoke(main, ["export", f"{own}:EARLY", "--coq", str(tmp_path / "coq"), "--check"])
    assert run.exit_code == 0, run.output
    assert "accepts 15 of 15 theorems about 1 rules" in run.stdout
