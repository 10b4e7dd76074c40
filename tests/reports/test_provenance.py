"""What a report says of where it comes from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from strategyproof.commands.reproducing import command_line
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.reports.provenance import provenance
from strategyproof.reports.source_text import LONGEST, function_text, rule_text

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, "-C", str(folder), *words], check=True, capture_output=True)


@needs_git
def test_the_commit_is_told_with_whether_files_differ_from_it(tmp_path: Path) -> None:
    assert provenance("x", tmp_path).commit == ""
    git(tmp_path, "init")
    (tmp_path / "a.py").write_text("1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    clean = provenance("x", tmp_path).commit
    assert len(clean) == 40
    (tmp_path / "a.py").write_text("2")
    assert provenance("x", tmp_path).commit == f"{clean}, changed"


@needs_git
def test_a_folder_that_a_repository_around_it_does_not_track_has_no_commit(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "a.py").write_text("1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    (tmp_path / "installed").mkdir()
    (tmp_path / "installed" / "b.py").write_text("1")
    assert provenance("x", tmp_path / "installed").commit == ""


def test_a_machine_without_git_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = provenance("strategyproof verify", tmp_path)
    assert found.commit == ""
    assert ("Commit", "not from a git checkout") in found.facts
    assert "numpy" in found.versions


@click.command("check")
@click.argument("target")
@click.option("--law", "laws", multiple=True)
@click.option("--lift/--no-lift", default=True)
@click.option("--bidders", default="2-4")
@click.option("--seed", type=int)
@click.option("--all", "everything", is_flag=True)
@click.option("--force", is_flag=True)
def asked(**options: object) -> None:
    click.echo(command_line(click.get_current_context(), {"seed": 7}))


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (["a.py:f"], "strategyproof check a.py:f --seed 7"),
        (["a b.py:f", "--force"], "strategyproof check 'a b.py:f' --seed 7"),
        (["--law", "x", "a.py:f", "--law", "y"], "strategyproof check a.py:f --law x --law y --seed 7"),
        (["a.py:f", "--no-lift", "--all"], "strategyproof check a.py:f --no-lift --seed 7 --all"),
        (["a.py:f", "--bidders", "3", "--seed", "1"], "strategyproof check a.py:f --bidders 3 --seed 7"),
    ],
)
def test_the_command_is_written_as_it_can_be_typed_again(typed: list[str], again: str) -> None:
    assert CliRunner().invoke(asked, typed).output.strip() == again


def test_the_source_of_a_rule_has_what_it_calls() -> None:
    for mechanism in MECHANISMS.values():
        assert "def " in rule_text(mechanism), mechanism.id
    assert "selector = own_bid_rho" in rule_text(MECHANISMS["msb-own-bid-rho"])
    assert "selector = lambda bids: 1" in rule_text(MECHANISMS["spa"])


def test_the_source_of_a_function_is_the_function_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("import math\n\n\n@f\n@g\ndef a(bids):\n    return 1\n\n\nb = 2\n")
    assert function_text(file, 4) == function_text(file, 6) == "@f\n@g\ndef a(bids):\n    return 1"
    assert function_text(file, 1) == ""
    assert function_text(tmp_path / "none.py", 1) == ""
    file.write_bytes(b"\xff(")
    assert function_text(file, 1) == ""
    file.write_text("def a(bids):\n" + "    bids\n" * (LONGEST + 9))
    assert function_text(file, 1).endswith("# ... and 10 lines more")
