"""Two solvers, each in a process of its own, on the same text: where they contradict each other nothing counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strategyproof.proofs.smt.answer import Answer, Budget
from strategyproof.proofs.smt.smtlib import sha256_of
from strategyproof.proofs.smt.solver import Solver


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One solver says that a text can hold, the other that it cannot: one of them is wrong.

    Attributes
    ----------
    text
        The question, in SMT-LIB, as both were given it.
    answers
        What each said.
    """

    text: str
    answers: tuple[Answer, Answer]

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal."""
        return sha256_of(self.text)


class TwoSolvers(Solver):
    """Z3 and cvc5 on the same text.

    Both say "unsatisfiable": the answer is both's. One decides and the other does not: the answer is the first one's,
    and ``by`` says why the other has none. They contradict each other: ``unknown``, with the cause
    ``solvers-disagree``, and both answers are kept. Questions on the way to a counterexample go to the first alone,
    since a counterexample is replayed on the real code.

    Parameters
    ----------
    budget
        What each question may cost each solver.
    first, second
        Other solvers than Z3 and cvc5.

    Attributes
    ----------
    disagreements
        Texts about which they contradicted each other.
    """

    def __init__(
        self, budget: Budget | None = None, *, first: Solver | None = None, second: Solver | None = None
    ) -> None:
        super().__init__(budget)
        self.first = first or Solver(budget)
        self.second = second or Solver(budget, program="cvc5")
        self.disagreements: list[Disagreement] = []
        self._named()

    def ask_text(self, text: str, observe: Sequence[str] = ()) -> Answer:
        """Ask both."""
        before = self.first.seconds + self.second.seconds
        one, other = self.first.ask_text(text, observe), self.second.ask_text(text, observe)
        self.seconds += self.first.seconds + self.second.seconds - before
        self._named()
        return self._noted(text, self._together(text, one, other))

    @property
    def searching(self) -> Solver:
        """Return the first solver."""
        return self.first

    def close(self) -> None:
        """End both processes."""
        self.first.close()
        self.second.close()

    def _named(self) -> None:
        self.name = f"{self.first.name} and {self.second.name}"

    def _together(self, text: str, one: Answer, other: Answer) -> Answer:
        spent = one.spent + other.spent
        if "unknown" in (one.status, other.status):
            told, silent = (one, other) if one.status != "unknown" else (other, one)
            by = f"{told.by} alone ({silent.reason})"
            if told.status != "unknown":
                return Answer(told.status, told.model, by=by, spent=spent, solvers=told.solvers)
            return Answer("unknown", cause=one.cause, detail=f"{one.detail}; {other.reason}", by=one.by, spent=spent)
        if one.status == other.status:
            return Answer(one.status, one.model, by=self.name, spent=spent, solvers=one.solvers + other.solvers)
        found = Disagreement(text, (one, other))
        self.disagreements.append(found)
        detail = f"{one.by} says {one.status}, {other.by} {other.status}, to the text with SHA-256 {found.sha256}"
        return Answer("unknown", cause="solvers-disagree", detail=detail, by=self.name, spent=spent)
