"""A user's function as a rule: on symbols for a proof, on exact rationals and doubles for replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.proofs import terms
from strategyproof.proofs.plain.exact import Exact
from strategyproof.proofs.plain.runs import Decided, Fault, run
from strategyproof.proofs.plain.source import Loaded
from strategyproof.proofs.plain.summary import Summary
from strategyproof.proofs.symbols import Symbol
from strategyproof.proofs.terms import Term
from strategyproof.proofs.vectors import FiniteVector


class Faulty(Exception):
    """A run at a point has no outcome."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class OutsideDomain(Exception):
    """The law runs the mechanism at bids that are not seen to be non-negative; the summary says nothing there."""


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
    """The rule for replay: the function itself, on exact rationals or on doubles."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def __call__(self, bids: Vector, **parameters: Any) -> Outcome:
        """Run the function.

        Raises
        ------
        Faulty
            If it has no outcome at these bids.
        """
        in_floats = bids.dtype != object
        decided = at_point(self._loaded, bids.tolist(), parameters, in_floats=in_floats)
        if isinstance(decided, Fault):
            raise Faulty(decided)
        wins = np.array([bool(term.data) for term in decided.wins])
        payments = np.empty(len(wins), dtype=float if in_floats else object)
        payments[:] = [float(term.data) if in_floats else term.data for term in decided.payments]
        return Outcome(wins, payments)


def at_point(
    loaded: Loaded, bids: Sequence[Any], parameters: dict[str, Any], *, in_floats: bool = False, whole: bool = False
) -> Decided | Fault:
    """Run the function on concrete numbers: exact ones, doubles, or Python's own whole numbers for bids."""
    number: Callable[[Any], Any] = float if in_floats else Exact
    values = {name: number(value) for name, value in parameters.items()}
    return run(loaded, [int(bid) if whole else number(bid) for bid in bids], values, watched=False)
