"""Two solvers on one text: agreement is told, silence is labelled, a contradiction is no verdict."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.paper import plan
from strategyproof.proofs import Budget, Solver, prove
from strategyproof.proofs.smt.smtlib import LOGIC, script
from strategyproof.proofs.smt.terms import less, real, variable
from strategyproof.proofs.smt.two_solvers import TwoSolvers

FAKE = Path(__file__).with_name("fake_solver.py")
X = variable("x", "Real")
PATIENT = Budget(seconds=120.0)


def fake(mode: str) -> Solver:
    return Solver(PATIENT, command=[sys.executable, "-P", str(FAKE), mode, "0"])


def real_one(budget: Budget = PATIENT) -> Solver:
    pytest.importorskip("cvc5")
    return Solver(budget, program="cvc5")


@pytest.fixture(scope="module")
def both() -> Iterator[TwoSolvers]:
    with TwoSolvers(PATIENT, second=real_one()) as shared:
        yield shared


def test_a_question_is_a_text_that_any_solver_can_be_given() -> None:
    text = script([less(X, real(0))], {"x": X})
    assert text.splitlines()[0] == f"(set-logic {LOGIC})"
    assert text.splitlines()[-1] == "(check-sat)"


def test_what_both_say_is_by_both(both: TwoSolvers) -> None:
    verdict = prove(LAWS["strategy-proof"], MECHANISMS["msb"], solver=both)
    assert verdict.verdict == "proved"
    assert verdict.by == f"any-N symbolic execution, {both.first.name} and {both.second.name}"
    assert both.first.name.startswith("z3 ")
    assert both.second.name.startswith("cvc5 ")


@pytest.mark.parametrize("law", ["strategy-proof", "not-vacuous"])
def test_first_price_is_judged_alike(both: TwoSolvers, law: str) -> None:
    with Solver() as one:
        alone = prove(LAWS[law], MECHANISMS["first-price"], solver=one)
    together = prove(LAWS[law], MECHANISMS["first-price"], solver=both)
    assert (together.verdict, together.counterexample) == (alone.verdict, alone.counterexample)


def test_a_solver_that_always_lies_is_found_out() -> None:
    """What a single solver can do, and :mod:`tests.proofs.smt.test_solver_misbehaves` shows, two cannot."""
    with TwoSolvers(first=fake("proves_everything"), second=real_one()) as solver:
        verdict = prove(LAWS["strategy-proof"], MECHANISMS["first-price"], solver=solver)
    assert verdict.verdict == "unknown"
    (found,) = solver.disagreements
    assert [answer.status for answer in found.answers] == ["unsat", "sat"]
    assert found.text.startswith("(set-logic ")
    assert verdict.reason == (
        f"{solver.name} contradict each other: z3 fake says unsat, {solver.second.name} sat, "
        f"to the text with SHA-256 {found.sha256}"
    )


def test_a_second_solver_that_lies_is_found_out_too() -> None:
    with TwoSolvers(first=Solver(PATIENT), second=fake("proves_everything")) as solver:
        verdict = prove(LAWS["strategy-proof"], MECHANISMS["first-price"], solver=solver)
    assert verdict.verdict == "unknown"
    assert [answer.cause for answer in solver.answers] == ["solvers-disagree"]


def test_a_solver_that_always_refutes_is_found_out() -> None:
    with TwoSolvers(first=fake("refutes_everything"), second=real_one()) as solver:
        assert prove(LAWS["strategy-proof"], MECHANISMS["msb"], solver=solver).verdict == "unknown"
    assert [answer.cause for answer in solver.answers] == ["solvers-disagree"]


def test_a_lazy_second_is_spared_what_the_first_satisfies() -> None:
    with TwoSolvers(first=Solver(PATIENT), second=fake("proves_everything"), lazy=True) as solver:
        assert solver.ask([less(X, real(0))]).solvers == (solver.first.name,)
        assert solver.second.answers == []
        assert solver.ask([less(X, X)]).solvers == (solver.first.name, "z3 fake")


def test_disputed_texts_are_told_once_with_both_answers() -> None:
    with TwoSolvers(first=fake("proves_everything"), second=Solver(PATIENT)) as solver:
        answer = solver.ask([less(X, real(0))])
        [found] = solver.disputed()
    assert (answer.status, answer.cause) == ("unknown", "solvers-disagree")
    assert solver.disputed() == []
    told = found.about("msb", "strategy-proof")
    assert told.answers == {"z3 fake": "unsat", solver.second.name: "sat"}
    assert told.text.endswith("(check-sat)\n")
    assert told.sentence == (
        f"msb / strategy-proof: z3 fake says unsat and {solver.second.name} says sat to the question with SHA-256 "
        f"{answer.sha256}"
    )


def test_a_proof_by_one_alone_says_why_the_other_has_none() -> None:
    with TwoSolvers(first=Solver(PATIENT), second=real_one(Budget(units=1))) as solver:
        verdict = prove(LAWS["strategy-proof"], MECHANISMS["msb"], solver=solver)
    assert verdict.verdict == "proved"
    assert verdict.by == (
        f"any-N symbolic execution, {solver.first.name} alone ({solver.second.name} used up its 1 resource units)"
    )


def test_where_neither_knows_both_reasons_are_given() -> None:
    with TwoSolvers(first=fake("is_killed"), second=fake("ends_with_an_error")) as solver:
        reason = prove(LAWS["strategy-proof"], MECHANISMS["msb"], solver=solver).reason
    assert reason is not None
    assert "killed" in reason
    assert "exit code 3" in reason


def test_a_solver_that_is_not_installed_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with Solver(program="cvc5") as solver:
        answer = solver.ask([less(X, real(0))])
    assert answer.reason == "cvc5 does not start: it is not installed; pip install cvc5"


def test_cvc5_gives_exact_models() -> None:
    with real_one() as solver:
        answer = solver.ask_text(
            "(set-logic QF_NRA)(declare-const |observed x| Real)(assert (= (* 3.0 |observed x|) (- 2.0)))"
            "(declare-const |observed y| Real)(assert (= (* |observed y| |observed y|) 2.0))(check-sat)",
            ["x", "y"],
        )
    assert answer.status == "sat"
    assert {name: str(value) for name, value in answer.model.items()} == {"x": "-2/3", "y": "None"}


def test_both_prove_every_law_that_is_claimed(both: TwoSolvers) -> None:
    claims = [claim for claim in plan.expectations(everything=False) if claim.expected == "holds"]
    assert len(claims) >= 47
    for claim in claims:
        verdict = prove(LAWS[claim.law], MECHANISMS[claim.mechanism], solver=both)
        assert (verdict.verdict, verdict.by) == ("proved", f"any-N symbolic execution, {both.name}"), claim
    assert both.disagreements == []
