"""Which solvers decide: Z3, cvc5, or both on the same text."""

from __future__ import annotations

import importlib.util
from typing import Literal, TypeAlias

from strategyproof.proofs.smt.answer import Budget
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.two_solvers import TwoSolvers

SolverChoice: TypeAlias = Literal["z3", "cvc5", "both"]


def has_cvc5() -> bool:
    """Tell whether the extra with the second solver is installed."""
    return importlib.util.find_spec("cvc5") is not None


def solver_of(choice: SolverChoice, budget: Budget | None = None, *, lazy: bool = False) -> Solver:
    """Return the solver that was chosen, or both, each in a process of its own; see :class:`TwoSolvers`."""
    return TwoSolvers(budget, lazy=lazy) if choice == "both" else Solver(budget, program=choice)
