"""The numbers that a proof is about: what a rule computes with, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Counterexample, Drawn, Provable
from strategyproof.proofs.any_bidders.small_markets import simplest_counterexample
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term

if TYPE_CHECKING:
    from strategyproof.proofs.any_bidders.question import Question


class Reals:
    """The real numbers, of which a solver knows; other numbers are subclasses."""

    arithmetic: ClassVar[Provable | Drawn] = "real"

    def read(self, mechanism: Mechanism) -> Mechanism:
        """Return the mechanism as it computes in these numbers, on symbols and on exact arrays."""
        return mechanism

    def inside(self, distance: Fraction) -> Fraction:
        """Return a number near to a distance at which two readings of a rule are compared."""
        return distance

    def limits(self, law: Law) -> dict[str, str]:  # noqa: ARG002
        """Return the values of a law's variables that are spoken of, where that is not all of their domain."""
        return {}

    def facts(self, question: Question, facts: Sequence[Term], claim: Term) -> list[Term]:  # noqa: ARG002
        """Return what is known of these numbers beyond the facts of a question, at what it mentions."""
        return []

    def at_once(self, question: Question) -> Counterexample | None:  # noqa: ARG002
        """Return a market that breaks the law, where one is seen before a solver is asked."""
        return None

    def counterexample(self, question: Question, violation: list[Term], solver: Solver) -> Counterexample | None:
        """Return a small market that breaks the law when the rule runs in these numbers."""
        return simplest_counterexample(question, violation, solver)


REALS: Reals = Reals()
