"""The solver process: answers, budgets, crashes."""

from __future__ import annotations

import os
import signal
import time
from fractions import Fraction

import pytest

from strategyproof.proofs import Budget, Solver
from strategyproof.proofs.smt.terms import add, apply, equal, integer, less, less_equal, multiply, real, variable

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
    assert (answer.status, answer.cause) == ("unknown", "budget")
    assert answer.reason == f"{solver.name} used up its 100000 resource units"


def test_a_process_killed_between_two_questions_is_started_again() -> None:
    with Solver() as solver:
        assert solver.ask([less(X, Y)]).status == "sat"
        first = solver.child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        while solver.child.is_running:
            time.sleep(0.01)
        assert solver.ask([less(X, Y), less(Y, X)]).status == "unsat"
        assert solver.child.pid != first


def test_memory_that_runs_out_is_unknown_and_the_next_question_is_answered() -> None:
    x, y = "(declare-const x (_ BitVec 4096))", "(declare-const y (_ BitVec 4096))"
    large = f"{x}{y}(assert (= (bvmul x y) (bvadd x (bvmul y y))))(assert (bvugt x y))"
    with Solver(Budget(units=2_000_000_000, seconds=300, memory=512 << 20)) as solver:
        answer = solver.ask_text(large)
        assert (answer.status, answer.cause) == ("unknown", "memory")
        assert answer.reason == f"{solver.name} ran out of memory, of which it may use 512 MiB"
        assert solver.ask([less(X, Y)]).status == "sat"


def test_a_question_beyond_the_solver_is_incomplete() -> None:
    power = "(declare-const x Real)(assert (= (^ 2.0 x) 3.0))"
    with Solver() as solver:
        answer = solver.ask_text(power)
    assert (answer.status, answer.cause) == ("unknown", "incomplete")
    assert answer.reason is not None
    assert answer.reason.startswith(f"{solver.name} cannot decide the question: ")


def test_text_that_is_no_smtlib_is_unknown() -> None:
    with Solver() as solver:
        answer = solver.ask_text("(assert (no such thing))")
    assert (answer.status, answer.cause) == ("unknown", "text")
    assert answer.reason is not None
    assert answer.reason.startswith(f"{solver.name} cannot read the question: ")


@pytest.mark.parametrize("seconds", [0.001])
def test_the_clock_is_a_backstop(seconds: float) -> None:
    with Solver(Budget(seconds=seconds)) as solver:
        answer = solver.ask([less(X, Y)])
    assert (answer.status, answer.cause) == ("unknown", "time")
    assert answer.reason == f"{solver.name} did not answer within 0.001 s and was ended"
