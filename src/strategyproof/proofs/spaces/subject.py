"""A user's function with its space, its parameters, and what its paths gave so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces.law import View
from strategyproof.mechanism.verdict import Arithmetic
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.summary import Composite, summarise

Place = tuple[tuple[int, ...], View]


@dataclass(slots=True)
class SpacedSubject:
    """What is judged.

    Attributes
    ----------
    program
        The function.
    identity
        Its id as a mechanism.
    parameters
        Its declared parameters.
    arithmetic
        The numbers that types are made of.
    budget
        What each check may cost.
    deciding
        Who decides the questions on which verdicts rest.
    used
        What the law that is judged has asked of the paths.
    compared
        For what the evaluator was compared with CPython.
    finite
        Of a finite space: what the function answers at every profile, by the number of agents.
    """

    program: SpacedProgram
    identity: str
    parameters: tuple[Parameter, ...]
    arithmetic: Arithmetic = "real"
    budget: Budget = field(default_factory=Budget)
    deciding: Deciding = field(default_factory=Deciding)
    deadline: float = 0.0
    used: set[Place] = field(default_factory=set)
    compared: set[tuple[int, View]] = field(default_factory=set)
    finite: dict[int, Any] = field(default_factory=dict)
    _summaries: dict[Place, Composite] = field(default_factory=dict)
    _states: int = 0

    @property
    def kind(self) -> type:
        """Return the type that numbers have for the function."""
        return int if self.arithmetic == "integer" else float

    def summary(self, variants: tuple[int, ...], view: View = "own") -> Composite:
        """Return the composite for reports of these variants; explored once, and again if a state comes to light."""
        place = (variants, view)
        if place not in self._summaries:
            found = summarise(
                self.program, self.parameters, variants, view, self.arithmetic, self.budget, self.deadline
            )
            states = self.program.program.states
            if len(states) != self._states:
                self._states = len(states)
                self._summaries.clear()
                self.compared.clear()
            self._summaries[place] = found
        self.used.add(place)
        return self._summaries[place]

    def explored(self) -> list[Composite]:
        """Return what the paths gave that the law asked about."""
        return [self._summaries[place] for place in self.used if place in self._summaries]

    def paths(self) -> int:
        """Return how many paths were asked about."""
        return sum(composite.paths for composite in self.explored())

    def problem(self, places: Sequence[Place]) -> Fault | None:
        """Return why the paths of the function do not give an outcome for all reports."""
        rank = {"stateful": 0, "raises": 2}
        faults = [fault for place in places for _, fault in self.summary(*place).faults]
        early = [found for place in places if (found := self.summary(*place).early) is not None]
        return min([*early, *faults], key=lambda fault: rank.get(fault.kind, 1), default=None)
