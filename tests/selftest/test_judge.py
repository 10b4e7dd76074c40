"""What becomes of mutants, and that a checker which is broken on purpose has a lower score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Judgement, Verdict
from strategyproof.proofs import Solver
from strategyproof.property_tests import fuzz
from strategyproof.reports.selftest_document import Finding, MutantJudged, conclude
from strategyproof.selftest import judge as judging
from strategyproof.selftest.judge import Checker, judge, laws_of, shipped
from strategyproof.selftest.mutants import Mutant, mutants
from strategyproof.selftest.same import SAME, beside


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Solver() as solver:
        yield shipped(solver)


GROUND = Ground("prover-failed", "it is broken")


def planted(rule: str, after: str) -> Mutant:
    """Return the mutant with this line."""
    return next(m for m in mutants(MECHANISMS[rule]) if m.slip.after == after)


def judged(mutant: Mutant, checker: Checker) -> MutantJudged:
    return judge(mutant, laws_of(mutant.original, checker.prove), checker)


def says(judgement: Judgement, verdict: Verdict) -> Verdict:
    return Verdict(verdict.mechanism, verdict.law, judgement, verdict.scope, "a broken checker", grounds=[GROUND])


def test_every_mutant_of_the_second_price_auction_is_killed(checker: Checker) -> None:
    laws = laws_of(MECHANISMS["second-price"], checker.prove)
    found = {m.slip.after: judge(m, laws, checker) for m in mutants(MECHANISMS["second-price"])}
    assert {after: (m.status, m.law) for after, m in found.items()} == {
        "price = highest_of_others(bids, 2)": ("killed", "single-winner"),
        "price = lowest_of_others(bids)": ("killed", "single-winner"),
        "price = highest(bids, 1)": ("killed", "not-vacuous"),
        "wins = first_of(bids >= price)": ("killed", "consistent"),
        "wins = bids < price": ("killed", "single-winner"),
        "wins = bids >= price": ("killed", "single-winner"),
        "return Outcome(wins, where(wins, bids, 0))": ("killed", "strategy-proof"),
        "return Outcome(wins, where(wins, (price + bids) / 2, 0))": ("killed", "strategy-proof"),
        "return Outcome(wins, where(wins, price, 1))": ("killed", "strategy-proof"),
    }
    killing = found["wins = bids >= price"].findings[-1]
    for example in (killing.proof_example, killing.fuzzing_example):
        assert example is not None
        assert example.bids[0] == example.bids[1]  # a tie


@pytest.mark.parametrize(
    ("rule", "after", "status", "law"),
    [
        ("spa", "return max_of_others(bids)", "equivalent", None),
        ("msb", "return max_of_others(bids)", "lawful", None),
        ("msb", "return 1", "lawful", None),
        ("msb-brand-bid-inside", "wins = bids >= price", "killed", "single-winner"),
        ("msb-pays-second-bid", "wins = first_of(bids >= rho * second)", "killed", "consistent"),
        ("posted-price", "wins = first_of(bids >= price)", "killed", "not-vacuous"),
        (
            "myopic-literal",
            "return second_price_with_reserve(bids, -highest(-bids))",
            "killed",
            "loser-false-name-proof",
        ),
        (
            "msb-own-bid-rho",
            "return 1 + (top - second) / (2 * where(top >= 0, top, 1))",
            "killed",
            "total",
        ),
    ],
)
def test_what_becomes_of_a_mutant(checker: Checker, rule: str, after: str, status: str, law: str | None) -> None:
    found = judged(planted(rule, after), checker)
    assert (found.status, found.law) == (status, law)


@pytest.mark.parametrize("seed", range(5))
def test_examples_find_what_fails_only_where_everybody_bids_nothing(seed: int) -> None:
    """With rho > 1 no positive bids tie at the price."""
    mutant = planted("msb-pays-second-bid", "wins = first_of(bids >= rho * second)")
    verdict = fuzz(LAWS["anonymous"], mutant.mechanism, seed=seed)
    assert verdict.counterexample is not None
    assert verdict.counterexample.bids == ["0", "0"]


def test_a_change_of_rho_alone_is_a_change(checker: Checker) -> None:
    """The rule of this mechanism multiplies by rho itself: only what it says of rho is mutated here."""
    mutant = planted("msb-pays-second-bid", "return 1")
    compared = beside(mutant.mechanism, mutant.original)
    assert checker.prove(SAME, compared).verdict == "refuted"
    assert checker.fuzz(SAME, compared, 50).verdict == "refuted"
    assert checker.prove(SAME, beside(mutant.original, mutant.original)).verdict == "proved"


@pytest.mark.parametrize(
    ("rule", "seed"), [("msb-brand-bid-inside", seed) for seed in range(5)] + [("msb", 0), ("second-price-reserve", 0)]
)
def test_examples_find_two_winners_where_a_tie_meets_the_end_of_a_parameter(rule: str, seed: int) -> None:
    """Two bids tie above b_0 at rho = 1 exactly, or at a reserve that is below both."""
    mutant = planted(rule, "wins = bids >= price")
    assert fuzz(LAWS["single-winner"], mutant.mechanism, seed=seed).verdict == "refuted"


class TestABrokenChecker:
    """Each lowers the score or sets off the alarm, on a mutant that a sound checker kills."""

    mutant = planted("second-price", "return Outcome(wins, where(wins, bids, 0))")

    def concluded(self, checker: Checker, sound: Checker) -> tuple[str, int]:
        found = judge(self.mutant, laws_of(self.mutant.original, sound.prove), checker)
        document = conclude([found], "0", 0, 200)
        assert document.decided == (1 if document.exit_code == 0 else 0)
        return found.status, document.exit_code

    def test_none(self, checker: Checker) -> None:
        assert self.concluded(checker, checker) == ("killed", 0)

    def test_a_prover_that_always_says_proved(self, checker: Checker) -> None:
        broken = replace(checker, prove=lambda law, m: says("proved", checker.prove(law, m)))
        assert self.concluded(broken, checker) == ("contradiction", 4)

    def test_a_prover_that_calls_a_broken_law_proved(self, checker: Checker) -> None:
        def prove(law: Law, mechanism: Mechanism) -> Verdict:
            verdict = checker.prove(law, mechanism)
            return says("proved", verdict) if law.id == "strategy-proof" else verdict

        assert self.concluded(replace(checker, prove=prove), checker) == ("contradiction", 4)

    def test_a_prover_that_never_decides(self, checker: Checker) -> None:
        broken = replace(checker, prove=lambda law, m: says("unknown", checker.prove(law, m)))
        assert self.concluded(broken, checker) == ("fuzzing only", 3)

    def test_a_fuzzer_that_finds_nothing(self, checker: Checker) -> None:
        broken = replace(checker, fuzz=lambda law, m, most: says("tested", checker.fuzz(law, m, 1)))
        assert self.concluded(broken, checker) == ("proof only", 3)


P, R, U, T = "proved", "refuted", "unknown", "tested"


@pytest.mark.parametrize(
    ("findings", "concluded"),
    [
        ([("monotone", R, R)], ("killed", "monotone")),
        ([("monotone", R, T), ("same-outcome", R, R)], ("proof only", "monotone")),
        ([("monotone", U, R), ("same-outcome", R, R)], ("fuzzing only", "monotone")),
        ([("not-vacuous", R, None), ("same-outcome", R, R)], ("killed", "not-vacuous")),
        ([("not-vacuous", R, None), ("same-outcome", R, T)], ("proof only", "not-vacuous")),
        ([("monotone", P, T), ("same-outcome", R, R)], ("lawful", None)),
        ([("monotone", U, T), ("same-outcome", R, R)], ("changed", "monotone")),
        ([("monotone", P, T), ("same-outcome", P, T)], ("equivalent", None)),
        ([("monotone", U, T), ("same-outcome", P, T)], ("equivalent", None)),
        ([("monotone", P, T), ("same-outcome", U, T)], ("undecided", None)),
        ([("monotone", P, T), ("same-outcome", U, R)], ("fuzzing only", "same-outcome")),
        ([("monotone", P, T), ("same-outcome", R, T)], ("proof only", "same-outcome")),
        ([("monotone", P, R), ("anonymous", R, R)], ("contradiction", "monotone")),
        ([("monotone", P, T), ("same-outcome", P, R)], ("contradiction", "same-outcome")),
        ([("monotone", R, R), ("same-outcome", P, T)], ("contradiction", "monotone")),
    ],
)
def test_what_follows_from_what_was_found(
    findings: list[tuple[str, Judgement, Judgement | None]], concluded: tuple[str, str | None]
) -> None:
    assert judging.status_of([Finding(*finding) for finding in findings]) == concluded
