"""``strategyproof catalogue``."""

import json
import subprocess
import sys

from click.testing import CliRunner

from strategyproof.catalogue import CATALOGUE
from strategyproof.cli import main

WIDE = {"COLUMNS": "160"}


def test_every_entry_is_listed(runner: CliRunner) -> None:
    run = runner.invoke(main, ["catalogue"], env=WIDE)
    assert run.exit_code == 0
    assert [line.split()[0] for line in run.stdout.splitlines()[1 : len(CATALOGUE) + 1]] == list(CATALOGUE)
    assert "third-price                    ✗ refuted       Third-price auction" in run.stdout


def test_one_entry_in_full(runner: CliRunner) -> None:
    run = runner.invoke(main, ["catalogue", "third-price"], env=WIDE)
    assert run.exit_code == 0
    assert run.stdout.splitlines()[0] == "Third-price auction  third-price"
    for shown in (
        "doi:10.2307/2234706",
        "one_item.py:third_price",
        "def third_price(bids):",
        "✗ extrapolated_price breaks individually-rational",
        "Bidder 0 bids its value 1, wins and pays 2, and ends 1 below zero.",
    ):
        assert shown in run.stdout


def test_parameters_are_part_of_the_command_that_judges_it(runner: CliRunner) -> None:
    assert "public_goods.py:groves --param cost=1.." in runner.invoke(main, ["catalogue", "groves"]).stdout


def test_json_lists_everything(runner: CliRunner) -> None:
    document = json.loads(runner.invoke(main, ["catalogue", "--json"]).stdout)
    assert document["schema"] == "strategyproof/catalogue/1"
    assert document["verdicts"] == []
    assert [line["id"] for line in document["catalogue"]] == list(CATALOGUE)


def test_json_of_one_entry_holds_its_code_and_verdicts(runner: CliRunner) -> None:
    entry = json.loads(runner.invoke(main, ["catalogue", "msb", "--json"]).stdout)["entry"]
    assert {known["verdict"] for known in entry["known"]} == {"proved"}
    assert "msb(bids, selector(bids, **values))" in entry["code"]
    assert entry["siblings"][0]["parameters"] == {"rho": "1/2"}


def test_an_unknown_id_names_the_nearest(runner: CliRunner) -> None:
    run = runner.invoke(main, ["catalogue", "thirdprice"])
    assert run.exit_code == 2
    assert "unknown mechanism 'thirdprice'; did you mean 'third-price'?" in run.stderr


def test_the_page_is_not_of_one_entry(runner: CliRunner) -> None:
    run = runner.invoke(main, ["catalogue", "msb", "--markdown"])
    assert run.exit_code == 2
    assert "--markdown prints the whole page; leave out --json and the ID" in run.stderr


def test_nothing_heavy_is_loaded_to_list() -> None:
    source = (
        "import sys; from strategyproof.cli import main\n"
        "try: main(['catalogue'])\nexcept SystemExit: pass\n"
        "print([name for name in ('numpy', 'z3', 'sympy', 'hypothesis') if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"
