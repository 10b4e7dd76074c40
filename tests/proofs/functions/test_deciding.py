"""The questions on which a verdict about a function rests: one text, two solvers, and what each is worth."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import load
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.client import Session, check, rule_of
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.smt.choice import SolverChoice
from strategyproof.proofs.smt.smtlib import sha256_of
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.two_solvers import TwoSolvers

FAKE = Path(__file__).parents[1] / "smt" / "fake_solver.py"

SOURCE = """
def vickrey(bids):
    top = bids.index(max(bids))
    rest = [bid for k, bid in enumerate(bids) if k != top]
    return [k == top for k in range(len(bids))], [max(rest) if k == top else 0 for k in range(len(bids))]

def first_price(bids):
    top = bids.index(max(bids))
    return [k == top for k in range(len(bids))], [bids[k] if k == top else 0 for k in range(len(bids))]

def duel(bids):
    if bids[0] >= bids[1]:
        if bids[0] + 1 > bids[1]:
            return [True, False], [bids[1], 0]
        return [True, True], [0, 0]
    return [False, True], [0, bids[0]]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "auctions.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def judged(file: Path, name: str, law: str, second: Solver | None, size: int = 2) -> tuple[Verdict, Deciding]:
    """Judge with another second solver than cvc5."""
    subject = Subject(Program(f"{file}:{name}"), name, (), "real", Budget(seconds=100))
    if second is not None:
        subject.deciding.solver = TwoSolvers(first=subject.deciding.here, second=second, lazy=True)
    try:
        return judge(subject, LAWS[law], [size]), subject.deciding
    finally:
        subject.deciding.close()


def fake(mode: str) -> Solver:
    return Solver(command=[sys.executable, "-P", str(FAKE), mode, "0"])


@pytest.mark.parametrize("choice", ["z3", "cvc5", "both"])
def test_a_proof_cites_texts_that_are_decided_alike_again(choice: SolverChoice, file: Path) -> None:
    pytest.importorskip("cvc5")
    mechanism = load(f"{file}:vickrey")
    session = rule_of(mechanism).session
    assert isinstance(session, Session)
    with session, Solver(program="cvc5") as again:
        session.texts = {}
        verdict = check(mechanism, LAWS["strategy-proof"], bidders=[2, 3], session=session, solver=choice)
        assert verdict.verdict == "proved"
        names = {"z3": ["z3"], "cvc5": ["cvc5"], "both": ["z3", "cvc5"]}[choice]
        assert {tuple(by.split()[0] for by in one.by) for one in verdict.questions} == {tuple(names)}
        assert session.texts.keys() == {one.sha256 for one in verdict.questions}
        assert all(sha256_of(text) == name for name, text in session.texts.items())
        assert {again.ask_text(session.texts[one.sha256]).status for one in verdict.questions} == {"unsat"}
    assert all(name in verdict.by for name in names)


def test_a_counterexample_rests_on_no_question(file: Path) -> None:
    verdict, _ = judged(file, "first_price", "strategy-proof", None)
    assert (verdict.verdict, verdict.questions) == ("refuted", [])
    assert verdict.by.startswith("every path of the function (1), z3 ")


def test_what_was_left_out_as_impossible_is_asked_again(file: Path) -> None:
    """That bid 0 is not below bid 1 and yet a unit below it cannot happen: the third outcome is never reached."""
    verdict, _ = judged(file, "duel", "single-winner", None)
    assert verdict.verdict == "proved"
    assert len(verdict.questions) == 2
    sold, _ = judged(file, "duel", "strategy-proof", fake("refutes_everything"))
    assert sold.verdict == "unknown"


def test_a_path_that_one_solver_alone_leaves_out_is_no_proof(file: Path) -> None:
    """The second says of every question that it can hold: of the law's, and of what Z3 left out."""
    verdict, deciding = judged(file, "duel", "single-winner", fake("refutes_everything"))
    assert verdict.verdict == "unknown"
    assert verdict.cause == "solvers-disagree"
    assert deciding.solver.disputed()


def test_two_solvers_that_contradict_each_other_prove_nothing(file: Path) -> None:
    verdict, deciding = judged(file, "vickrey", "strategy-proof", fake("refutes_everything"))
    assert (verdict.verdict, verdict.cause) == ("unknown", "solvers-disagree")
    found = deciding.solver.disputed()[0]
    assert [answer.status for answer in found.answers] == ["unsat", "sat"]
    assert deciding.solver.texts is not None
    assert deciding.solver.texts[found.sha256] == found.text


@pytest.mark.parametrize("mode", ["is_killed", "says_maybe", "echoes_a_wrong_hash", "says_no_json"])
def test_a_second_solver_that_fails_costs_a_label(mode: str, file: Path) -> None:
    verdict, deciding = judged(file, "vickrey", "single-winner", fake(mode))
    assert verdict.verdict == "proved"
    assert f"{deciding.here.name} alone (" in verdict.by
    assert {by for one in verdict.questions for by in one.by} == {deciding.here.name}


def test_the_texts_of_whole_bids_speak_of_integers(file: Path) -> None:
    subject = Subject(Program(f"{file}:vickrey"), "vickrey", (), "integer", Budget(seconds=100))
    verdict = judge(subject, LAWS["individually-rational"], [2])
    texts = subject.deciding.solver.texts
    assert texts is not None
    assert verdict.verdict == "proved"
    assert all("to_real" not in texts[one.sha256] for one in verdict.questions)


def test_what_has_no_text_is_labelled_and_not_cited() -> None:
    deciding = Deciding("both")
    deciding.take_alone("a question with a quantifier")
    assert deciding.authors == f"{deciding.here.name} alone (a question with a quantifier)"
    assert deciding.cited("proved", LAWS["not-vacuous"]) == []
