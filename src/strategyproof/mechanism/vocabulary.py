"""The words that mechanisms and laws are written in.

Each word means the same thing for every kind of number. An interpreter of symbolic numbers answers ``__vocabulary__``
with its own module of these words, as arrays answer ``__array_namespace__``; every other value is read as an array
(NumPy, torch, or exact rationals in a NumPy object array), with the bidder on axis 0.

A mechanism that uses only these words, comparisons and arithmetic can be proved for every number of bidders at once.
"""

from __future__ import annotations

from typing import Any

from strategyproof.mechanism.outcome import Number, Outcome, Truth, Vector

__all__ = [
    "alone",
    "any_of",
    "at",
    "both",
    "either",
    "extended",
    "first_of",
    "highest",
    "highest_of_others",
    "implies",
    "lowest_of_others",
    "max_of_others",
    "maximum",
    "minimum",
    "negation",
    "pair",
    "replaced",
    "swapped",
    "unsold",
    "utility",
    "where",
]


def _words(*operands: Any) -> Any:
    """Return the vocabulary that understands the operands: a symbolic one if any operand is symbolic."""
    for operand in operands:
        symbolic = getattr(type(operand), "__vocabulary__", None)  # of the type: a symbol answers no question itself
        if symbolic is not None:
            return symbolic(operand)
    from strategyproof.mechanism import arrays

    return arrays


def where(condition: Truth, yes: Any, no: Any) -> Any:
    """Return ``yes`` where the condition holds and ``no`` elsewhere. Both are computed, so neither may divide by 0."""
    return _words(condition, yes, no).where(condition, yes, no)


def both(a: Truth, b: Truth) -> Truth:
    """Tell whether a and b hold."""
    return _words(a, b).both(a, b)


def negation(a: Truth) -> Truth:
    """Tell whether a fails."""
    return _words(a).negation(a)


def either(a: Truth, b: Truth) -> Truth:
    """Tell whether a or b holds."""
    return negation(both(negation(a), negation(b)))


def implies(a: Truth, b: Truth) -> Truth:
    """Tell whether b holds or a fails."""
    return negation(both(a, negation(b)))


def maximum(a: Any, b: Any) -> Any:
    """Return the larger of a and b, elementwise."""
    return where(a >= b, a, b)


def minimum(a: Any, b: Any) -> Any:
    """Return the smaller of a and b, elementwise."""
    return where(a <= b, a, b)


def highest(values: Vector, rank: int = 1) -> Number:
    """Return the ``rank``-th highest value; 0 if there are fewer values (spec: the maximum over nothing is 0)."""
    return _words(values).highest(values, rank)


def highest_of_others(values: Vector, rank: int = 1) -> Vector:
    """Return, for each bidder n, the ``rank``-th highest of the values of the others; 0 if there are fewer."""
    return _words(values).highest_of_others(values, rank)


def max_of_others(values: Vector) -> Vector:
    """Return max(b_{-n}) for each bidder n; 0 if n is alone."""
    return highest_of_others(values)


def lowest_of_others(values: Vector, rank: int = 1) -> Vector:
    """Return, for each bidder n, the ``rank``-th lowest of the values of the others; 0 if there are fewer."""
    return -highest_of_others(-values, rank)


def any_of(mask: Vector) -> Truth:
    """Tell whether the mask holds for some bidder."""
    return _words(mask).any_of(mask)


def first_of(mask: Vector) -> Vector:
    """Keep the mask only at the bidder of the smallest index for whom it holds."""
    return _words(mask).first_of(mask)


def replaced(values: Vector, bidder: Any, value: Number) -> Vector:
    """Return the values with those of one bidder replaced."""
    return _words(values, value).replaced(values, bidder, value)


def swapped(values: Vector, first: Any, second: Any) -> Vector:
    """Return the values with those of two bidders exchanged."""
    return _words(values).swapped(values, first, second)


def extended(values: Vector, extra: Vector) -> Vector:
    """Return the values followed by those of further names."""
    return _words(values, extra).extended(values, extra)


def pair(like: Vector, first: Number, second: Number) -> Vector:
    """Return the values of a market of two bidders."""
    return _words(like, first, second).pair(like, first, second)


def alone(like: Vector, bidder: Any, value: Number) -> Vector:
    """Return the values of a market of the same size in which every other bidder's value is 0."""
    return _words(like, value).alone(like, bidder, value)


def at(values: Any, bidder: Any) -> Number:
    """Return the entry of one bidder; a number that is the same for all bidders is its own entry."""
    is_vector = hasattr(values, "__vector__") or bool(getattr(values, "shape", None))
    return values[bidder] if is_vector else values


def utility(value: Number, outcome: Outcome, bidder: Any) -> Number:
    """Return u_n = v_n x_n - p_n of a bidder whose value for the item is ``value``."""
    return where(outcome.wins[bidder], value, 0) - outcome.payments[bidder]


def unsold(outcome: Outcome) -> Truth:
    """Return x_0: the item goes to the outside option, as no bidder wins it."""
    return negation(any_of(outcome.wins))
