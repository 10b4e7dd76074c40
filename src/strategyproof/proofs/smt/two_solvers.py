"""Two solvers, each in a process of its own, on the same text: where they contradict each other nothing counts."""

from __future__ import annotations

from collections.abc import Sequence

from strategyproof.proofs.smt.answer import Answer, Budget
from strategyproof.proofs.smt.disagreement import Disagreement
from strategyproof.proofs.smt.solver import Solver


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
    lazy
        Whether the second is spared what the first has found to be possible: no proof rests on that.

    Attributes
    ----------
    disagreements
        Texts about which they contradicted each other.
    """

    def __init__(
        self,
        budget: Budget | None = None,
        *,
        first: Solver | None = None,
        second: Solver | None = None,
        lazy: bool = False,
    ) -> None:
        self.first = first or Solver(budget)
        self.lazy = lazy
        self.second = second or Solver(budget, program="cvc5")
        self.answers: list[Answer] = []
        self.texts: dict[str, str] | None = None
        self.disagreements: list[Disagreement] = []

    @property
    def name(self) -> str:  # type: ignore[override]  # theirs
        """Return the names of both."""
        return f"{self.first.name} and {self.second.name}"

    @property
    def seconds(self) -> float:  # type: ignore[override]
        """Return the CPU time that the answers of both have taken so far."""
        return self.first.seconds + self.second.seconds

    @property
    def budget(self) -> Budget:
        """Return what each question may cost the first; the second has the same once it was set."""
        return self.first.budget

    @budget.setter
    def budget(self, budget: Budget) -> None:
        self.first.budget = self.second.budget = budget

    def ask_text(self, text: str, observe: Sequence[str] = ()) -> Answer:
        """Ask the first, and the second if it is to be asked."""
        one = self.first.ask_text(text, observe)
        if self.lazy and one.status == "sat":
            return self._noted(text, one)
        return self._noted(text, self._together(text, one, self.second.ask_text(text, observe)))

    def disputed(self) -> list[Disagreement]:
        """Return the texts about which they contradicted each other since this was asked last."""
        found, self.disagreements = self.disagreements, []
        return found

    @property
    def searching(self) -> Solver:
        """Return the first solver."""
        return self.first

    def close(self) -> None:
        """End both processes."""
        self.first.close()
        self.second.close()

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
