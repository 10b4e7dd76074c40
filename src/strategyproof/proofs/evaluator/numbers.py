"""What stands for a number or a truth value that depends on the bids: a term, and the type that Python gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

ZERO, ONE = terms.real(0), terms.real(1)
NUMBERS = (bool, int, float, Fraction, Decimal)
MOST_CASES = 64
"""A whole number with more possible values than this is carried as a term, without listing them."""

ARRAY_KINDS: dict[type, type] = {}
"""NumPy's types of numbers, each with Python's type of the same numbers; filled where NumPy is modelled."""

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


class Whole(Quantity):
    """A whole number of a market of any size, such as the number of bidders, or a position.

    Attributes
    ----------
    whole
        The number as a term of sort Int.
    """

    __slots__ = ("whole",)

    def __init__(self, whole: Term) -> None:
        super().__init__(terms.as_real(whole), int)
        self.whole = whole


class Condition(Symbolic):
    """A truth value; of Python's type, or of NumPy's."""

    __slots__ = ("kind", "term")

    def __init__(self, term: Term, kind: type = bool) -> None:
        self.term, self.kind = term, kind

    def __repr__(self) -> str:
        return f"Condition({self.term!r})"


class Choice(Symbolic):
    """A whole number that is one of finitely many, such as the position of the highest bid, or a count."""

    __slots__ = ("cases", "kind")

    def __init__(self, cases: Sequence[tuple[Term, int]], kind: type = int) -> None:
        self.cases, self.kind = cases, kind

    def __repr__(self) -> str:
        return f"Choice({self.cases!r})"


def truth(term: Term, kind: type = bool) -> Any:
    """Return a condition, or a plain truth value where it is decided already."""
    return kind(term.data) if term.op == "const" else Condition(term, kind)


def of_array(value: Any) -> bool:
    """Tell whether a value is a number of one of NumPy's types, as the entries of its arrays are."""
    return kind_of(value) in ARRAY_KINDS


def python_kind(kind: type) -> type:
    """Return Python's type of the same numbers."""
    return ARRAY_KINDS.get(kind, kind)


def condition(value: Any) -> Term | None:
    """Return the term of a bool; None if it is none."""
    if isinstance(value, Condition):
        return value.term
    return terms.truth(bool(value)) if python_kind(type(value)) is bool else None


def is_number(value: Any) -> bool:
    """Tell whether a value is a number of any kind, a bool included."""
    return isinstance(value, (Symbolic, *NUMBERS)) or type(value) in ARRAY_KINDS


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
        return terms.real(Fraction(value.item() if type(value) in ARRAY_KINDS else value))
    except (OverflowError, ValueError):
        return None


def whole(term: Term) -> int | Whole:
    """Return a term of sort Int as a number, a plain one where it is one."""
    return int(term.data) if term.op == "const" else Whole(term)


def whole_term(value: Any) -> Term | None:
    """Return a whole number as a term of sort Int; None where it is none, or not known as one."""
    if isinstance(value, Whole):
        return value.whole
    cases = cases_of(value)
    return None if cases is None else selected([(when, terms.integer(option)) for when, option in cases])


def cases_of(value: Any) -> Sequence[tuple[Term, int]] | None:
    """Return the possible values of a whole number, each with its condition; None where they are not listed."""
    if isinstance(value, Choice):
        return value.cases
    if isinstance(value, Condition):
        return [(value.term, 1), (terms.negation(value.term), 0)]
    return [(terms.TRUE, int(value))] if python_kind(type(value)) in (int, bool) else None


def chosen(cases: Iterable[tuple[Term, int]], kind: type = int) -> Any:
    """Return the whole number whose case holds; cases of the same value are joined."""
    conditions: dict[int, list[Term]] = {}
    for when, option in cases:
        if when is not terms.FALSE:
            conditions.setdefault(option, []).append(when)
    if len(conditions) == 1:
        return kind(next(iter(conditions)))
    return Choice([(terms.disjunction(when), option) for option, when in conditions.items()], kind)


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
    kind = _common(kinds)
    if python_kind(kind) is bool:
        return truth(selected([(when, _of_bool(value)) for when, value in cases]), kind)
    if python_kind(kind) is int:
        return _merged_whole(cases, kind)
    return Quantity(selected([(when, _finite(value)) for when, value in cases]), kind)


def _merged_equals(values: Sequence[Any]) -> Any:
    first = values[0]
    if isinstance(first, (str, bytes)) and all(type(v) is type(first) and v == first for v in values):
        return first
    raise NotMergeable


def _merged_whole(cases: Sequence[Case], kind: type) -> Any:
    if any(isinstance(value, Whole) for _, value in cases):
        return _merged_positions(cases)
    listed: list[tuple[Term, int]] = []
    for when, value in cases:
        options = cases_of(value)
        if options is None or len(listed) + len(options) > MOST_CASES:
            return Quantity(selected([(c, _finite(v)) for c, v in cases]), kind)
        listed += [(terms.conjunction((when, inner)), option) for inner, option in options]
    return chosen(listed, kind)


def _merged_positions(cases: Sequence[Case]) -> Any:
    found = [(when, whole_term(value)) for when, value in cases]
    known = [(when, term) for when, term in found if term is not None]
    return (
        whole(selected(known))
        if len(known) == len(found)
        else Quantity(selected([(c, _finite(v)) for c, v in cases]), int)
    )


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
