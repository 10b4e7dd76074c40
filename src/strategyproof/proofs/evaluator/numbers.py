"""What stands for a number or a truth value that depends on the bids: a term, and the type that Python gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from strategyproof.proofs import terms
from strategyproof.proofs.terms import Term

ZERO, ONE = terms.real(0), terms.real(1)
NUMBERS = (bool, int, float, Fraction, Decimal)
MOST_CASES = 64
"""A whole number with more possible values than this is carried as a term, without listing them."""

Case: TypeAlias = tuple[Term, Any]
"""A condition and the value under it. Of the cases of one value exactly one condition holds."""


class IntOrFloat:
    """The type of a number that is an int for some bids and a float for others; nobody may ask for it."""


class Symbolic:
    """A number or truth value that depends on the bids."""

    __slots__ = ()
    kind: type


class Quantity(Symbolic):
    """A real number.

    Attributes
    ----------
    term
        Of sort Real.
    kind
        Python's type of it: ``int``, ``float``, ``Fraction``, ``Decimal``, or :class:`IntOrFloat`.
    """

    __slots__ = ("kind", "term")

    def __init__(self, term: Term, kind: type = float) -> None:
        self.term, self.kind = term, kind

    def __repr__(self) -> str:
        return f"Quantity({self.term!r}, {self.kind.__name__})"


class Condition(Symbolic):
    """A truth value."""

    __slots__ = ("term",)
    kind = bool

    def __init__(self, term: Term) -> None:
        self.term = term

    def __repr__(self) -> str:
        return f"Condition({self.term!r})"


class Choice(Symbolic):
    """A whole number that is one of finitely many, such as the position of the highest bid, or a count."""

    __slots__ = ("cases",)
    kind = int

    def __init__(self, cases: Sequence[tuple[Term, int]]) -> None:
        self.cases = cases

    def __repr__(self) -> str:
        return f"Choice({self.cases!r})"


def truth(term: Term) -> bool | Condition:
    """Return a condition, or a plain bool where it is decided already."""
    return bool(term.data) if term.op == "const" else Condition(term)


def condition(value: Any) -> Term | None:
    """Return the term of a bool; None if it is none."""
    if isinstance(value, Condition):
        return value.term
    return terms.truth(value) if isinstance(value, bool) else None


def is_number(value: Any) -> bool:
    """Tell whether a value is a number of any kind, a bool included."""
    return isinstance(value, (Symbolic, *NUMBERS))


def kind_of(value: Any) -> type:
    """Return Python's type of a number."""
    return value.kind if isinstance(value, Symbolic) else type(value)


def real_term(value: Any) -> Term | None:
    """Return a number as a real term; None where it is infinite or NaN. A float is the rational that it is."""
    if isinstance(value, Quantity):
        return value.term
    if isinstance(value, Condition):
        return terms.if_then_else(value.term, ONE, ZERO)
    if isinstance(value, Choice):
        return selected([(when, terms.real(option)) for when, option in value.cases])
    try:
        return terms.real(Fraction(value))
    except (OverflowError, ValueError):
        return None


def cases_of(value: Any) -> Sequence[tuple[Term, int]] | None:
    """Return the possible values of a whole number, each with its condition; None where they are not listed."""
    if isinstance(value, Choice):
        return value.cases
    if isinstance(value, Condition):
        return [(value.term, 1), (terms.negation(value.term), 0)]
    return [(terms.TRUE, int(value))] if isinstance(value, int) else None


def chosen(cases: Iterable[tuple[Term, int]]) -> int | Choice:
    """Return the whole number whose case holds; cases of the same value are joined."""
    conditions: dict[int, list[Term]] = {}
    for when, option in cases:
        if when is not terms.FALSE:
            conditions.setdefault(option, []).append(when)
    if len(conditions) == 1:
        return next(iter(conditions))
    return Choice([(terms.disjunction(when), option) for option, when in conditions.items()])


def selected(cases: Sequence[tuple[Term, Term]]) -> Term:
    """Return the term whose condition holds."""
    *others, (_, last) = cases
    for when, value in reversed(others):
        last = terms.if_then_else(when, value, last)
    return last


class NotMergeable(Exception):
    """The values are of kinds that must stay what they are, such as objects."""


def merged(cases: Sequence[Case]) -> Any:
    """Merge values of one kind: numbers of one type, truth values, whole numbers, or tuples of them.

    Raises
    ------
    NotMergeable
        If they are of different types, or of another; one after the other can then be evaluated.
    """
    cases = [(when, value) for when, value in cases if when is not terms.FALSE]
    first = cases[0][1]
    if all(value is first for _, value in cases):
        return first
    if all(type(value) is tuple and len(value) == len(first) for _, value in cases):
        return tuple(merged([(when, value[k]) for when, value in cases]) for k in range(len(first)))
    if not all(is_number(value) for _, value in cases):
        return _merged_equals([value for _, value in cases])
    kinds = {kind_of(value) for _, value in cases}
    if kinds == {bool}:
        return truth(selected([(when, _of_bool(value)) for when, value in cases]))
    if kinds == {int}:
        return _merged_whole(cases)
    kind = _common(kinds)
    return Quantity(selected([(when, _finite(value)) for when, value in cases]), kind)


def _merged_equals(values: Sequence[Any]) -> Any:
    first = values[0]
    if isinstance(first, (str, bytes)) and all(type(v) is type(first) and v == first for v in values):
        return first
    raise NotMergeable


def _merged_whole(cases: Sequence[Case]) -> Any:
    listed: list[tuple[Term, int]] = []
    for when, value in cases:
        options = cases_of(value)
        if options is None or len(listed) + len(options) > MOST_CASES:
            return Quantity(selected([(c, _finite(v)) for c, v in cases]), int)
        listed += [(terms.conjunction((when, inner)), option) for inner, option in options]
    return chosen(listed)


def _common(kinds: set[type]) -> type:
    """Return the one type of merged values; whole numbers among floats, as ``price = 0`` is, stay told apart."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds <= {int, float, IntOrFloat}:
        return IntOrFloat
    raise NotMergeable


def _of_bool(value: Any) -> Term:
    term = condition(value)
    assert term is not None
    return term


def _finite(value: Any) -> Term:
    term = real_term(value)
    if term is None:
        raise NotMergeable
    return term
