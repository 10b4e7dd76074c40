"""A user's function as a rule on numbers: itself, for replay. No solver is imported for it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.proofs.functions.exact import Exact
from strategyproof.proofs.functions.faults import Decided, Fault, alike
from strategyproof.proofs.functions.program import Program


class Faulty(Exception):
    """A run at a point has no outcome."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


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
        if not alike(exact, rounded):
            raise Faulty(Fault("differs-from-python", "the function itself gives another outcome than the evaluator"))
        return exact


class NativeRule(ConcreteRule):
    """The rule for a quick look: the function itself on exact rationals; what it shows is then replayed in full."""

    def exactly(self, bids: Sequence[Fraction], parameters: dict[str, Any]) -> Decided:
        """Return the outcome of the function itself, where it has one on exact rationals."""
        values = {name: Fraction(value) for name, value in parameters.items()}
        found = self._program.natively(bids, values, Exact)
        return found if isinstance(found, Decided) else super().exactly(bids, parameters)


class ExampleRule(ConcreteRule):
    """The rule that examples are drawn on: what the function itself gives counts, on exact rationals or on doubles."""

    def exactly(self, bids: Sequence[Fraction], parameters: dict[str, Any]) -> Decided:
        """Return the outcome of the function itself."""
        values = {name: Fraction(value) for name, value in parameters.items()}
        return _decided(self._program.natively(bids, values, Fraction))


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
