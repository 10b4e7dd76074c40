"""The mistakes that are planted: those stated here, each in one line, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.vocabulary import first_of, highest, lowest_of_others, max_of_others, maximum, where
from strategyproof.selftest.mutants import Mutant, mutants, slipped

KINDS = {
    "comparison",
    "constant",
    "dropped-parameter",
    "dropped-term",
    "min-for-max",
    "operator",
    "own-bid",
    "rank",
    "tie",
}


def scaled(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def with_reserve(bids: Vector, reserve: Number) -> Vector:
    return maximum(highest(bids, 2), reserve)


def first(bids: Vector) -> Vector:
    return first_of(bids >= 3)


def gap(bids: Vector) -> Vector:
    return bids - lowest_of_others(bids)


def of_the_parameter(bids: Vector, rho: Number) -> Number:
    return rho


two = lambda bids: 2  # noqa: E731

MADE: list[tuple[Callable[..., Any], list[tuple[str, str]]]] = [
    (
        scaled,
        [
            ("tie", "wins = first_of(bids >= price)"),
            ("dropped-parameter", "price = max_of_others(bids)"),
            ("dropped-term", "price = rho"),
            ("operator", "price = rho + max_of_others(bids)"),
            ("comparison", "wins = bids < price"),
            ("tie", "wins = bids >= price"),
            ("rank", "price = rho * highest_of_others(bids, 2)"),
            ("min-for-max", "price = rho * lowest_of_others(bids)"),
            ("own-bid", "price = rho * highest(bids, 1)"),
            ("own-bid", "return Outcome(wins, where(wins, bids, 0))"),
            ("own-bid", "return Outcome(wins, where(wins, (price + bids) / 2, 0))"),
            ("constant", "return Outcome(wins, where(wins, price, 1))"),
        ],
    ),
    (
        with_reserve,
        [
            ("rank", "return maximum(highest(bids, 1), reserve)"),
            ("rank", "return maximum(highest(bids, 3), reserve)"),
            ("min-for-max", "return minimum(highest(bids, 2), reserve)"),
            ("min-for-max", "return maximum(-highest(-bids, 2), reserve)"),
            ("dropped-term", "return reserve"),
            ("dropped-parameter", "return highest(bids, 2)"),
            ("own-bid", "return maximum(highest(bids, 2), bids)"),
        ],
    ),
    (
        first,
        [
            ("tie", "return bids >= 3"),
            ("comparison", "return first_of(bids <= 3)"),
            ("tie", "return first_of(bids > 3)"),
            ("constant", "return first_of(bids >= 2)"),
            ("constant", "return first_of(bids >= 4)"),
        ],
    ),
    (
        gap,
        [
            ("operator", "return bids + lowest_of_others(bids)"),
            ("dropped-term", "return bids"),
            ("rank", "return bids - lowest_of_others(bids, 2)"),
            ("min-for-max", "return bids - highest_of_others(bids)"),
        ],
    ),
    (of_the_parameter, [("dropped-parameter", "return 1")]),
    (two, [("constant", "lambda bids: 1"), ("constant", "lambda bids: 3")]),
]


@pytest.mark.parametrize(("function", "made"), MADE, ids=[function.__name__ for function, _ in MADE])
def test_the_mistakes_of_a_function(function: Callable[..., Any], made: list[tuple[str, str]]) -> None:
    assert sorted((slip.kind, slip.after) for slip in slipped(function)) == sorted(made)


def of(rule: str) -> list[Mutant]:
    return mutants(MECHANISMS[rule])


def mutant(id: str) -> Mutant:
    return next(m for m in of(id.partition(":")[0]) if m.id == id)


@pytest.mark.parametrize("rule", MECHANISMS)
def test_every_rule_has_mutants_each_with_a_name_of_its_own(rule: str) -> None:
    found = of(rule)
    assert len(found) >= 5
    assert len({m.id for m in found}) == len(found)
    assert all(m.id.startswith(f"{rule}:{m.slip.line}:{m.slip.kind}") for m in found)
    assert all(m.slip.before != m.slip.after for m in found)


def test_there_are_more_than_sixty_different_changes_of_every_kind() -> None:
    found = [m for rule in MECHANISMS for m in of(rule)]
    assert len({(m.file, m.function, m.slip.before, m.slip.after) for m in found}) >= 150
    assert {m.slip.kind for m in found} == KINDS


def test_a_mutant_runs_the_mistake_and_its_original_does_not() -> None:
    planted = next(m for m in of("msb") if m.slip.after == "wins = bids >= price")
    tied, rho = exact([1, 1]), {"rho": Fraction(1)}
    assert planted.mechanism.bind(**rho)(tied).wins.tolist() == [True, True]
    assert planted.original.bind(**rho)(tied).wins.tolist() == [False, False]
    assert MECHANISMS["spa"].bind()(tied).wins.tolist() == [False, False]  # shares the function that is mutated


def test_a_mistake_in_the_selector_changes_rho_and_the_price() -> None:
    planted = next(m for m in of("spa") if m.slip.after == "lambda bids: 2")
    auction = planted.mechanism.bind()
    assert auction.rho(exact([5, 1])) == 2
    assert auction(exact([5, 1])).payments.tolist() == [2, 0]


def test_a_mistake_in_another_module_is_planted_too() -> None:
    """The myopic rules call a function of the classics."""
    files = {m.file for m in of("myopic-brand-bid")}
    assert files == {"classics.py", "myopic.py"}
