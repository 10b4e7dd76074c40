"""Merged values: one of finitely many, depending on the bids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.quantity import Condition, Quantity, Symbolic, finite, truth
from strategyproof.proofs.terms import Term

Case = tuple[Term, Any]
"""A condition and the value under it. Of the cases of one value exactly one condition holds."""


class Choice(Symbolic):
    """A whole number that is one of finitely many, such as the position of the highest bid."""

    __slots__ = ("cases",)

    def __init__(self, cases: Sequence[tuple[Term, int]]) -> None:
        self.cases = cases

    def as_real(self) -> Term:
        """Return the number as a term."""
        return selected([(when, terms.real(value)) for when, value in self.cases])

    def __index__(self) -> int:
        *others, (_, last) = self.cases
        for when, value in others:
            if decide(when):
                return value
        return last

    __int__ = __index__

    def __float__(self) -> float:
        return float(self.__index__())

    def __hash__(self) -> int:
        return hash(self.__index__())

    def __format__(self, spec: str) -> str:
        return format(self.__index__(), spec)

    def __str__(self) -> str:
        return str(self.__index__())

    __repr__ = __str__

    def __floordiv__(self, other: Any) -> Any:
        return self.__index__() // other

    def __mod__(self, other: Any) -> Any:
        return self.__index__() % other

    def __add__(self, other: Any) -> Any:
        if isinstance(other, int):
            return Choice([(when, value + other) for when, value in self.cases])
        return super().__add__(other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, int):
            return Choice([(when, value - other) for when, value in self.cases])
        return super().__sub__(other)

    def __rsub__(self, other: Any) -> Any:
        if isinstance(other, int):
            return Choice([(when, other - value) for when, value in self.cases])
        return super().__rsub__(other)

    def __neg__(self) -> Any:
        return 0 - self

    def __eq__(self, other: object) -> Any:
        if isinstance(other, int):
            return truth(terms.disjunction(when for when, value in self.cases if value == other))
        if isinstance(other, Choice):
            pairs = ((a, b) for a, x in self.cases for b, y in other.cases if x == y)
            return truth(terms.disjunction(terms.conjunction(pair) for pair in pairs))
        return super().__eq__(other)

    def __ne__(self, other: object) -> Any:
        same = self.__eq__(other)
        if same is NotImplemented:
            return same
        return truth(terms.negation(same.term)) if isinstance(same, Condition) else not same


class NotMergeable(Exception):
    """The values are of kinds that must stay what they are, such as objects."""


def merged(cases: Sequence[Case]) -> Any:
    """Merge values of one kind: numbers, truth values, whole numbers, or tuples of them.

    Raises
    ------
    NotMergeable
        If they are of different kinds, or of another.
    """
    cases = [(when, value) for when, value in cases if when is not terms.FALSE]
    first = cases[0][1]
    if len(cases) == 1 or all(value is first for _, value in cases):
        return first
    values = [value for _, value in cases]
    if all(type(value) is tuple and len(value) == len(first) for value in values):
        return tuple(merged([(when, value[k]) for when, value in cases]) for k in range(len(first)))
    if all(isinstance(value, (bool, Condition)) for value in values):
        return truth(selected([(when, _truth(value)) for when, value in cases]))
    if all(type(value) is int or isinstance(value, Choice) for value in values):
        return _choice(cases)
    if all(isinstance(value, (int, float, Fraction, Quantity, Choice)) for value in values):
        return Quantity(selected([(when, _real(value)) for when, value in cases]))
    raise NotMergeable


def selected(cases: Sequence[tuple[Term, Term]]) -> Term:
    """Return the term whose condition holds."""
    *others, (_, chosen) = cases
    for when, value in reversed(others):
        chosen = terms.if_then_else(when, value, chosen)
    return chosen


def _truth(value: Any) -> Term:
    return value.term if isinstance(value, Condition) else terms.truth(value)


def _real(value: Any) -> Term:
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise NotMergeable
    term = finite(value)
    assert term is not None
    return term


def _choice(cases: Iterable[Case]) -> Any:
    conditions: dict[int, list[Term]] = {}
    for when, value in cases:
        for inner, option in value.cases if isinstance(value, Choice) else [(terms.TRUE, value)]:
            conditions.setdefault(option, []).append(terms.conjunction((when, inner)))
    if len(conditions) == 1:
        return next(iter(conditions))
    return Choice([(terms.disjunction(when), option) for option, when in conditions.items()])
