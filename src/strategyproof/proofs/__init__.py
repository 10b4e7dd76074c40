"""Laws of mechanisms as theorems.

The same source of a mechanism and of a law is read over symbolic numbers and handed to a solver, which runs in
a child process under a budget. A verdict is ``proved``, ``refuted`` with a counterexample that replays in exact
arithmetic, or ``unknown``.
"""

from __future__ import annotations

from strategyproof.proofs.any_bidders import prove
from strategyproof.proofs.solver import Answer, Budget, Solver

__all__ = ["Answer", "Budget", "Solver", "prove"]
