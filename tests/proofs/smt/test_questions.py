"""What a verdict cites is what solvers were asked: a text that a stranger can give to a solver of their own."""

from __future__ import annotations

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.any_bidders.theorems import check_theorems
from strategyproof.proofs.smt.smtlib import script, sha256_of
from strategyproof.proofs.smt.solver import Program
from strategyproof.proofs.smt.terms import less, real, variable


def asked(law: str, rule: str, solver: Solver) -> list[tuple[str, str]]:
    """Prove, and return the cited texts with their answers."""
    solver.texts = {}
    verdict = prove(LAWS[law], MECHANISMS[rule], solver=solver)
    return [(solver.texts[one.sha256], one.answer) for one in verdict.questions]


@pytest.mark.parametrize("again", ["z3", "cvc5"])
def test_a_proof_cites_a_text_that_either_solver_decides_alike(again: Program) -> None:
    pytest.importorskip(again)
    with Solver() as solver, Solver(program=again) as other:
        [(text, answer)] = asked("strategy-proof", "msb", solver)
        assert answer == other.ask_text(text).status == "unsat"
    assert text.startswith("(set-logic ")
    assert text.endswith("(check-sat)\n")


def test_a_text_is_named_by_its_hash() -> None:
    with Solver() as solver:
        solver.texts = {}
        answer = solver.ask([less(variable("x", "Real"), real(0))])
        assert solver.texts == {answer.sha256: script([less(variable("x", "Real"), real(0))], {})}
    assert all(name == sha256_of(text) for name, text in solver.texts.items())


def test_a_witness_cites_the_attempt_that_succeeded() -> None:
    """A bid of 1 does not beat every reserve; the verdict rests on the second witness alone."""
    with Solver() as solver:
        assert [answer for _, answer in asked("not-vacuous", "second-price-reserve", solver)] == ["unsat"]
        assert len(solver.answers) >= 2


def test_that_a_bidder_never_wins_rests_on_a_question() -> None:
    with Solver() as solver:
        assert [answer for _, answer in asked("not-vacuous", "myopic-literal", solver)] == ["unsat"]


def test_a_counterexample_rests_on_no_question() -> None:
    """It replays on the real code, whoever found it."""
    with Solver() as solver:
        assert asked("strategy-proof", "first-price", solver) == []


def test_without_an_answer_there_is_nothing_to_cite() -> None:
    with Solver(command=["/no/such/solver"]) as solver:
        answer = solver.ask([less(variable("x", "Real"), real(0))])
        with pytest.raises(ValueError, match="expected an answer on which a verdict can rest, got none: z3 does not"):
            _ = answer.asked


def test_a_lemma_cites_its_premises_and_its_conclusion() -> None:
    with Solver() as solver:
        converse = check_theorems(solver)[0]
    assert {tuple(one.answer for one in step.questions) for step in converse.steps} == {("sat", "unsat")}
    assert converse.by == f"lemmas, {solver.name}"
