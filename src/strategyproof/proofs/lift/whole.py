"""Whole numbers that a proof over any number of bidders knows only by their term: N, and positions of bidders."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.plain.choice import NotMergeable
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Condition, Quantity, Symbolic, finite, truth
from strategyproof.proofs.terms import Term


class Whole(Symbolic):
    """A whole number, such as the number of bidders or the position of the highest bid."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def as_real(self) -> Term:
        """Return the number as a real."""
        return real_of(self.term)

    def __add__(self, other: Any) -> Any:
        term = integer_term(other)
        return super().__add__(other) if term is None else whole(_plus(self.term, term))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        term = integer_term(other)
        return super().__sub__(other) if term is None else whole(_minus(self.term, term))

    def __rsub__(self, other: Any) -> Any:
        term = integer_term(other)
        return super().__rsub__(other) if term is None else whole(_minus(term, self.term))

    def __rmul__(self, other: Any) -> Any:
        if isinstance(other, (list, tuple)):
            from strategyproof.proofs.lift.rows import repeated

            return repeated(other, self)
        return super().__rmul__(other)

    def __mul__(self, other: Any) -> Any:
        return self.__rmul__(other) if isinstance(other, (list, tuple)) else super().__mul__(other)

    def __neg__(self) -> Any:
        return whole(terms.negate(self.term))

    def __bool__(self) -> bool:
        return bool(self != 0)

    def __eq__(self, other: object) -> Any:
        return self._compared(terms.equal, other, super().__eq__)

    def __ne__(self, other: object) -> Any:
        return self._compared(lambda a, b: terms.negation(terms.equal(a, b)), other, super().__ne__)

    def __lt__(self, other: Any) -> Any:
        return self._compared(terms.less, other, super().__lt__)

    def __le__(self, other: Any) -> Any:
        return self._compared(terms.less_equal, other, super().__le__)

    def __gt__(self, other: Any) -> Any:
        return self._compared(lambda a, b: terms.less(b, a), other, super().__gt__)

    def __ge__(self, other: Any) -> Any:
        return self._compared(lambda a, b: terms.less_equal(b, a), other, super().__ge__)

    def _compared(self, relation: Callable[[Term, Term], Term], other: Any, otherwise: Callable[[Any], Any]) -> Any:
        term = integer_term(other)
        return otherwise(other) if term is None else truth(relation(self.term, term))

    def __hash__(self) -> int:
        raise Unsupported("hashing a position of a market of any size")


def whole(term: Term) -> Any:
    """Return the number, as a plain int where it is one."""
    return term.data if term.op == "const" else Whole(term)


def integer_term(value: Any) -> Term | None:
    """Return the integer term of a whole number; None if it is none."""
    if isinstance(value, Whole):
        return value.term
    if isinstance(value, Condition):
        return terms.if_then_else(value.term, terms.integer(1), terms.integer(0))
    return terms.integer(int(value)) if isinstance(value, int) else None


def real_of(term: Term) -> Term:
    """Return an integer term as a real one."""
    if term.op == "const":
        return terms.real(term.data)
    if term.op == "ite":
        condition, yes, no = term.args
        return terms.if_then_else(condition, real_of(yes), real_of(no))
    return Term("to_real", (term,), "Real")


def _plus(a: Term, b: Term) -> Term:
    """Return a + b; N - 1 + 1 is N again, so that positions that are the same look the same."""
    if b.op == "const":
        return _shifted(a, b.data)
    return _shifted(b, a.data) if a.op == "const" else terms.add(a, b)


def _minus(a: Term, b: Term) -> Term:
    if b.op == "const":
        return _shifted(a, -b.data)
    return terms.integer(0) if a is b else terms.add(a, terms.negate(b))


def _shifted(a: Term, by: int) -> Term:
    if a.op == "+" and a.args[1].op == "const":
        a, by = a.args[0], a.args[1].data + by
    return a if by == 0 else terms.add(a, terms.integer(by))


def merged(cases: list[tuple[Term, Any]]) -> Any:
    """Merge values of one kind, whole numbers of unknown size among them.

    Raises
    ------
    NotMergeable
        If they are of different kinds, or of another.
    """
    cases = [(when, value) for when, value in cases if when is not terms.FALSE]
    first = cases[0][1]
    values = [value for _, value in cases]
    if all(value is first for value in values):
        return first
    if all(type(value) is tuple and len(value) == len(first) for value in values):
        return tuple(merged([(when, value[k]) for when, value in cases]) for k in range(len(first)))
    if all(isinstance(value, (bool, Condition)) for value in values):
        return truth(_selected([(w, v.term if isinstance(v, Condition) else terms.truth(v)) for w, v in cases]))
    if all(integer_term(value) is not None for value in values):
        return whole(_selected([(when, _known(integer_term(value))) for when, value in cases]))
    if all(_is_finite(value) for value in values):
        return Quantity(_selected([(when, _known(finite(value))) for when, value in cases]))
    raise NotMergeable


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return value - value == 0
    return isinstance(value, (int, Fraction, Quantity, Whole, Condition))


def _known(term: Term | None) -> Term:
    assert term is not None
    return term


def _selected(cases: list[tuple[Term, Term]]) -> Term:
    *others, (_, chosen) = cases
    for when, value in reversed(others):
        chosen = terms.if_then_else(when, value, chosen)
    return chosen
