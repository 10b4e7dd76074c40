"""What the literature says of functions with a type space is what is proved or refuted; random lies say so too."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from strategyproof.mechanism.spaces import Sets, reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.spaces.judge import judge
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.subject import SpacedSubject

FILE = Path(__file__).with_name("known_markets.py")

EXPECTED: list[tuple[str, int, dict[str, bool]]] = [
    ("gsp", 2, {"strategy-proof": False, "individually-rational": True, "efficient": True}),
    ("ladder", 3, {"strategy-proof": True, "individually-rational": True, "envy-free": True, "efficient": True}),
    ("pro_rata", 2, {"strategy-proof": False, "individually-rational": False}),
    ("vcg_items", 2, {"strategy-proof": True, "individually-rational": True, "efficient": True, "no-deficit": True}),
    ("vcg_items", 3, {"revenue-monotone": True}),
    ("uniform_price", 2, {"strategy-proof": False, "individually-rational": True, "weakly-monotone": True}),
    ("vcg_sets", 2, {"strategy-proof": True, "efficient": True, "false-name-proof": False, "pair-proof": False}),
    ("vcg_sets", 3, {"revenue-monotone": False}),
    ("greedy_single", 2, {"strategy-proof": True, "individually-rational": True}),
    ("pay_your_bid_single", 2, {"strategy-proof": False, "individually-rational": True}),
    ("median", 3, {"strategy-proof": True, "efficient": True, "pair-proof": True}),
    ("mean", 3, {"strategy-proof": False, "efficient": False}),
    ("coin", 2, {"strategy-proof": True, "truthful-in-every-draw": True, "individually-rational": True}),
    ("refund", 2, {"strategy-proof": True, "truthful-in-every-draw": False}),
    ("procurement", 3, {"strategy-proof": True, "individually-rational": True, "efficient": True}),
    ("procurement_at_cost", 2, {"strategy-proof": False, "individually-rational": True}),
    (
        "mcafee",
        4,
        {"strategy-proof": True, "individually-rational": True, "no-deficit": True, "budget-balanced": False},
    ),
    (
        "meet_in_the_middle",
        2,
        {"strategy-proof": False, "budget-balanced": True, "efficient": True, "no-deficit": True},
    ),
]
LONG = ("vcg_sets", "vcg_items", "greedy_single")
"""Interpreted at 150 points for the comparison with CPython, they take seconds."""
CASES = [
    pytest.param(name, agents, law, holds, marks=[pytest.mark.slow] if name in LONG else [])
    for name, agents, laws in EXPECTED
    for law, holds in laws.items()
]
_SUBJECTS: dict[str, SpacedSubject] = {}


def subject_of(name: str) -> SpacedSubject:
    if name not in _SUBJECTS:
        program = Program(f"{FILE}:{name}")
        first, result = program.annotations or (None, None)
        reading = reading_of(program.native, first, result, program.names)
        assert reading is not None
        _SUBJECTS[name] = SpacedSubject(SpacedProgram(program, reading), name, ())
    return _SUBJECTS[name]


@pytest.mark.parametrize(("name", "agents", "law", "holds"), CASES, ids=str)
def test_a_verdict_of_the_literature(name: str, agents: int, law: str, holds: bool) -> None:
    verdict = judge(subject_of(name), SPACE_LAWS[law], [agents])
    assert verdict.verdict == ("proved" if holds else "refuted"), verdict.reason
    if not holds:
        _confirm(name, verdict)


def _confirm(name: str, verdict: Verdict) -> None:
    """Every refutation has runs of the function itself, with what each agent got and what that is worth."""
    found = verdict.counterexample
    assert found is not None, name
    assert found.outcomes
    assert all(len(run.got) == len(run.bids) == len(run.payments) == len(run.utilities) for run in found.outcomes)


# ---- an oracle of its own: random lies on the real function, with utilities written here once more


def _utility(name: str, module: Any, type_: Any, i: int, result: Any) -> Any:
    if name in ("median", "mean"):
        return -abs(result - type_)
    if name in ("coin", "refund"):
        return sum(chance * (type_ * bool(wins[i]) - pays[i]) for chance, (wins, pays) in result)
    got, payments = result
    if name in ("procurement", "procurement_at_cost"):
        return payments[i] - type_ * got[i]
    if name in ("mcafee", "meet_in_the_middle"):
        return (type_ * got[i] - payments[i]) * (-1 if i % 2 else 1)
    if name == "vcg_sets":
        return module.worth(type_, got, i) - payments[i]
    if name == "vcg_items":
        return sum((type_[k] for k in got[i]), Fraction(0)) - payments[i]
    if name == "uniform_price":
        return sum(type_[: got[i]], Fraction(0)) - payments[i]
    if name in ("greedy_single", "pay_your_bid_single"):
        return (type_[1] if type_[0] <= frozenset(got[i]) else Fraction(0)) - payments[i]
    return type_ * got[i] - payments[i]


def _drawn(name: str, chance: random.Random) -> Any:
    number = [Fraction(chance.randrange(0, 9), chance.choice((1, 2))) for _ in range(3)]
    if name == "vcg_sets":
        a, b, ab = number
        return Sets("ab").made(0, [a, b, max(a, b) + ab])
    if name == "vcg_items":
        return tuple(number[:2])
    if name == "uniform_price":
        return tuple(sorted(number[:2], reverse=True))
    if name in ("greedy_single", "pay_your_bid_single"):
        wanted = ("a", "ab") if name == "pay_your_bid_single" else ("a", "b", "ab")
        return frozenset(chance.choice(wanted)), number[0]
    return number[0] - (4 if name in ("median", "mean") else 0)


TRUTHFUL = [(name, agents, laws["strategy-proof"]) for name, agents, laws in EXPECTED if "strategy-proof" in laws]


@pytest.mark.parametrize(("name", "agents", "holds"), TRUTHFUL, ids=str)
def test_random_lies_on_the_real_function_agree(name: str, agents: int, holds: bool) -> None:
    module = SimpleNamespace(**Program(f"{FILE}:{name}").names)

    chance, function, gained = random.Random(7), getattr(module, name), False
    for _ in range(300):
        types = [_drawn(name, chance) for _ in range(agents)]
        i, lie = chance.randrange(agents), _drawn(name, chance)
        reports = [lie if place == i else own for place, own in enumerate(types)]
        truth = _utility(name, module, types[i], i, function(list(types)))
        gained |= _utility(name, module, types[i], i, function(reports)) > truth
    assert gained is not holds
