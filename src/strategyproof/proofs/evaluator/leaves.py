"""Functions of a number that is one of a few constants, such as an entry of a table by position: constant by constant.

``rates[w] ** 1.5`` is no fraction of the bids, and need not be: where ``w`` depends on the bids, ``rates[w]`` is still
one of the constants in ``rates``, and Python computes the power of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.numbers import (
    MOST_CASES,
    NUMBERS,
    NotMergeable,
    Symbolic,
    kind_of,
    merged,
    real_term,
)
from strategyproof.proofs.smt.terms import Term, conjunction, negation, truth

Cases = list[tuple[Term, Any]]


def cases(value: Any) -> Cases | None:
    """Return the plain numbers that a number can be, each with its condition; None where they are not constants.

    A constant of a type that cannot hold it exactly is none that Python could have had, and makes it None.
    """
    if kind_of(value) not in NUMBERS:
        return None
    if not isinstance(value, Symbolic):
        return [(truth(True), value)]
    kind, term = kind_of(value), real_term(value)
    if term is None:
        return None
    found: Cases = []
    for when, constant in _leaves(term) or ():
        plain = _as_kind(constant, kind)
        if plain is None:
            return None
        found.append((when, plain))
    return found or None


@lru_cache(maxsize=1024)
def _leaves(term: Term) -> tuple[tuple[Term, Fraction], ...] | None:
    """Return the constants of a tree of choices; None where something else stands in it, or they are too many."""
    if term.op == "const":
        return ((truth(True), Fraction(term.data)),)
    if term.op != "ite":
        return None
    when, yes, no = term.args
    here, there = _leaves(yes), _leaves(no)
    if here is None or there is None:
        return None
    joined: dict[Fraction, list[Term]] = {}
    for side, part in ((when, here), (negation(when), there)):
        for inner, constant in part:
            joined.setdefault(constant, []).append(conjunction((side, inner)))
    if len(joined) > MOST_CASES:
        return None
    from strategyproof.proofs.smt.terms import disjunction

    return tuple((disjunction(conditions), constant) for constant, conditions in joined.items())


def _as_kind(constant: Fraction, kind: type) -> Any:
    if kind is float:
        plain: Any = float(constant)
    elif kind is Decimal:
        plain = Decimal(constant.numerator) / Decimal(constant.denominator)
    elif kind in (int, bool):
        plain = kind(constant)
    else:
        return constant
    return plain if Fraction(plain) == constant else None


def by_leaves(function: Callable[..., Any], args: Sequence[Any], decide: Callable[[Term], bool]) -> Any:
    """Return a function of numbers, computed of every combination of the constants that they can be.

    Parameters
    ----------
    function
        Python's own, of plain numbers.
    decide
        Chooses a branch: which constants they are, where the function raises for some of them, or where its results
        cannot be merged.

    Raises
    ------
    Unsupported
        If a number is not one of a few constants.
    ArithmeticError, TypeError, ValueError
        As the function does.
    """
    listed = [cases(arg) for arg in args]
    combined: list[tuple[Term, tuple[Any, ...]]] = [(truth(True), ())]
    for options in listed:
        if options is None or len(combined) * len(options) > MOST_CASES:
            raise Unsupported("a function other than a polynomial of a number that depends on the bids")
        combined = [(conjunction((when, other)), (*args, x)) for when, args in combined for other, x in options]
    try:
        return merged([(when, function(*plain)) for when, plain in combined])
    except (NotMergeable, ArithmeticError, TypeError, ValueError):
        *others, (_, last) = combined
        chosen = next((plain for when, plain in others if decide(when)), last)
        return function(*chosen)
