"""``strategyproof selftest``: what it prints, its exit codes, and the score of the checker that ships."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from strategyproof.cli import main
from strategyproof.mechanism.rules import MECHANISMS


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["selftest", *arguments], env={"COLUMNS": "100"})
    return found.exit_code, found.stdout


def test_one_rule_as_a_table() -> None:
    code, printed = run("--rule", "all-pay", "--jobs", "1")
    assert code == 0
    lines = [line.split() for line in printed.splitlines()]
    assert ["all-pay", "5", "5"] in lines
    assert ["all", "5", "5"] in lines
    assert "Mutation score 5/5 (5 different changes): 5 killed." in printed


def test_a_survivor_is_shown_with_its_change() -> None:
    code, printed = run("--rule", "second-price-reserve", "--jobs", "1")
    assert code == 0
    assert "lawful: keeps every law of the original" in printed
    assert "- price = maximum(max_of_others(bids), reserve)" in printed
    assert "+ price = max_of_others(bids)" in printed


def test_json_has_every_mutant() -> None:
    code, printed = run("--rule", "all-pay", "--jobs", "1", "--seed", "3", "--json")
    document = json.loads(printed)
    assert (code, document["exit_code"], document["schema"]) == (0, 0, "strategyproof/selftest/1")
    assert (document["seed"], document["mutants"], document["decided"]) == (3, 5, 5)
    first = document["judged"][0]
    assert first["before"] == "return Outcome(bids > max_of_others(bids), bids)"
    assert first["findings"][-1]["proof"] == first["findings"][-1]["fuzzing"] == "refuted"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rule", "mbs"], "unknown mechanism 'mbs'; did you mean 'msb'?"),
        (["--examples", "0"], "Invalid value for '--examples'"),
        (["--jobs", "0"], "Invalid value for '--jobs'"),
    ],
)
def test_mistakes(arguments: list[str], told: str) -> None:
    found = CliRunner().invoke(main, ["selftest", *arguments])
    assert found.exit_code == 2
    assert told in found.stderr


def without_times(printed: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(printed)
    for mutant in document["judged"]:
        del mutant["seconds"]
    del document["seconds"]
    return document


@pytest.mark.slow
def test_the_answers_do_not_depend_on_the_number_of_processes() -> None:
    asked = ["--rule", "all-pay", "--rule", "second-price", "--json"]
    assert without_times(run(*asked, "--jobs", "2")[1]) == without_times(run(*asked, "--jobs", "1")[1])


@pytest.mark.slow
def test_every_mutant_of_every_rule_is_decided() -> None:
    code, printed = run("--json")
    document = json.loads(printed)
    assert code == 0
    assert document["changes"] >= 60
    assert document["decided"] == document["mutants"]
    assert {mutant["rule"] for mutant in document["judged"]} == set(MECHANISMS)
    assert set(document["statuses"]) <= {"killed", "lawful", "changed", "equivalent"}
