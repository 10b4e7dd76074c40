"""The vocabulary of mechanisms and laws on symbols: the same words as on arrays, read over terms."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic.symbols import Symbol, lift, merge
from strategyproof.proofs.symbolic.vectors import FiniteVector, SymbolicVector


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Merge two values under a condition."""
    vectors = [x for x in (condition, yes, no) if isinstance(x, SymbolicVector)]
    if not vectors:
        return merge(condition, yes, no)
    return vectors[0].mapped(lambda _, c, a, b: merge(c, a, b), condition, yes, no)


def both(a: Any, b: Any) -> Any:
    """Conjunction."""
    return a & b if isinstance(a, SymbolicVector) else lift(a) & b


def negation(a: Any) -> Any:
    """Negation."""
    return ~a


def highest(values: SymbolicVector, rank: int) -> Symbol:
    """Return the ``rank``-th highest value."""
    return values.ranked(rank)[-1]


def highest_of_others(values: SymbolicVector, rank: int) -> SymbolicVector:
    """Return each bidder's ``rank``-th highest rival."""
    return values.others_ranked(rank)


def any_of(mask: SymbolicVector) -> Symbol:
    """Tell whether the mask holds for some bidder."""
    return mask.any()


def first_of(mask: SymbolicVector) -> SymbolicVector:
    """Keep the mask at the first bidder for whom it holds."""
    return mask.first()


def replaced(values: SymbolicVector, bidder: Any, value: Any) -> SymbolicVector:
    """Change one entry."""
    return values.placed(lambda index, own: merge(_same(index, bidder), value, own))


def swapped(values: SymbolicVector, first: Any, second: Any) -> SymbolicVector:
    """Exchange two entries."""
    at_first, at_second = values[first], values[second]

    def entry(index: Any, own: Symbol) -> Symbol:
        return merge(_same(index, first), at_second, merge(_same(index, second), at_first, own))

    return values.placed(entry)


def alone(like: SymbolicVector, bidder: Any, value: Any) -> SymbolicVector:
    """Return 0 for everybody but one."""
    return like.placed(lambda index, _: merge(_same(index, bidder), value, 0))


def extended(values: SymbolicVector, extra: SymbolicVector) -> SymbolicVector:
    """Append further names."""
    return values.followed_by(extra)


def pair(like: SymbolicVector, first: Any, second: Any) -> FiniteVector:  # noqa: ARG001  # arrays take their type from it
    """Build a market of two bidders."""
    return FiniteVector([first, second])


def _same(index: Any, bidder: Any) -> Symbol:
    return Symbol(terms.equal(terms.position(index), terms.position(bidder)))
