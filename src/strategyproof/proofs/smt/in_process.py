"""The solver inside the process that reads a function, which is a child process already."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from strategyproof.proofs.smt.answer import Answer, Budget
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.translate import Translator

STRATEGIES = ((z3.SimpleSolver, 0.3), (z3.Solver, 0.3))
"""Z3's solvers in the order in which they are tried, each with its share of the budget."""


class Here(Solver):
    """Z3 in this process: no other is started, and what was translated once stays so.

    Parameters
    ----------
    budget
        What each question may cost.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget, self.seconds = budget, 0.0
        self.name = f"z3 {z3.get_version_string()}"
        self.answers: list[Answer] = []
        self._translate = Translator()

    def ask(self, assertions: Sequence[Term], observed: Mapping[str, Term] | None = None) -> Answer:
        """Ask whether the assertions can hold together, and if so for a model of the observed terms."""
        self.answers.append(self._found(assertions, observed or {}))
        return self.answers[-1]

    def _found(self, assertions: Sequence[Term], observed: Mapping[str, Term]) -> Answer:
        end = time.monotonic() + self.budget.seconds
        for make, share in STRATEGIES:
            solver = make()
            solver.set("rlimit", max(1, int(share * self.budget.units)))
            solver.set("timeout", max(1, int(1000 * (end - time.monotonic()))))
            for term in assertions:
                solver.add(self._translate(term))
            status = solver.check()
            if status == z3.unsat:
                return Answer("unsat", by=self.name)
            if status == z3.sat:
                model = solver.model()
                values = {name: self._value(model, term) for name, term in observed.items()}
                return Answer("sat", values, by=self.name)
        if time.monotonic() > end:
            return Answer("unknown", cause="time", detail=f"{self.budget.seconds:g} s", by=self.name)
        return Answer("unknown", cause="budget", detail=f"{self.budget.units} resource units", by=self.name)

    def close(self) -> None:
        """There is no process to end."""

    def _value(self, model: Any, term: Term) -> Fraction | bool | None:
        value = model.eval(self._translate(term), model_completion=True)
        if z3.is_rational_value(value):
            return Fraction(value.as_fraction())
        if z3.is_int_value(value):
            return Fraction(value.as_long())
        return bool(z3.is_true(value)) if z3.is_bool(value) else None
