"""The questions on which a verdict about a function rests: who decides them, and what was answered.

Z3 runs in this process, which is a child process already; cvc5, where it is chosen, in one of its own. Both are given
the same text. What is only sought, as a small counterexample is, goes to
:mod:`strategyproof.proofs.functions.asking`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Protocol

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.verdict import Asked, Judgement
from strategyproof.proofs.evaluator.faults import OutOfTime
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.smt import answer as smt
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.choice import SolverChoice
from strategyproof.proofs.smt.in_process import Here
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.two_solvers import TwoSolvers

SECOND = 4
"""How often the budget of a question cvc5 may spend on one law, where Z3 decides too."""


class Explored(Protocol):
    """What the paths of a function gave, and what was left out."""

    left_out: list[Term]


class Deciding:
    """The solvers of one function, and what a verdict on it rests on.

    Where both decide, a question that cvc5 does not decide costs a label, and must not cost the verdict its time.

    Parameters
    ----------
    choice
        Who decides.

    Attributes
    ----------
    solver
        The solver, or both.
    rests_on
        The answers "unsatisfiable" since :meth:`begin`.
    """

    def __init__(self, choice: SolverChoice = "z3") -> None:
        self.here = Here(smt.Budget())
        self.solver: Solver = self.here
        if choice != "z3":
            second = Solver(program="cvc5")
            self.solver = second if choice == "cvc5" else TwoSolvers(first=self.here, second=second, lazy=True)
        self.rests_on: list[Answer] = []
        self._before = 0
        self._left_out: dict[int, tuple[Explored, Answer]] = {}

    @property
    def authors(self) -> str:
        """Name who answers for the verdict; where it rests on no answer, who sought."""
        return self.solver.authors(self.rests_on) if self.rests_on else self.here.name

    def begin(self) -> None:
        """Forget what the verdict before rested on."""
        self.rests_on = []
        self.solver.texts = {}
        self._before = len(self.solver.second.answers) if isinstance(self.solver, TwoSolvers) else 0
        self.solver.disputed()

    def ask(self, facts: Sequence[Term], budget: Budget, deadline: float) -> Answer:
        """Ask whether facts can hold together, where only that they cannot is relied on.

        Raises
        ------
        OutOfTime
            After the deadline.
        """
        answer = self.under(budget.units, deadline).ask(facts)
        if answer.status == "unsat":
            self.rests_on.append(answer)
        return answer

    def take_alone(self, what: str) -> None:
        """Note that a verdict rests on Z3's word to a question that has no text, and say what it was."""
        by = self.here.name if self.solver is self.here else f"{self.here.name} alone ({what})"
        self.rests_on.append(Answer("unsat", by=by, solvers=(self.here.name,)))

    def complete(self, explored: Iterable[Explored], budget: Budget, deadline: float) -> Ground | None:
        """Ask again what Z3 left out of explorations as impossible; say why that does not stand, if it does not.

        Z3 has decided each part of the question by itself. Where it does not decide the whole, and is not to be
        confirmed, its word for the parts stands.
        """
        for one in explored:
            if not one.left_out:
                continue
            if id(one) not in self._left_out:
                answer = self.under(budget.units, deadline).ask(one.left_out)
                self._left_out[id(one)] = one, answer
            answer = self._left_out[id(one)][1]
            if answer.status == "unsat":
                self.rests_on.append(answer)
            elif answer.status == "sat":
                told = f"{answer.by} says that a path can happen which {self.here.name} has left out as impossible"
                return Ground("solvers-disagree", told)
            elif answer.cause == "solvers-disagree" or self.solver is not self.here:
                return answer.ground
        return None

    def under(self, units: int, deadline: float) -> Solver:
        """Return the solver with a budget for each question.

        Raises
        ------
        OutOfTime
            After the deadline.
        """
        left = deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        self.solver.budget = smt.Budget(units, left)
        if isinstance(self.solver, TwoSolvers):
            spent = sum(answer.spent for answer in self.solver.second.answers[self._before :])
            self.solver.second.budget = smt.Budget(max(1, min(units, SECOND * units - spent)), left / 2)
        return self.solver

    def cited(self, judgement: Judgement, law: Law) -> list[Asked]:
        """Return the questions that a judgement rests on: a counterexample that replays rests on none."""
        if judgement == "proved" or (judgement == "refuted" and law.exists):
            return [answer.asked for answer in self.rests_on if answer.sha256]
        return []

    def close(self) -> None:
        """End the process of the second solver."""
        self.solver.close()
