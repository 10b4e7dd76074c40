"""A user's function as a rule: on symbols for a proof, and itself for replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from strategyproof.mechanism.grounds import Cause
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.proofs.functions import agreement
from strategyproof.proofs.functions.exact import Exact
from strategyproof.proofs.functions.faults import Decided, Fault
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.summary import Summary
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol
from strategyproof.proofs.symbolic.vectors import FiniteVector


class Faulty(Exception):
    """A run at a point has no outcome."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class OutsideDomain(Exception):
    """The law runs the mechanism at bids that are not seen to be non-negative; the summary says nothing there."""

    cause: ClassVar[Cause] = "out-of-domain"


class SymbolicRule:
    """The rule for a proof: looks up what the function's paths gave, at the bids that the law asks about.

    Attributes
    ----------
    runs
        The runs that were asked for, by their bids: where each is defined.
    """

    def __init__(self, summary_of: Callable[[int], Summary], non_negative: set[Term]) -> None:
        self._summary_of = summary_of
        self._non_negative = non_negative
        self.runs: dict[tuple[Term, ...], Term] = {}

    def __call__(self, bids: FiniteVector, **_: Any) -> Outcome:
        """Return the outcome as terms; the parameters are the same variables in every run."""
        entries = [bid.term for bid in bids]
        for entry in entries:
            self._check(entry)
        wins, payments, defined = self._summary_of(len(entries)).at(entries)
        self.runs[tuple(entries)] = defined
        return Outcome(FiniteVector([*map(Symbol, wins)]), FiniteVector([*map(Symbol, payments)]))

    def _check(self, root: Term) -> None:
        """See from its form that a bid is not negative."""
        for term in terms.subterms([root]):
            if _is_non_negative(term, self._non_negative):
                self._non_negative.add(term)
        if root not in self._non_negative:
            raise OutsideDomain(f"the law runs the mechanism at {root!r}, which may be negative")


def _is_non_negative(term: Term, known: set[Term]) -> bool:
    if term.op == "const":
        return term.sort != "Bool" and bool(term.data >= 0)
    return term in known or (
        term.op in ("+", "*", "ite") and all(arg in known for arg in term.args if arg.sort != "Bool")
    )


class ConcreteRule:
    """The rule for replay: the function itself.

    It runs on exact rationals where it can, and its outcome counts as it is. A function that asks for floats, or turns
    its numbers into them, runs on doubles (or on ints, for whole bids): then the outcome in exact arithmetic counts,
    as the evaluator gives it, and the function itself must give the same, rounding apart.

    Attributes
    ----------
    kind
        The numbers that bids are: ``float`` for reals, ``int`` for whole bids.
    """

    def __init__(self, program: Program, kind: type = float) -> None:
        self._program, self.kind = program, kind

    def __call__(self, bids: Vector, **parameters: Any) -> Outcome:
        """Run the function.

        Raises
        ------
        Faulty
            If it has no outcome at these bids, or cannot be followed there.
        """
        if bids.dtype != object:
            return outcome_of(_decided(self._program.natively(bids.tolist(), parameters, float)), in_floats=True)
        return outcome_of(self.exactly([Fraction(bid) for bid in bids], parameters), in_floats=False)

    def exactly(self, bids: Sequence[Fraction], parameters: dict[str, Any]) -> Decided:
        """Return the outcome at a point in exact arithmetic, confirmed by the function itself."""
        values = {name: Fraction(value) for name, value in parameters.items()}
        exact = self._program.exactly(bids, values, self.kind)
        real = self._program.natively(bids, values, int if self.kind is int else Exact)
        if isinstance(exact, Fault):
            if exact.kind == "raises" or isinstance(real, Fault):
                raise Faulty(exact if exact.kind == "raises" else _fault(real, exact))
            return real
        if real == exact:
            return exact
        rounded = _decided(self._program.natively(bids, values, int if self.kind is int else float))
        if not agreement.alike(exact, rounded):
            raise Faulty(Fault("differs-from-python", "the function itself gives another outcome than the evaluator"))
        return exact


class NativeRule(ConcreteRule):
    """The rule for a quick look: the function itself on exact rationals; what it shows is then replayed in full."""

    def exactly(self, bids: Sequence[Fraction], parameters: dict[str, Any]) -> Decided:
        """Return the outcome of the function itself, where it has one on exact rationals."""
        values = {name: Fraction(value) for name, value in parameters.items()}
        found = self._program.natively(bids, values, Exact)
        return found if isinstance(found, Decided) else super().exactly(bids, parameters)


def _fault(found: Decided | Fault, otherwise: Fault) -> Fault:
    return found if isinstance(found, Fault) else otherwise


def _decided(found: Decided | Fault) -> Decided:
    if isinstance(found, Fault):
        raise Faulty(found)
    return found


def outcome_of(decided: Decided, *, in_floats: bool) -> Outcome:
    """Return an outcome as arrays."""
    import numpy as np

    wins = np.array([bool(term.data) for term in decided.wins])
    payments = np.empty(len(wins), dtype=float if in_floats else object)
    payments[:] = [float(term.data) if in_floats else term.data for term in decided.payments]
    return Outcome(wins, payments)
