"""The solver process: answers, budgets, crashes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from strategyproof.proofs import Budget, Solver
from strategyproof.proofs.terms import add, apply, equal, integer, less, less_equal, multiply, real, variable

X, Y = variable("x", "Real"), variable("y", "Real")


def test_a_contradiction_is_unsatisfiable() -> None:
    with Solver() as solver:
        assert solver.ask([less(X, Y), less(Y, X)]).status == "unsat"


def test_a_model_is_exact() -> None:
    with Solver() as solver:
        answer = solver.ask([equal(multiply(real(3), X), real(2))], {"x": X})
    assert answer.status == "sat"
    assert answer.model == {"x": Fraction(2, 3)}


def test_an_irrational_value_has_no_numeral() -> None:
    with Solver() as solver:
        answer = solver.ask([equal(multiply(X, X), real(2))], {"x": X})
    assert answer.status == "sat"
    assert answer.model == {"x": None}


def test_unknown_functions_are_functions() -> None:
    i, j = variable("i", "Int"), variable("j", "Int")
    with Solver() as solver:
        answer = solver.ask([equal(i, j), less(apply("b", i), apply("b", j))])
        assert solver.ask([less_equal(integer(0), i), equal(apply("b", i), real(-1))]).status == "sat"
    assert answer.status == "unsat"


def test_a_budget_that_runs_out_is_unknown_and_says_so() -> None:
    n, m, k = (variable(name, "Int") for name in "nmk")
    cube = [multiply(multiply(v, v), v) for v in (n, m, k)]
    fermat = equal(add(cube[0], cube[1]), cube[2])
    with Solver(Budget(units=100_000)) as solver:
        answer = solver.ask([fermat, *(less(integer(0), v) for v in (n, m, k))])
    assert answer.status == "unknown"
    assert answer.reason


def test_a_killed_process_is_unknown_and_the_next_question_is_answered() -> None:
    with Solver() as solver:
        solver.ask([less(X, Y)])
        assert solver._process is not None
        solver._process.kill()
        solver._process.wait()
        crashed = solver.ask([less(X, Y)])
        assert crashed.status == "unknown"
        assert crashed.reason is not None
        assert "gave no answer" in crashed.reason
        assert solver.ask([less(X, Y)]).status == "sat"


def test_text_that_is_no_smtlib_is_unknown() -> None:
    with Solver() as solver:
        answer = solver.ask_text("(assert (no such thing))")
    assert answer.status == "unknown"
    assert answer.reason is not None
    assert "z3" in answer.reason


@pytest.mark.parametrize("seconds", [0.001])
def test_the_clock_is_a_backstop(seconds: float) -> None:
    with Solver(Budget(seconds=seconds)) as solver:
        answer = solver.ask([less(X, Y)])
    assert answer.status == "unknown"
