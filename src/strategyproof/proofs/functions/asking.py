"""Models sought inside the process, under a budget in solver resource units."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import z3

from strategyproof.proofs.evaluator.faults import OutOfTime
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.smt.solver import Status
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.translate import Translator

Model = dict[Term, Fraction]

SOLVERS: dict[str, Callable[[], Any]] = {
    "simple": z3.SimpleSolver,
    "nonlinear": lambda: z3.SolverFor("QF_NRA"),
    "general": z3.Solver,
}
STRATEGIES = (("simple", 0.5), ("nonlinear", 0.5), ("general", 1.0))
"""Z3's solvers in the order in which they are tried, each with its share of the budget. The simple one, without
preprocessing, is the fastest by far on comparisons of bids and products with a parameter."""


class Asker:
    """Z3, asked one question after another about the same terms."""

    def __init__(self, budget: Budget, deadline: float) -> None:
        self.budget, self.deadline = budget, deadline
        self._translate = Translator()

    def ask(self, facts: Sequence[Term], *, share: float = 1.0) -> tuple[Status, Any]:
        """Ask for a model of facts; return the answer and the model, if there is one. No verdict rests on it."""
        for name, part in STRATEGIES:
            if time.monotonic() > self.deadline:
                raise OutOfTime
            solver = SOLVERS[name]()
            solver.set("rlimit", max(1, int(share * part * self.budget.units)))
            solver.set("timeout", max(1, int(1000 * (self.deadline - time.monotonic()))))
            for fact in facts:
                solver.add(self._translate(fact))
            status = solver.check()
            if status != z3.unknown:
                return ("sat", solver.model()) if status == z3.sat else ("unsat", None)
        return "unknown", solver.reason_unknown()

    def values(self, model: Any, wanted: Sequence[Term]) -> Model | None:
        """Return exact values of terms; None if one is irrational."""
        found: Model = {}
        for term in wanted:
            value = model.eval(self._translate(term), model_completion=True)
            if not (z3.is_rational_value(value) or z3.is_int_value(value)):
                return None
            found[term] = Fraction(value.as_fraction() if z3.is_rational_value(value) else value.as_long())
        return found

    def never(
        self, facts: Sequence[Term], never: Term, over: Sequence[Term], domain: Sequence[Term]
    ) -> tuple[Status, Any]:
        """Ask whether the facts can hold while ``never`` fails for all values of ``over`` in a domain."""
        solver = z3.Solver()
        solver.set("rlimit", self.budget.units)
        solver.set("timeout", max(1, int(1000 * (self.deadline - time.monotonic()))))
        for fact in facts:
            solver.add(self._translate(fact))
        variables = [self._translate(term.args[0] if term.args else term) for term in over]
        inside = z3.And([self._translate(fact) for fact in domain])
        solver.add(z3.ForAll(variables, z3.Implies(inside, z3.Not(self._translate(never)))))
        status = solver.check()
        if status == z3.sat:
            return "sat", solver.model()
        return ("unsat", None) if status == z3.unsat else ("unknown", solver.reason_unknown())
