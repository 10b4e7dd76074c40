"""The prover against rules that nobody chose: random expressions over the whole vocabulary.

A law that is proved for every number of bidders must hold wherever the exact arrays are asked; a law for which a random
search finds a counterexample must not be proved. (A refutation has already been replayed when the prover returns it.)
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from strategyproof.mechanism import vocabulary as words
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.proofs import Budget, Solver, prove

Expression = Callable[[Vector, Any], Any]
NUMBERS = [Fraction(n, d) for d in (1, 2) for n in range(5)]
RHO = Parameter("rho", Interval(1, 3), "a factor")
UNIVERSAL = [law for law in LAWS.values() if not law.exists and not law.about_rho]


def random_number(dice: random.Random, depth: int) -> Expression:
    """Compose a vector of numbers."""
    if depth == 0:
        leaves: list[Expression] = [
            lambda b, r: b,
            lambda b, r: words.max_of_others(b),
            lambda b, r: words.highest_of_others(b, 2),
            lambda b, r: words.lowest_of_others(b),
            lambda b, r: 0 * b + words.highest(b, 2),
            lambda b, r: 0 * b + 1,
            lambda b, r: r * words.max_of_others(b),
        ]
        return dice.choice(leaves)
    x, y = random_number(dice, depth - 1), random_number(dice, depth - 1)
    nodes: list[Expression] = [
        lambda b, r: x(b, r) + y(b, r),
        lambda b, r: words.maximum(x(b, r), y(b, r)),
        lambda b, r: words.minimum(x(b, r), y(b, r)),
        lambda b, r: x(b, r) / 2,
        lambda b, r: words.max_of_others(x(b, r)),
        lambda b, r: words.where(x(b, r) > y(b, r), x(b, r), 1 + y(b, r)),
    ]
    return dice.choice(nodes)


def random_rule(dice: random.Random) -> Callable[..., Outcome]:
    """Compose a rule: a threshold, an allocation, a payment."""
    threshold, other = random_number(dice, dice.choice([0, 1])), random_number(dice, dice.choice([0, 1]))
    masks: list[Expression] = [
        lambda b, r: b > threshold(b, r),
        lambda b, r: b >= threshold(b, r),
        lambda b, r: words.first_of(b > threshold(b, r)),
        lambda b, r: (b > threshold(b, r)) & (b > other(b, r)),
        lambda b, r: (b > threshold(b, r)) & words.negation(words.any_of(b > other(b, r))),
    ]
    wins = dice.choice(masks)
    payments: list[Expression] = [
        lambda b, r: words.where(wins(b, r), threshold(b, r), 0),
        lambda b, r: words.where(wins(b, r), other(b, r), 0),
        lambda b, r: words.where(wins(b, r), words.maximum(threshold(b, r), other(b, r)), 0),
    ]
    pays = dice.choice(payments)
    return lambda bids, rho: Outcome(wins(bids, rho), pays(bids, rho))


def random_point(dice: random.Random, law: Law) -> dict[str, Any]:
    size = dice.randint(max(2, law.min_bidders), 4)
    count = dice.randint(1, 2)
    point: dict[str, Any] = {}
    for variable in law.variables:
        match variable:
            case Bids(name):
                point[name] = exact([dice.choice(NUMBERS) for _ in range(size)])
            case Names(name):
                point[name] = exact([dice.choice(NUMBERS) for _ in range(count)])
            case Bidder(name, other_than):
                taken = {point[other] for other in other_than}
                point[name] = dice.choice([k for k in range(size) if k not in taken])
            case Name(name):
                point[name] = size + dice.randrange(count)
            case Bid(name):
                point[name] = dice.choice(NUMBERS)
            case Scale(name):
                point[name] = dice.choice([n for n in NUMBERS if n])
    return point


def broken_at(dice: random.Random, law: Law, rule: Mechanism, tries: int) -> dict[str, Any] | None:
    for _ in range(tries):
        rho, point = dice.choice([Fraction(1), Fraction(3, 2), Fraction(3)]), random_point(dice, law)
        if not law.holds(rule.bind(rho=rho), **point):
            return {"rho": rho, **point}
    return None


def judge(seed: int, laws: list[Law], solver: Solver, tries: int) -> dict[str, int]:
    """Return how often each verdict was given to one random rule."""
    dice = random.Random(seed)
    rule = Mechanism(f"random-{seed}", "random", random_rule(dice), "", "", (RHO,))
    counts = {"proved": 0, "refuted": 0, "unknown": 0}
    for law in laws:
        verdict = prove(law, rule, solver=solver)
        counts[verdict.verdict] += 1
        if verdict.verdict == "proved":
            assert broken_at(dice, law, rule, tries) is None, (seed, law.id)
    return counts


def test_what_is_proved_of_random_rules_holds() -> None:
    laws = [LAWS[id] for id in ("single-winner", "strategy-proof", "individually-rational", "loser-irrelevance")]
    total = {"proved": 0, "refuted": 0, "unknown": 0}
    with Solver(Budget(units=2_000_000, seconds=5)) as solver:
        for seed in range(8):
            for verdict, count in judge(seed, laws, solver, tries=100).items():
                total[verdict] += count
    assert total["proved"] >= 4
    assert total["refuted"] >= 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_what_is_proved_of_many_random_rules_holds(seed: int) -> None:
    with Solver(Budget(units=2_000_000, seconds=10)) as solver:
        counts = judge(seed, UNIVERSAL, solver, tries=400)
    assert sum(counts.values()) == len(UNIVERSAL)
