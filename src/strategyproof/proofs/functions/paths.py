"""Explore every path of a function on symbolic input by running it again with recorded decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import z3

from strategyproof.proofs.evaluator.faults import OutOfBudget, OutOfTime, Unsupported
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.translate import Translator

Leaf = TypeVar("Leaf")


@dataclass(slots=True)
class Decision:
    """A branch taken, and whether the other side is still to be explored; forced where only one side can happen."""

    condition: Term
    taken: bool
    open: bool
    forced: bool


@dataclass(frozen=True, slots=True)
class Path(Generic[Leaf]):
    """The branches that distinguish a run from the others, and how the run ended."""

    branches: tuple[tuple[Term, bool], ...]
    leaf: Leaf

    @property
    def condition(self) -> Term:
        """Return what holds on the path."""
        return terms.conjunction(c if taken else terms.negation(c) for c, taken in self.branches)


class NotAFunction(Unsupported):
    """Running the same path again took other branches."""


class Explorer:
    """Runs a function once for each path that can happen under the assumptions.

    Which side of a branch can happen is decided by an incremental solver; where it gives up, both sides are explored,
    so no path is missed. A path that cannot happen does no harm.

    Attributes
    ----------
    impossible
        What was shown impossible under the assumptions, and so was left out: that it is rests on this solver alone.
    """

    def __init__(self, assumptions: Sequence[Term], budget: Budget, deadline: float) -> None:
        self.budget, self.deadline = budget, deadline
        self._translate = Translator()
        self._solver = z3.SimpleSolver()
        self._solver.set("rlimit", max(1, budget.units // 20))
        self.assumptions = list(assumptions)
        self.impossible: dict[Term, None] = {}
        for fact in assumptions:
            self._solver.add(self._translate(fact))
        self._decisions: list[Decision] = []
        self._known: dict[int, bool] = {}
        self._position = 0

    def explore(self, run: Callable[[], Leaf]) -> tuple[list[Path[Leaf]], OutOfBudget | None]:
        """Return the paths, and what ended the exploration early, if anything did."""
        paths: list[Path[Leaf]] = []
        while True:
            try:
                paths.append(self._path(run))
            except OutOfBudget as end:
                return paths, end
            if not self._backtrack():
                return paths, None
            if len(paths) >= self.budget.paths:
                return paths, OutOfBudget(f"more than {self.budget.paths} paths")

    def _path(self, run: Callable[[], Leaf]) -> Path[Leaf]:
        self._position, self._known = 0, {}
        leaf = run()
        return Path(tuple((d.condition, d.taken) for d in self._decisions if not d.forced), leaf)

    def certain(self, condition: Term) -> bool:
        """Tell whether a condition is shown to hold on the path; False also if that is not known."""
        return not self._possible(terms.negation(condition))

    def left_out(self) -> list[Term]:
        """Return a question: whether anything that was left out can happen; nothing, if nothing was."""
        return [*self.assumptions, terms.disjunction(self.impossible)] if self.impossible else []

    def decide(self, condition: Term) -> bool:
        """Return the branch to take: the recorded one, or a new one that can happen."""
        negative = condition.op == "not"
        positive = condition.args[0] if negative else condition
        return self._decide(positive) != negative

    def _decide(self, condition: Term) -> bool:
        if id(condition) in self._known:
            return self._known[id(condition)]
        if self._position < len(self._decisions):
            decision = self._decisions[self._position]
            if decision.condition is not condition:
                raise NotAFunction("the same bids took another branch when the function ran again")
        else:
            decision = self._new_decision(condition)
        self._position += 1
        self._known[id(condition)] = decision.taken
        return decision.taken

    def _new_decision(self, condition: Term) -> Decision:
        if time.monotonic() > self.deadline:
            raise OutOfTime
        if len(self._decisions) >= self.budget.decisions:
            raise OutOfBudget(f"more than {self.budget.decisions} branches on one path: a loop that may not end?")
        can_hold = self._possible(condition)
        can_fail = not can_hold or self._possible(terms.negation(condition))
        decision = Decision(condition, can_hold, can_hold and can_fail, not (can_hold and can_fail))
        self._decisions.append(decision)
        self._enter(decision)
        return decision

    def _possible(self, condition: Term) -> bool:
        found = bool(self._solver.check(self._translate(condition)) != z3.unsat)
        if not found:
            before = (d.condition if d.taken else terms.negation(d.condition) for d in self._decisions if not d.forced)
            self.impossible[terms.conjunction((*before, condition))] = None
        return found

    def _enter(self, decision: Decision) -> None:
        if not decision.forced:
            side = decision.condition if decision.taken else terms.negation(decision.condition)
            self._solver.push()
            self._solver.add(self._translate(side))

    def _backtrack(self) -> bool:
        """Turn to the other side of the last open branch; False if there is none."""
        while self._decisions:
            last = self._decisions.pop()
            if not last.forced:
                self._solver.pop()
            if last.open:
                other = Decision(last.condition, not last.taken, open=False, forced=False)
                self._decisions.append(other)
                self._enter(other)
                return True
        return False


def merged_term(paths: Sequence[Path[Any]], value: Callable[[Any], Term], unexplored: Term, depth: int = 0) -> Term:
    """Return the value over all paths as one term: the tree of branches, the paths in the order of exploration.

    Where the exploration stopped early, sides that it did not reach get the value ``unexplored``.
    """
    if not paths:
        return unexplored
    if len(paths[0].branches) == depth:
        return value(paths[0].leaf)
    condition = paths[0].branches[depth][0]
    split = next((k for k, path in enumerate(paths) if not path.branches[depth][1]), len(paths))
    yes = merged_term(paths[:split], value, unexplored, depth + 1)
    return terms.if_then_else(condition, yes, merged_term(paths[split:], value, unexplored, depth + 1))
