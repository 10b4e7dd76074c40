"""A mechanism in doubles: on symbols its own source rounds each operation, on exact numbers NumPy runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.rounding.axioms import only_doubles_compared
from strategyproof.proofs.rounding.numbers import INFINITY, Double, demand, is_double, rounded
from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic.symbols import Symbol, lift
from strategyproof.proofs.symbolic.vectors import SymbolicVector


def in_doubles(mechanism: Mechanism) -> Mechanism:
    """Return the mechanism as it runs in doubles, and answers exactly: a law then compares its amounts as they are.

    What enters it is rounded to doubles, and that nothing overflows there is demanded. On symbols the rule computes
    with :class:`~strategyproof.proofs.rounding.numbers.Double`; on arrays of exact numbers, NumPy runs it in float64.
    """
    rho = mechanism.rho
    return replace(
        mechanism,
        rule=_in_doubles(mechanism.rule, _outcome_of_symbols, _outcome_of_arrays),
        rho=None if rho is None else _in_doubles(rho, _of_symbols, _of_arrays),
    )


def _in_doubles(
    function: Callable[..., Any], of_symbols: Callable[[Any], Any], of_arrays: Callable[[Any], Any]
) -> Callable[..., Any]:
    def runs(bids: Any, **parameters: Any) -> Any:
        if isinstance(bids, SymbolicVector):
            seen = {name: _entering(value) for name, value in parameters.items()}
            return of_symbols(function(_entering(bids), **seen))
        doubles = {name: _doubles(value) for name, value in parameters.items()}
        with np.errstate(all="ignore"):
            return of_arrays(function(_doubles(bids), **doubles))

    return runs


def _entering(value: Any) -> Any:
    """Return what a rule is given, as doubles."""
    if isinstance(value, SymbolicVector):
        return value.mapped(_entering)
    number = lift(value)
    if number.term.sort != "Real":
        return number
    entered = rounded(number.term)
    if entered.op != "const" and not is_double(number.term):
        for end in (terms.less(terms.negate(INFINITY), entered), terms.less(entered, INFINITY)):
            demand(end)
    return Double(entered)


def _outcome_of_symbols(outcome: Outcome) -> Outcome:
    return Outcome(_of_symbols(outcome.wins), _of_symbols(outcome.payments))


def _of_symbols(value: Any) -> Any:
    """Return what a rule answers, for a law to compute with exactly."""
    if isinstance(value, SymbolicVector):
        return value.mapped(_of_symbols)
    number = lift(value)
    only_doubles_compared([number.term])
    if number.term.sort == "Real" and not is_double(number.term):
        raise TypeError(f"expected the rule to answer doubles, and it answers {number.term} without rounding it")
    return Symbol(number.term)


def _doubles(value: Any) -> Any:
    """Return exact numbers as float64."""
    if hasattr(value, "__len__"):
        return np.array([float(entry) for entry in value], dtype=np.float64)
    return np.float64(float(value))


def _outcome_of_arrays(outcome: Outcome) -> Outcome:
    return Outcome(np.asarray(outcome.wins), _of_arrays(outcome.payments))


def _of_arrays(value: Any) -> Any:
    """Return doubles as the rationals that they are.

    Raises
    ------
    OverflowError
        If one is infinite or no number.
    """
    numbers = np.asarray(value, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise OverflowError(f"the rule computes {', '.join(map(str, numbers.reshape(-1)))} in doubles")
    return exact(numbers) if numbers.ndim else Fraction(float(numbers))
