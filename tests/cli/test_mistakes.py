"""The likeliest mistakes: each ends with exit code 2, and its text says what to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["laws", "strategyproof"], "Error: unknown law 'strategyproof'; did you mean 'strategy-proof'?"),
        (["mechanisms", "mbs"], "Error: unknown mechanism 'mbs'; did you mean 'msb'?"),
        (["mechanisms", "qqqq"], "Error: unknown mechanism 'qqqq'; known: msb, spa, "),
        (["verfy"], "Error: unknown command 'verfy'; did you mean 'verify'?"),
        (["verify", "--scenario", "defualt"], "Error: expected the path of a scenario file or one of default"),
        (["verify", "--scenario", "defualt"], "did you mean default?"),
        (["verify", "--seed", "-1"], "Invalid value for '--seed': -1 is not in the range x>=0."),
        (["verify", "--sede", "1"], "No such option '--sede'"),
    ],
)
def test_a_mistake_is_told_with_its_fix(runner: CliRunner, arguments: list[str], text: str) -> None:
    run = runner.invoke(main, arguments)
    assert run.exit_code == 2, run.output
    assert text in run.stderr
    assert run.stdout == ""


def test_an_unknown_scenario_key_names_the_nearest(runner: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "default"\n[market]\nbase_station = 3\n')
    run = runner.invoke(main, ["verify", "--scenario", str(file)])
    assert run.exit_code == 2
    assert f"{file}: market.base_station: unknown key; did you mean market.base_stations?" in run.stderr


def test_a_directory_of_other_files_is_left_alone(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    run = runner.invoke(main, ["verify", "--out", str(tmp_path), "--force"])
    assert run.exit_code == 2
    assert f"{tmp_path} holds files that are no report (thesis.tex); give --out a new or empty directory" in run.stderr


def test_a_file_is_no_directory(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("mine")
    run = runner.invoke(main, ["verify", "--out", str(tmp_path / "report")])
    assert run.exit_code == 2
    assert "to be a directory, and it is a file; give --out another path" in run.stderr
