"""Proofs in doubles: what :func:`strategyproof.proofs.any_bidders.prove` does otherwise than over the reals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from strategyproof.mechanism.law import Law, Scale
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Counterexample, Drawn
from strategyproof.proofs.any_bidders.numbers import Reals
from strategyproof.proofs.any_bidders.question import Question, ask
from strategyproof.proofs.any_bidders.small_markets import simplest_counterexample
from strategyproof.proofs.rounding import search
from strategyproof.proofs.rounding.axioms import axioms, exact_scaling, only_doubles_compared
from strategyproof.proofs.rounding.numbers import nearest
from strategyproof.proofs.rounding.running import in_doubles
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term

FEW = 90
"""Markets that are tried before a solver is asked."""


@dataclass(frozen=True, slots=True)
class Doubles(Reals):
    """Numbers of float64: the rule's operations are rounded, the law compares amounts exactly.

    Attributes
    ----------
    powers_of_two
        Whether a law's scales are powers of two only, and only markets in which nothing under- or overflows count.
    """

    powers_of_two: bool = False
    arithmetic: ClassVar[Drawn] = "float64"

    def read(self, mechanism: Mechanism) -> Mechanism:
        """Return the mechanism as it runs in doubles."""
        return in_doubles(mechanism)

    def inside(self, distance: Fraction) -> Fraction:
        """Return a number of many digits, of which rounding loses some."""
        return nearest(distance / 3)

    def facts(self, question: Question, facts: Sequence[Term], claim: Term) -> list[Term]:
        """Return what is known of rounding at the numbers of a question."""
        only_doubles_compared(facts)
        scales = [question.variables[scale].term for scale in _scales(question.law)] if self.powers_of_two else []
        return exact_scaling([*facts, claim], scales[0]) if len(scales) == 1 else axioms([*facts, claim])

    def limits(self, law: Law) -> dict[str, str]:
        """Return the values of a law's scales that are spoken of, where that is not all of them."""
        return dict.fromkeys(_scales(law), "2^k without under- or overflow") if self.powers_of_two else {}

    def at_once(self, question: Question) -> Counterexample | None:
        """Return a market that breaks the law, if one of a few does: without it a solver may search for seconds."""
        law = question.law
        if self.powers_of_two or law.exists:
            return None
        return search.counterexample(law, question.mechanism, question.at_least, most=FEW)

    def counterexample(self, question: Question, violation: list[Term], solver: Solver) -> Counterexample | None:
        """Return a market of doubles that breaks the law: the simplest of the reals, or one beside a threshold."""
        law, mechanism = question.law, question.mechanism
        found = self._simplest(question, violation, solver)
        if found is not None:
            parameters, variables = search.as_point(law, found)
            if all(variables[scale] in search.POWERS for scale in _scales(law)) or not self.powers_of_two:
                refuted = search.replayed(law, mechanism, parameters, variables)
                if refuted is not None or law.exists:
                    return refuted
        scales = search.POWERS if self.powers_of_two else search.SCALES
        return None if law.exists else search.counterexample(law, mechanism, question.at_least, scales=scales)

    def _simplest(self, question: Question, violation: list[Term], solver: Solver) -> Counterexample | None:
        """Return the simplest counterexample over the reals, if the law fails there."""
        law = question.law
        if law.exists:
            return simplest_counterexample(question, violation, solver)
        over_reals = ask(law, question.mechanism, question.at_least)
        broken = over_reals.violation(over_reals.holds())
        if solver.searching.ask(broken).status != "sat":
            return None
        return simplest_counterexample(over_reals, broken, solver)


def _scales(law: Law) -> list[str]:
    return [variable.name for variable in law.variables if isinstance(variable, Scale)]
