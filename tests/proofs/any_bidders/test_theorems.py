"""The theorems about all rules: every lemma is proved, no lemma is empty, and what they leave out is real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.vocabulary import max_of_others, where
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.any_bidders.theorems import THEOREMS, Lemma, check_theorems
from strategyproof.proofs.symbolic.symbols import lift


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def test_every_step_is_proved(solver: Solver) -> None:
    verdicts = check_theorems(solver)
    assert [v.id for v in verdicts] == ["converse", "never-cheaper", "profit-reading-is-weaker"]
    assert [(step.statement, step.verdict) for v in verdicts for step in v.steps if step.verdict != "proved"] == []


@pytest.mark.parametrize("theorem", [row[0] for row in THEOREMS])
def test_a_lemma_without_its_premises_is_refuted(theorem: str, solver: Solver) -> None:
    """Each conclusion needs its premises: a lemma that holds of every function would say nothing."""
    (lemmas,) = (row[3] for row in THEOREMS if row[0] == theorem)
    for lemma in lemmas():
        assert Lemma(lemma.statement, [], lemma.conclusion).check(solver).verdict == "refuted"


def test_contradictory_premises_are_not_a_proof(solver: Solver) -> None:
    step = Lemma("anything", [lift(1) < 0], lift(0) == 1).check(solver)
    assert step.verdict == "unknown"


def test_the_converse_says_nothing_of_rivals_who_all_bid_zero(solver: Solver) -> None:
    """This rule satisfies every premise of the converse and is no MSB: it never sells to a bidder without rivals."""

    def second_price_with_rivals(bids: Vector) -> Outcome:
        price = max_of_others(bids)
        wins = (bids > price) & (price > 0)
        return Outcome(wins, where(wins, price, 0))

    rule = Mechanism("needs-rivals", "needs-rivals", second_price_with_rivals, "", "")
    premises = ["anonymous", "strategy-proof", "losers-pay-nothing", "single-winner", "adverse-selection-free"]
    for id in [*premises, "loser-irrelevance", "consistent"]:
        assert prove(LAWS[id], rule, solver=solver).verdict == "proved", id
    assert prove(LAWS["loser-false-name-proof"], rule, solver=solver).verdict == "refuted"
