"""Amounts and sellers for any number of agents: what is lifted holds there, and what breaks there is not lifted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.worker import Worker

FILE = """
from strategyproof import Amounts, Roles


def _highest(bids):
    return bids.index(max(bids))


def pair_of_shoes(bids) -> Amounts:
    best = _highest(bids)
    price = 2 * max(bids[:best] + bids[best + 1 :], default=0)
    return [2 * (i == best) for i in range(len(bids))], [price if i == best else 0 for i in range(len(bids))]


def cheaper_in_a_crowd(bids) -> Amounts:
    wins = [2 * (bid >= 3) for bid in bids]
    return wins, [(6 if len(bids) < 7 else 5) if win else 0 for win in wins]


def gives_away(bids) -> Amounts:
    return [-1 if bid < 2 else 0 for bid in bids], [-2 if bid < 2 else 0 for bid in bids]


def procurement(costs: Roles("seller")):
    best = costs.index(min(costs))
    paid = min(costs[:best] + costs[best + 1 :], default=0)
    return [i == best for i in range(len(costs))], [paid if i == best else 0 for i in range(len(costs))]


def pay_the_cost_in_a_crowd(costs: Roles("seller")):
    best = costs.index(min(costs))
    paid = min(costs[:best] + costs[best + 1 :], default=0) if len(costs) < 7 else costs[best]
    return [i == best for i in range(len(costs))], [paid if i == best else 0 for i in range(len(costs))]


def trade(bids: Roles("buyer", "seller")):
    return [False] * len(bids), [0] * len(bids)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("any") / "markets.py"
    path.write_text(FILE)
    return path


def judged(file: Path, name: str, law: str) -> Verdict:
    worker = Worker()
    worker.answer({"do": "load", "target": f"{file}:{name}", "id": name, "parameters": {}})
    asked: dict[str, Any] = {
        "do": "check",
        "law": law,
        "bidders": [2, 3],
        "arithmetic": "real",
        "budget": msgspec.to_builtins(Budget()),
        "lift": True,
        "solver": "z3",
    }
    return msgspec.convert(worker.answer(asked)["verdict"], Verdict)


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("pair_of_shoes", "individually-rational"),
        ("gives_away", "strategy-proof"),
        ("gives_away", "weakly-monotone"),
        ("procurement", "strategy-proof"),
        ("procurement", "individually-rational"),
        ("procurement", "total"),
    ],
)
def test_a_law_of_one_number_is_proved_for_any_number_of_agents(file: Path, name: str, law: str) -> None:
    found = judged(file, name, law)
    assert (found.verdict, found.scope.bidders, found.scope.at_least) == ("proved", "any", 2), found.grounds


@pytest.mark.parametrize(
    "name", ["cheaper_in_a_crowd", pytest.param("pay_the_cost_in_a_crowd", marks=pytest.mark.slow)]
)
def test_what_breaks_among_many_is_proved_for_few(file: Path, name: str) -> None:
    found = judged(file, name, "strategy-proof")
    assert (found.verdict, found.scope.bidders) == ("proved", [2, 3])
    assert [ground.kind for ground in found.grounds] == ["not-lifted"]


def test_a_market_of_two_sides_is_not_lifted(file: Path) -> None:
    assert judged(file, "trade", "strategy-proof").scope.bidders == [2, 3]
