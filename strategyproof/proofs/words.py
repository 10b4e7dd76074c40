"""The vocabulary of mechanisms and laws on symbols: the same words as on arrays, read over terms."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.symbols import Symbol, lift
from strategyproof.proofs.terms import Term


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Merge two values under a condition."""
    vectors = [x for x in (condition, yes, no) if hasattr(x, "__vector__")]
    if not vectors:
        return Symbol(terms.if_then_else(lift(condition).term, lift(yes).term, lift(no).term))

    def entry(_own: Any, c: Any, a: Any, b: Any) -> Any:
        return where(c, a, b)

    return vectors[0].mapped(entry, condition, yes, no)


def both(a: Any, b: Any) -> Any:
    """Conjunction."""
    return lift(a) & b if not hasattr(a, "__vector__") else a & b


def negation(a: Any) -> Any:
    """Negation."""
    return ~a


def highest(values: Any, rank: int) -> Symbol:
    """Return the ``rank``-th highest value."""
    ranked: list[Symbol] = values.ranked(rank)
    return ranked[-1]


def highest_of_others(values: Any, rank: int) -> Any:
    """Return each bidder's ``rank``-th highest rival."""
    return values.others_ranked(rank)


def any_of(mask: Any) -> Any:
    """Tell whether the mask holds for some bidder."""
    return mask.any()


def first_of(mask: Any) -> Any:
    """Keep the mask at the first bidder for whom it holds."""
    return mask.first()


def replaced(values: Any, bidder: Any, value: Any) -> Any:
    """Change one entry."""
    return _with_positions(values, lambda index, own: where(_same(index, bidder), value, own))


def swapped(values: Any, first: Any, second: Any) -> Any:
    """Exchange two entries."""
    at_first, at_second = values[first], values[second]

    def entry(index: Any, own: Any) -> Any:
        return where(_same(index, first), at_second, where(_same(index, second), at_first, own))

    return _with_positions(values, entry)


def alone(like: Any, bidder: Any, value: Any) -> Any:
    """Return 0 for everybody but one."""
    return _with_positions(like, lambda index, own: where(_same(index, bidder), value, 0))


def extended(values: Any, extra: Any) -> Any:
    """Append further names."""
    from strategyproof.proofs.vectors import AnyVector, FiniteVector

    if isinstance(values, FiniteVector):
        return FiniteVector([*values, *extra])

    def entry(index: Term) -> Symbol:
        offset = terms.add(index, terms.negate(values.size))
        return Symbol(
            terms.if_then_else(terms.less(index, values.size), values[index].term, extra[offset].term)
        )

    return AnyVector(values.theory, terms.add(values.size, extra.size), entry)


def pair(like: Any, first: Any, second: Any) -> Any:
    """Build a market of two bidders."""
    from strategyproof.proofs.vectors import FiniteVector

    return FiniteVector([first, second])


def size(values: Any) -> Any:
    """Return the number of bidders: an int, or an integer term."""
    return len(values) if hasattr(values, "__len__") else values.size


def _same(index: Any, bidder: Any) -> Any:
    if isinstance(index, int) and isinstance(bidder, int):
        return index == bidder
    return Symbol(terms.equal(_position(index), _position(bidder)))


def _position(index: Any) -> Term:
    return terms.integer(index) if isinstance(index, int) else index


def _with_positions(values: Any, entry: Any) -> Any:
    from strategyproof.proofs.vectors import AnyVector, FiniteVector

    if isinstance(values, FiniteVector):
        return FiniteVector([entry(index, own) for index, own in enumerate(values)])
    return AnyVector(values.theory, values.size, lambda index: entry(index, values[index]))
