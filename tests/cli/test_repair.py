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
    assert "Repair: charge max(others) and it is strategy-proof. Proved: total, strategy-proof" in text
    assert run(f"{written}:first_price_priced")[0] == 0
    assert run(f"{file}:first_price", "--write-repair", written)[0] == 2
    assert "def first_price_priced" in written.read_text()


def test_winners_that_no_price_makes_truthful_are_told_so(file: Path, tmp_path: Path) -> None:
    code, text = run(f"{file}:second_wins", "--repair", "--write-repair", tmp_path / "none.py", bidders="2-3")
    assert code == 1
    assert "Repair: no price can make these winners truthful: raising a bid loses." in text
    assert not (tmp_path / "none.py").exists()


def test_what_holds_is_not_repaired(file: Path) -> None:
    code, text = run(f"{file}:second_price", "--repair", "--json")
    assert code == 0
    assert json.loads(text[text.index("{") :])["repair"] is None


AMOUNTS = """
from strategyproof import Amounts, Roles, Vector


def gsp(bids) -> Amounts:
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(order[:2]):
        clicks[i] = (2, 1)[k]
        payments[i] = clicks[i] * (bids[order[k + 1]] if k + 1 < len(order) else 0)
    return clicks, payments


def pay_as_asked(costs: Roles("seller")):
    best = min(range(len(costs)), key=lambda i: costs[i])
    return [i == best for i in range(len(costs))], [cost if i == best else 0 for i, cost in enumerate(costs)]


def two_items(values: Vector(2)):
    best = max(range(len(values)), key=lambda i: values[i][0])
    return [(int(i == best), 0) for i in range(len(values))], [v[0] if i == best else 0 for i, v in enumerate(values)]


def posted_in_steps(bids):
    return [2 * bid > 5 and bid != 4 for bid in bids], [bid if 2 * bid > 5 else 0 for bid in bids]


def half_a_cent(bids):
    return [2 * bid > 5 and 4 * bid != 11 for bid in bids], [bid for bid in bids]
"""


@pytest.fixture
def amounts(tmp_path: Path) -> Path:
    path = tmp_path / "amounts.py"
    path.write_text(AMOUNTS)
    return path


@pytest.mark.slow
def test_gsp_is_repaired_to_the_ladder(amounts: Path) -> None:
    code, text = run(f"{amounts}:gsp", "--repair")
    assert code == 1
    ladder = "charge 0 for each unit from 0 to 1; max(others) for each unit from 1 to 2 and it is strategy-proof."
    assert f"Repair: {ladder}" in text


@pytest.mark.slow
def test_sellers_are_told_what_to_be_paid(amounts: Path) -> None:
    code, text = run(f"{amounts}:pay_as_asked", "--repair")
    assert code == 1
    assert "Seller 0 has the cost 0. Asking that, it sells, which leaves it 0. If it asks 1, it sells" in _flat(text)
    assert "Repair: pay who sells min(others) and it is strategy-proof." in text


def test_what_has_more_than_one_number_is_not_offered_a_repair(amounts: Path) -> None:
    assert "--repair" not in run(f"{amounts}:two_items")[1]


@pytest.mark.slow
def test_of_whole_bids_no_price_is_denied_that_only_fractions_deny(amounts: Path) -> None:
    whole = run(f"{amounts}:posted_in_steps", "--repair", "--arithmetic", "integer")[1]
    assert "Repair: no price can make these winners truthful" in whole
    code, text = run(f"{amounts}:half_a_cent", "--repair", "--arithmetic", "integer")
    assert code == 1
    told = "over all real bids there is none, as raising a bid loses between two whole bids; over whole bids it is open"
    assert told in _flat(text)


def _flat(text: str) -> str:
    return " ".join(text.split())
