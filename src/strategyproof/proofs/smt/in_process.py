"""Z3 inside the process that reads a function, which is a child process already."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import z3

from strategyproof.proofs.smt.answer import Answer, Budget
from strategyproof.proofs.smt.smtlib import OBSERVED
from strategyproof.proofs.smt.solver import Solver

STRATEGIES: tuple[tuple[Callable[[], Any], float], ...] = (
    (z3.SimpleSolver, 0.5),
    (lambda: z3.SolverFor("QF_NRA"), 0.5),
    (z3.Solver, 1.0),
)
"""Z3's solvers in the order in which they are tried, each with its share of the budget. The simple one, without
preprocessing, is the fastest by far on comparisons of bids and products with a parameter."""

SPENT = ("canceled", "max. resource limit exceeded")
"""Z3's words where its resource units ran out."""


class Here(Solver):
    """Z3 in this process, which is given the same texts as one in a process of its own.

    Parameters
    ----------
    budget
        What each question may cost.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget, self.seconds = budget, 0.0
        self.name = f"z3 {z3.get_version_string()}"
        self.answers: list[Answer] = []
        self.texts: dict[str, str] | None = None

    def close(self) -> None:
        """There is no process to end."""

    def _answer(self, text: str, names: Sequence[str]) -> Answer:
        end = time.monotonic() + self.budget.seconds
        for make, share in STRATEGIES:
            solver = make()
            solver.set("rlimit", max(1, int(share * self.budget.units)))
            solver.set("timeout", max(1, int(1000 * (end - time.monotonic()))))
            solver.from_string(text)
            status = solver.check()
            if status == z3.unsat:
                return Answer("unsat", by=self.name, solvers=(self.name,))
            if status == z3.sat:
                values = _values(solver.model(), names)
                return Answer("sat", values, by=self.name, solvers=(self.name,))
            if time.monotonic() > end:
                return Answer("unknown", cause="time", detail=f"{self.budget.seconds:g} s", by=self.name)
        why = solver.reason_unknown()
        if why in SPENT:
            return Answer("unknown", cause="budget", detail=f"{self.budget.units} resource units", by=self.name)
        return Answer("unknown", cause="incomplete", detail=why, by=self.name)


def _values(model: Any, names: Sequence[str]) -> dict[str, Fraction | bool | None]:
    """Return what a model says of the observed terms; None where that is irrational."""
    known = {declared.name(): model[declared] for declared in model.decls() if declared.arity() == 0}
    return {name.removeprefix(OBSERVED): _value(known.get(name)) for name in names}


def _value(value: Any) -> Fraction | bool | None:
    if value is None:
        return None
    if z3.is_rational_value(value):
        return Fraction(value.as_fraction())
    if z3.is_int_value(value):
        return Fraction(value.as_long())
    return bool(z3.is_true(value)) if z3.is_bool(value) else None
