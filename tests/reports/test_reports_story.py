"""Counterexamples told for people; each is found by replaying the rule, so that the story is about code that ran."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.counterexample.replay import counterexample
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Run, Scope, Verdict
from strategyproof.reports.story import tell

OUT = Ground("budget", "the budget ran out")


def exact(values: Sequence[Any]) -> Any:
    vector = np.empty(len(values), dtype=object)
    vector[:] = [Fraction(value) for value in values]
    return vector


def told(
    law: str, mechanism: str, bids: Sequence[Any], *, parameters: Mapping[str, Any] | None = None, **variables: Any
) -> str:
    points = {name: exact(value) if isinstance(value, list) else value for name, value in variables.items()}
    found = counterexample(LAWS[law], MECHANISMS[mechanism], parameters or {}, {"bids": exact(bids), **points})
    assert found is not None, "the law holds there"
    return tell(Verdict(mechanism, law, "refuted", Scope([len(bids)], "rational"), "a test", counterexample=found))


@pytest.mark.parametrize(
    ("story", "text"),
    [
        (
            told("strategy-proof", "first-price", [4, 3], i=0, lie=Fraction(7, 2)),
            "The bids are (4, 3). Bidder 0 values the item at 4. Bidding 4 it wins and pays 4. "
            "Bidding 7/2 it wins and pays 7/2: it gains 1/2 by lying.",
        ),
        (
            told("strategy-proof", "msb-own-bid-rho", [10, 4], i=0, lie=Fraction(8)),
            "The bids are (10, 4). Bidder 0 values the item at 10. Bidding 10 it wins and pays 26/5. "
            "Bidding 8 it wins and pays 5: it gains 1/5 by lying.",
        ),
        (
            told("single-winner", "msb-low-rho", [10, 9], parameters={"rho": Fraction(4, 5)}, i=0, j=1),
            "With rho = 4/5, the bids are (10, 9). Bidders 0 and 1 win and pay 36/5 and 8: one item is sold 2 times.",
        ),
        (
            told(
                "loser-false-name-proof", "msb-leave-one-out-rho", [10, 4, 4], i=0, bid=Fraction(10), names=[1], alias=3
            ),
            "The bids are (10, 4, 4). Bidder 0 values the item at 10 and loses. Bidding 10 and adding (1) under other "
            "names it wins and pays 4: it gains 6.",
        ),
        (
            told("individually-rational", "all-pay", [1, 2], i=0),
            "The bids are (1, 2). Bidder 0 bids its value 1, loses and pays 1, and ends 1 below zero.",
        ),
        (
            told("losers-pay-nothing", "all-pay", [1, 2], i=0),
            "The bids are (1, 2). Bidder 0 loses and pays 1.",
        ),
        (
            told(
                "adverse-selection-free",
                "msb-brand-bid-inside",
                [3, 2],
                parameters={"rho": Fraction(6, 5), "brand_bid": 5},
                theta=Fraction(4),
            ),
            "With rho = 6/5, brand_bid = 5, the bids are (3, 2). Nobody wins. Multiply every bid by 4, to (12, 8): "
            "now bidder 0 wins and pays 48/5.",
        ),
        (
            told("anonymous", "serial-dictator", [1, 1], i=0, j=1, k=0),
            "The bids are (1, 1). Bidder 0 wins and pays 0, though bidders 0 and 1 bid the same: it matters who bids.",
        ),
        (
            told("critical-payment", "first-price", [4, 3], i=0, bid=Fraction(7, 2)),
            "The bids are (4, 3). Bidder 0 wins and pays 4. Bidding 7/2 it wins, though 7/2 is below that price: "
            "4 is not the least bid that wins.",
        ),
        (
            told("loser-irrelevance", "half-second-surcharge", [10, 6], i=0, names=[4]),
            "The bids are (10, 6). Bidder 0 wins and pays 6. "
            "With further bids (4) under other names it wins and pays 8.",
        ),
        (
            told("consistent", "half-second-surcharge", [10, 6, 4], i=0),
            "The bids are (10, 6, 4). Bidder 0 wins and pays 8. Against the highest rival alone, with bids (10, 6), "
            "it wins and pays 6.",
        ),
        (
            told("rho-blind", "msb-own-bid-rho", [10, 4], i=0, j=0, bid=Fraction(8)),
            "The bids are (10, 4). If bidder 0 bids 8 in place of 10, the rho that bidder 0 faces changes.",
        ),
        (
            told("not-vacuous", "myopic-literal", [2, 1], i=0),
            "Whatever anybody bids, bidder 0 never wins.",
        ),
    ],
)
def test_a_story(story: str, text: str) -> None:
    assert story == text


def test_a_counterexample_of_an_unknown_shape_is_still_told() -> None:
    found = Counterexample(["1", "2"], {}, {"i": 0})
    verdict = Verdict("msb", "strategy-proof", "refuted", Scope([2], "real"), "a test", counterexample=found)
    assert tell(verdict) == "The bids are (1, 2). The law fails at i = 0."


def test_without_a_counterexample_the_reason_is_told() -> None:
    verdict = Verdict("msb", "strategy-proof", "unknown", Scope("any", "real"), "a test", grounds=[OUT])
    assert tell(verdict) == "The budget ran out."


def traded(sides: list[str], got: list[list[str]], payments: list[list[str]], utilities: list[list[str]]) -> Verdict:
    runs = [
        Run(bids, [], paid, got=own, utilities=ends, sides=sides)
        for bids, own, paid, ends in zip((["1", "2"], ["0", "2"]), got, payments, utilities, strict=True)
    ]
    found = Counterexample(["1", "2"], {}, {"i": 0, "lie": "0"}, runs)
    return Verdict("f", "strategy-proof", "refuted", Scope([2], "real"), "z3", counterexample=found)


def test_a_seller_has_a_cost_asks_and_sells() -> None:
    both = [["False", "True"], ["True", "False"]]
    told = tell(traded(["seller", "seller"], both, [["0", "-2"], ["-2", "0"]], [["0", "0"], ["1", "0"]]))
    assert told == (
        "The costs are 1; 2. Seller 0 has the cost 1. Asking that, it sells nothing, which leaves it 0. If it asks 0, "
        "it sells and is paid 2, which leaves it 1: it gains 1 by lying."
    )


def test_a_buyer_among_sellers_has_a_value_and_buys() -> None:
    told = tell(traded(["buyer", "seller"], [["True"] * 2] * 2, [["1", "-1"], ["0", "0"]], [["0", "0"], ["1", "0"]]))
    assert told.startswith("The values and costs are 1; 2. Buyer 0 has 1. Reporting that, it buys and pays 1, which")
