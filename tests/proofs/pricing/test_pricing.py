"""From who wins to what it must cost: the price that is found, and that none is found where there is none."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from strategyproof.proofs.functions import Budget
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.functions.ranges import declared
from strategyproof.proofs.pricing.answer import Answer, Demand, NotMonotone, Priced, Unpriced
from strategyproof.proofs.pricing.pricing import Pricing, price
from strategyproof.proofs.pricing.synthesis import synthesise
from strategyproof.proofs.pricing.who_wins import WhoWins

FILE = Path(__file__).parent / "allocations.py"
RANGES = {
    "msb": {"rho": "1.."},
    "reserve": {"least": "0.."},
    "eager": {"least": "0.."},
    "winner_or_none": {"least": "0.."},
}


def asked(name: str, sizes: tuple[int, ...] = (2, 3), points: int = 10) -> Answer:
    subject = Subject(WhoWins(f"{FILE}:{name}"), name, declared(RANGES.get(name, {})), budget=Budget())
    return synthesise(subject, Demand(list(sizes), points))


PRICES = {
    "msb": "rho * max(others, default=0)",
    "reserve": "max(least, max(others, default=0))",
    "top_two": "kth_highest(others, 2)",
    "surcharge": "max(others, default=0) + kth_highest(others, 2) / 2",
    "project": "max(0, 6 - sum(others))",
    "eager": "max(least, 2 * max(others, default=0))",
    "winner_or_none": "max(least, max(others, default=0))",
    "first_price": "max(others, default=0)",
    "third_of_the_highest": "sum(others) / 2",
    "everybody": "0",
}


@pytest.mark.parametrize("name", PRICES)
def test_the_smallest_expression(name: str) -> None:
    found = asked(name)
    assert isinstance(found, Priced), found
    assert [level.price for level in found.levels] == [PRICES[name]]
    assert not found.sells
    assert [verdict.verdict for verdict in found.monotone] == ["proved"]


def test_bidders_who_differ_have_prices_of_their_own() -> None:
    found = asked("squashed", points=30)
    assert isinstance(found, Priced)
    own = {(place.bidders, place.bidder): place.price for place in found.places}
    assert own[2, 0] == "2 * bids[1]"
    assert own[3, 2] == "max(Fraction(1, 3) * bids[0], Fraction(2, 3) * bids[1])"


def test_a_critical_bid_that_is_no_extreme_of_the_cuts_has_the_cuts_alone() -> None:
    found = asked("knapsack")
    assert isinstance(found, Priced)
    own = {(place.bidders, place.bidder): place for place in found.places}
    assert own[3, 1].price is None
    assert own[3, 1].cuts == ["2 * bids[0]", "Fraction(2, 3) * bids[2]"]


def test_levels_have_a_price_each() -> None:
    found = asked("slots")
    assert isinstance(found, Priced)
    assert [(level.below, level.got, level.price) for level in found.levels] == [
        ("0", "1", "0"),
        ("1", "2", "kth_highest(others, 2)"),
        ("2", "4", "max(others, default=0)"),
    ]


@pytest.mark.parametrize(
    ("name", "bids", "raised"), [("second_highest", ["0", "1"], "1"), ("nearest_above_the_mean", ["0", "1", "1"], "2")]
)
def test_two_bids_show_that_no_price_exists(name: str, bids: list[str], raised: str) -> None:
    found = asked(name)
    assert isinstance(found, NotMonotone)
    shown = found.verdict.counterexample
    assert shown is not None
    assert (sorted(shown.bids), shown.variables["higher"]) == (bids, raised)
    i = int(str(shown.variables["i"]))
    assert [run.wins[i] for run in shown.outcomes] == [True, False]
    assert all(payment == "0" for run in shown.outcomes for payment in run.payments)


def test_sellers_are_seen() -> None:
    found = asked("lowest")
    assert isinstance(found, Priced)
    assert found.sells
    assert found.levels[0].price == "min(others, default=0)"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("square", "a root of a polynomial of higher degree"),
        ("proportional", "what a bidder gets moves with its own bid"),
        ("whole", "a comparison of rounded bids"),
        ("raises", "ZeroDivisionError"),
    ],
)
def test_what_has_no_price_of_this_kind_says_why(name: str, reason: str) -> None:
    found = asked(name)
    assert isinstance(found, Unpriced)
    assert reason in found.reason


# --- with the check ---------------------------------------------------------------------------------------------------


def checked(name: str, sizes: tuple[int, ...] = (2, 3)) -> Pricing:
    return price(f"{FILE}:{name}", RANGES.get(name, {}), sizes=sizes, budget=Budget(seconds=60))


def run_source(found: Pricing) -> ModuleType:
    module = ModuleType("priced")
    assert found.source is not None
    exec(compile(found.source, "<priced>", "exec"), vars(module))
    return module


def gains_by_lying(found: Pricing, name: str, bidders: int, seed: int) -> list[tuple[list[Fraction], int, Fraction]]:
    """Return lies that pay on the real functions: an oracle that knows nothing of proofs."""
    module, chance, gains = run_source(found), random.Random(seed), []
    auction, who_wins = getattr(module, str(found.function)), getattr(module, name)
    values = {parameter: Fraction(chance.choice((2, 3, 5)), 2) for parameter in RANGES.get(name, {})}
    for _ in range(200):
        bids = [Fraction(chance.randrange(0, 13), chance.choice((1, 2))) for _ in range(bidders)]
        i, lie = chance.randrange(bidders), Fraction(chance.randrange(0, 25), 2)
        lied = [*bids[:i], lie, *bids[i + 1 :]]
        (wins, pays), (wins_then, pays_then) = auction(bids, **values), auction(lied, **values)
        assert list(wins) == list(who_wins(bids, **values))
        truthful = bids[i] * wins[i] - pays[i]
        assert truthful >= 0
        if bids[i] * wins_then[i] - pays_then[i] > truthful:
            gains.append((bids, i, lie))
    return gains


@pytest.mark.slow
@pytest.mark.parametrize("name", ["msb", "project", "winner_or_none"])
def test_an_expression_is_proved_for_any_number_of_bidders(name: str) -> None:
    found = checked(name)
    assert found.is_proved, found.verdicts
    assert {verdict.scope.bidders for verdict in found.verdicts if isinstance(verdict.scope.bidders, str)} == {"any"}
    if name != "winner_or_none":
        assert not gains_by_lying(found, name, 4, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["squashed", "knapsack"])
def test_prices_from_cuts_are_proved_for_their_numbers_of_bidders(name: str) -> None:
    found = checked(name)
    assert found.is_proved, found.verdicts
    assert all(verdict.scope.bidders == [2, 3] for verdict in found.verdicts)
    assert not gains_by_lying(found, name, 3, seed=2)


@pytest.mark.slow
def test_a_price_for_sellers_is_proved() -> None:
    found = checked("lowest")
    assert found.is_proved, found.verdicts
    module = run_source(found)
    assert module.lowest_priced([5, 3, 4]) == ([False, True, False], [0, 4, 0])
