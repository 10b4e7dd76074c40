"""``check --repair``: what the same winners would have to pay, proved, or that no price exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from strategyproof.cli import main

FILE = """
def _sold(bids, best, price):
    return [i == best for i in range(len(bids))], [price if i == best else 0 for i in range(len(bids))]


def first_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    return _sold(bids, best, bids[best])


def second_wins(bids):
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    return _sold(bids, order[1], bids[order[0]])


def second_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    return _sold(bids, best, max([b for i, b in enumerate(bids) if i != best], default=0))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(FILE)
    return path


def run(*arguments: object, bidders: str = "2") -> tuple[int, str]:
    given = ["check", *map(str, arguments), "--law", "strategy-proof", "--bidders", bidders]
    found = CliRunner().invoke(main, given, env={"COLUMNS": "120"})
    return found.exit_code, found.output


def test_a_refutation_names_the_option_and_a_proof_does_not(file: Path) -> None:
    hint = "--repair says what the same winners would have to pay."
    assert hint in run(f"{file}:first_price")[1]
    assert hint not in run(f"{file}:second_price")[1]


def test_the_first_price_is_repaired_and_what_is_written_is_proved(file: Path, tmp_path: Path) -> None:
    written = tmp_path / "repaired.py"
    code, text = run(f"{file}:first_price", "--write-repair", written)
    assert code == 1
    assert "Repair: A winner pays max(others). Proved: total, strategy-proof" in text
    assert run(f"{written}:first_price_priced")[0] == 0
    assert run(f"{file}:first_price", "--write-repair", written)[0] == 2
    assert "def first_price_priced" in written.read_text()


def test_winners_that_no_price_makes_truthful_are_told_so(file: Path, tmp_path: Path) -> None:
    code, text = run(f"{file}:second_wins", "--repair", "--write-repair", tmp_path / "none.py", bidders="2-3")
    assert code == 1
    assert "Repair: No price can make these winners truthful: raising a bid loses." in text
    assert not (tmp_path / "none.py").exists()


def test_what_holds_is_not_repaired(file: Path) -> None:
    code, text = run(f"{file}:second_price", "--repair", "--json")
    assert code == 0
    assert json.loads(text[text.index("{") :])["repair"] is None
