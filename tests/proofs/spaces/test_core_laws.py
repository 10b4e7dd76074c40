"""What an auction of one item is asked, asked of sellers, of both sides and of amounts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.worker import Worker
from strategyproof.reports.story import tell

FILE = """
from strategyproof import Amounts, Roles


def cheapest(costs):
    best = costs.index(min(costs))
    return [i == best for i in range(len(costs))], min(costs[:best] + costs[best + 1 :], default=0)


def procurement(costs: Roles("seller")):
    sold, paid = cheapest(costs)
    return sold, [paid if sells else 0 for sells in sold]


def with_a_show_up_fee(costs: Roles("seller")):
    sold, paid = cheapest(costs)
    return sold, [paid if sells else 1 for sells in sold]


def with_a_listing_fee(costs: Roles("seller")):
    sold, paid = cheapest(costs)
    return sold, [-1 if sells else 0 for sells in sold]


def trade_with_a_subsidy(bids: Roles("buyer", "seller")):
    trade = bids[0] + 1 >= bids[1]
    return [trade] * len(bids), [bids[1] - 1 if trade else 0, bids[0] + 1 if trade else 0, *[0] * (len(bids) - 2)]


def gives_away(bids) -> Amounts:
    return [-1 if bid < 2 else 0 for bid in bids], [-2 if bid < 2 else 0 for bid in bids]


def gives_away_for_a_fee(bids) -> Amounts:
    return [-1 if bid < 2 else 0 for bid in bids], [-2 if bid < 2 else 1 for bid in bids]
"""

STORIES = {
    ("with_a_show_up_fee", "losers-pay-nothing"): "sells nothing and is paid 1.",
    ("with_a_listing_fee", "no-negative-payments"): "sells and pays 1.",
    ("trade_with_a_subsidy", "no-negative-payments"): "Buyer 0 buys and is paid 1.",
    ("gives_away_for_a_fee", "losers-pay-nothing"): "gets 0 and pays 1.",
}
HOLD = [
    ("procurement", "losers-pay-nothing"),
    ("procurement", "no-negative-payments"),
    ("gives_away", "losers-pay-nothing"),
]


def judged(tmp_path: Path, name: str, law: str) -> Verdict:
    file, worker = tmp_path / "markets.py", Worker()
    file.write_text(FILE)
    worker.answer({"do": "load", "target": f"{file}:{name}", "id": name, "parameters": {}})
    asked = {"do": "check", "law": law, "bidders": [2], "arithmetic": "real", "lift": False, "solver": "z3"}
    found = worker.answer({**asked, "budget": msgspec.to_builtins(Budget())})
    return msgspec.convert(found["verdict"], Verdict)


@pytest.mark.parametrize(("name", "law"), HOLD)
def test_it_holds_where_nothing_is_paid_for_nothing(tmp_path: Path, name: str, law: str) -> None:
    found = judged(tmp_path, name, law)
    assert found.verdict == "proved", found.grounds


@pytest.mark.parametrize(("name", "law"), STORIES)
def test_it_is_refuted_with_a_story_of_the_side(tmp_path: Path, name: str, law: str) -> None:
    found = judged(tmp_path, name, law)
    assert found.verdict == "refuted", found.grounds
    assert STORIES[name, law] in tell(found)
