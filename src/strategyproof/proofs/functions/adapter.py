"""A user's function as a rule on symbols, for a proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from strategyproof.mechanism.grounds import Cause
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.functions.summary import Summary
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol
from strategyproof.proofs.symbolic.vectors import FiniteVector


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
