"""``strategyproof laws``, ``mechanisms``, ``schema``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.commands.listings import SCHEMAS
from strategyproof.mechanism.laws import OF_FUNCTIONS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS

HEAVY = ("numpy", "z3", "sympy", "hypothesis", "torch", "matplotlib", "jinja2")


def test_laws_lists_every_law(runner: CliRunner) -> None:
    run = runner.invoke(main, ["laws"])
    assert run.exit_code == 0
    listed = [line.split()[0] for line in run.stdout.splitlines()[1:] if not line.startswith(" ")]
    assert listed == list(dict.fromkeys([*OF_FUNCTIONS, *SPACE_LAWS]))


@pytest.mark.parametrize(("command", "known"), [("laws", {**OF_FUNCTIONS, **SPACE_LAWS}), ("mechanisms", MECHANISMS)])
def test_json_lists_everything_with_schema_and_verdicts(
    runner: CliRunner, command: str, known: dict[str, object]
) -> None:
    listing = json.loads(runner.invoke(main, [command, "--json"]).stdout)
    assert listing["schema"] == "strategyproof/listing/1"
    assert listing["verdicts"] == []
    assert [card["id"] for card in listing[command]] == list(known)


def test_one_law_in_full(runner: CliRunner) -> None:
    run = runner.invoke(main, ["laws", "strategy-proof"], env={"COLUMNS": "120"})
    assert run.stdout.splitlines()[0] == "Strategy-proof (dominant-strategy incentive compatible)  strategy-proof"
    assert "v_i x_i(v_i, b_-i) − p_i(v_i, b_-i) ≥ v_i x_i(d, b_-i) − p_i(d, b_-i)" in run.stdout
    assert "✗ broken by " in run.stdout
    assert "by lying." in run.stdout
    assert "\\" not in run.stdout
    assert "Charge the winner its critical payment" in run.stdout


def test_one_mechanism_in_full(runner: CliRunner) -> None:
    run = runner.invoke(main, ["mechanisms", "msb-low-rho"], env={"COLUMNS": "120"})
    assert "in (0, 1)" in run.stdout
    assert "single-winner" in run.stdout
    assert "broken on purpose: it must be refuted" in run.stdout


def test_the_schema_in_the_docs_is_the_schema(runner: CliRunner) -> None:
    exported = (Path(__file__).parents[2] / "docs" / "report-schema.json").read_text(encoding="utf-8")
    assert runner.invoke(main, ["schema"]).stdout == exported, "run: strategyproof schema > docs/report-schema.json"


@pytest.mark.parametrize("arguments", [["--help"], ["verify", "--help"], ["laws"], ["mechanisms", "msb", "--json"]])
def test_nothing_heavy_is_loaded_to_list_or_to_help(arguments: list[str]) -> None:
    source = (
        "import sys; from strategyproof.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_document_has_a_schema_that_names_it(runner: CliRunner, name: str) -> None:
    run = runner.invoke(main, ["schema", name])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["$id"] == SCHEMAS[name][2]
    struct = told["$defs"][SCHEMAS[name][1]]
    assert struct["properties"].get("schema", {}).get("default", told["$id"]) == told["$id"]


def test_a_mistyped_schema_is_told_the_nearest(runner: CliRunner) -> None:
    run = runner.invoke(main, ["schema", "verdict"])
    assert (run.exit_code, "unknown schema 'verdict'; did you mean 'verdicts'?" in run.stderr) == (2, True)
