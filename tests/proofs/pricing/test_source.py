"""What is written: it runs, it charges what nobody can escape by a lie, and it asks the function as that is asked."""

from __future__ import annotations

import functools
import random
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from strategyproof.proofs.functions import Budget
from strategyproof.proofs.functions.ranges import declared
from strategyproof.proofs.functions.worker import Worker
from strategyproof.proofs.pricing.answer import Demand, Priced
from strategyproof.proofs.pricing.pricing import price
from strategyproof.proofs.pricing.source import Emitted, NotWritten

FORMS = Path(__file__).parent / "forms.py"
RANGES = {"FirstPrice": {"reserve": "0.."}, "posted": {"price": "0.."}, "rates": {"rate": "1.."}}


def answered(target: str, ranges: dict[str, str], sizes: tuple[int, ...] = (2, 3)) -> dict[str, Any]:
    """Ask the worker for a price, in this process."""
    worker = Worker()
    bounds = {
        p.name: {"low": str(p.interval.low), "high": None, "open_low": False, "open_high": False}
        for p in declared(ranges)
    }
    worker.answer({"do": "load", "target": target, "id": "f", "parameters": bounds})
    demand, budget = msgspec.to_builtins(Demand(list(sizes), 10)), msgspec.to_builtins(Budget())
    found: dict[str, Any] = worker.answer({"do": "price", "demand": demand, "budget": budget})["answer"]
    return found


@functools.cache
def emitted(name: str, file: Path = FORMS, sizes: tuple[int, ...] = (2, 3)) -> Emitted:
    ranges = RANGES.get(name, {})
    answer = msgspec.convert(answered(f"{file}:{name}", ranges, sizes), Priced)
    return Emitted(answer, file, name, list(ranges))


def module_of(text: str) -> ModuleType:
    module = sys.modules["priced"] = ModuleType("priced")  # dataclasses look their module up
    exec(compile(text, "<priced>", "exec"), vars(module))
    return sys.modules.pop("priced")


def gains_by_lying(name: str, signs: Sequence[int], kind: type) -> list[Any]:
    """Return lies that pay on what is written, at random bids: an oracle that knows nothing of proofs."""
    bidders = len(signs)
    found = emitted(name, sizes=tuple(sorted({2, 3, bidders})))
    auction, chance, gains = getattr(module_of(found.text), found.function), random.Random(7), []
    values = {parameter: kind(5) / 2 for parameter in RANGES.get(name, {})}
    for _ in range(150):
        bids = [kind(chance.randrange(0, 13)) / chance.choice((1, 2)) for _ in range(bidders)]
        i, lie = chance.randrange(bidders), kind(chance.randrange(0, 25)) / 2
        (got, pays), (then, pays_then) = (auction(b, **values) for b in (bids, [*bids[:i], lie, *bids[i + 1 :]]))
        truthful = signs[i] * (bids[i] * got[i] - pays[i])
        assert truthful >= -1e-9, (bids, i)
        if signs[i] * (bids[i] * then[i] - pays_then[i]) > truthful + Fraction(1, 10**9):
            gains.append((bids, i, lie))
    return gains


BUYERS = [
    "wins_by_name", "wins_by_position", "winner_by_name", "winner_of_pairs", "winner_and_price", "FirstPrice",
    "Market.sold", "sale", "posted", "slots_with_quality", "thirds", "one_gives", "inventory", "pair_of_shoes", "rates",
    "what_the_others_bid",
]  # fmt: skip


@pytest.mark.parametrize("name", BUYERS)
def test_no_lie_pays_whatever_form_the_function_has(name: str) -> None:
    assert not gains_by_lying(name, [1, 1, 1], Fraction)
    assert not gains_by_lying(name, [1, 1, 1], float)


def test_no_lie_pays_a_seller() -> None:
    assert not gains_by_lying("cheapest", [-1, -1, -1], Fraction)
    found = emitted("cheapest")
    assert 'Roles("seller")' in found.text
    assert module_of(found.text).cheapest_priced([5, 3, 4]) == ([False, True, False], [0, 4, 0])


@pytest.mark.parametrize(("name", "agents"), [("trade_reduction", 4), ("efficient_trade", 3)])
def test_no_lie_pays_in_a_market_of_two_sides(name: str, agents: int) -> None:
    assert not gains_by_lying(name, [1, -1, 1, -1][:agents], Fraction)
    assert 'Roles("buyer", "seller")' in emitted(name, sizes=tuple(sorted({2, 3, agents}))).text


def test_levels_are_charged_step_by_step() -> None:
    text = emitted("thirds").text
    assert "    if amount > Fraction(1, 8):\n        price += 0.3333333333333333 * kth_highest(others, 2)" in text
    assert "-> Annotated[tuple[list[float], list[float]], Amounts]:" in text
    assert "        price -= 1\n" in emitted("inventory").text


def test_names_of_the_user_are_kept_apart_from_those_of_the_price(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "def critical_bid(bids):\n    return bids.index(max(bids))\n\n\ndef others(bids):\n    return [1]\n"
    )
    found = emitted("critical_bid", file)
    assert found.function == "critical_bid_priced"
    assert "other" not in found.text.replace("others", "")
    assert "own = 3" not in found.text
    assert module_of(found.text).critical_bid_priced([2, 5]) == ([False, True], [0, 2])
    file = tmp_path / "other.py"
    file.write_text("def max(bids):\n    return bids.index(sorted(bids)[-1])\n")
    with pytest.raises(NotWritten, match="rename `max` in the file of max: the price needs Python's own"):
        emitted("max", file)
    file.write_text("def place(bids):\n    return bids.index(sorted(bids)[-1])\n")
    with pytest.raises(NotWritten, match="rename `place`: the price has a variable of this name"):
        emitted("place", file)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("two_items", "Vector(2) per agent is more than one number, and a critical bid is one number"),
        ("coin", "a lottery is priced draw by draw"),
        ("never", "nobody wins, whatever is bid, and there is nothing to charge"),
        ("at_night", "the function reads the clock; give it the time as a parameter"),
    ],
)
def test_what_has_no_price_of_this_kind_says_so(name: str, reason: str) -> None:
    found = answered(f"{FORMS}:{name}", {})
    assert found["type"] == "unpriced"
    assert reason in found["reason"]


@pytest.mark.parametrize("name", ["dearest", "trade_of_the_dear"])
def test_sellers_who_sell_by_asking_for_more_have_no_payment(name: str) -> None:
    found = answered(f"{FORMS}:{name}", {}, sizes=(2,))
    assert (found["type"], found["sells"]) == ("not monotone", True)


def test_of_many_amounts_the_one_that_is_lost_is_shown() -> None:
    found = answered(f"{FORMS}:falls_late", {}, sizes=(2,))
    assert found["type"] == "not monotone"
    assert Fraction(found["verdict"]["counterexample"]["variables"]["higher"]) >= 30


@pytest.mark.slow
def test_many_amounts_are_charged_from_the_cuts() -> None:
    assert not gains_by_lying("many_steps", [1, 1], Fraction)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*BUYERS, "cheapest", "trade_reduction", "efficient_trade"])
def test_what_is_written_is_proved(name: str) -> None:
    sizes = (2, 3, 4) if name == "trade_reduction" else (2, 3)
    found = price(f"{FORMS}:{name}", RANGES.get(name, {}), sizes=sizes, budget=Budget(seconds=60))
    assert found.is_proved, found.verdicts
