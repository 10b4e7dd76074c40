"""By how much a law fails at a case: what somebody gains by the misreport, or loses by taking part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.counterexample.case import Case, vector
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector


class Amount(Fraction):
    """A rational that keeps, when it is compared, by how much the comparison fails."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return Amount(Fraction(self) + Fraction(other))

    def __sub__(self, other: Any) -> Any:
        return Amount(Fraction(self) - Fraction(other))

    def __rsub__(self, other: Any) -> Any:
        return Amount(Fraction(other) - Fraction(self))

    def __ge__(self, other: Any) -> Any:
        return Shortfall(Fraction(other) - Fraction(self))

    def __le__(self, other: Any) -> Any:
        return Shortfall(Fraction(self) - Fraction(other))

    __radd__ = __add__


class Shortfall:
    """The truth of ``a >= b``, with b - a: what is missing where it is false."""

    def __init__(self, missing: Fraction) -> None:
        self.missing = missing

    def __bool__(self) -> bool:
        return self.missing <= 0


def gain(law: Law, mechanism: Mechanism, case: Case) -> Fraction | None:
    """Return b - a at a case where a law of the form a >= b fails, and None for a law of another form.

    The law's own predicate tells: it runs on amounts that remember their comparison. The mechanism runs on its own
    numbers, as ever.

    Parameters
    ----------
    law, mechanism
        What is examined.
    case
        A case at which the law fails.

    Examples
    --------
    >>> from strategyproof.mechanism.laws import LAWS
    >>> from strategyproof.mechanism.rules import MECHANISMS
    >>> case = Case("rational", [Fraction(3), Fraction(0)], {}, {"i": 0, "lie": Fraction(1)})
    >>> print(gain(LAWS["strategy-proof"], MECHANISMS["first-price"], case))
    2
    """
    auction = case.auction(mechanism)

    def run(bids: Vector) -> Outcome:
        outcome = auction(vector([_plain(bid, case) for bid in bids], case.arithmetic))
        return replace(outcome, payments=_amounts(outcome.payments))

    values = {name: _amounts(v) if _is_vector(v) else amount(v) for name, v in case.arguments().items()}
    try:
        with np.errstate(all="ignore"):
            truth = law.holds(run, **values)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None  # a law that asks for more than runs, or computes what amounts do not
    return truth.missing if isinstance(truth, Shortfall) else None


def _plain(value: Any, case: Case) -> Any:
    return float(value) if case.arithmetic == "float64" else Fraction(value)


def _is_vector(value: Any) -> bool:
    return hasattr(value, "__len__")


def amount(value: Any) -> Any:
    """Return a number as one that keeps what is missing in a comparison."""
    return value if isinstance(value, int) else Amount(value)


def _amounts(values: Vector) -> Vector:
    made = np.empty(len(values), dtype=object)
    made[:] = [Amount(value) for value in values]
    return made


Gain = Callable[[Case], "Fraction | None"]
"""By how much a law fails at a case."""
