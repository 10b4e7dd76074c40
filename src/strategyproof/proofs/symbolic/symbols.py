"""Symbolic numbers and truth values: terms that behave as Python numbers when a mechanism computes with them."""

from __future__ import annotations

from contextvars import ContextVar
from fractions import Fraction
from types import ModuleType
from typing import Any

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

VOCABULARY = "strategyproof.mechanism.vocabulary"

DIVISORS: ContextVar[list[Term] | None] = ContextVar("DIVISORS", default=None)
"""Where the divisors of symbols are noted while a rule runs: that none is 0 is to be shown, even of a quotient that
nobody reads or that cancels, since the real code divides all the same."""


class SymbolicBranch(TypeError):
    """A symbolic truth value was asked to choose a branch."""


class Symbol:
    """A real number or a truth value known only by its term. Comparisons give symbols, not bools."""

    __slots__ = ("term",)
    __array_ufunc__ = None  # NumPy would compute with symbols as objects, and ask them for truth values
    __hash__ = None  # type: ignore[assignment]  # equality is symbolic, so there is nothing to hash by

    def __init__(self, term: Term) -> None:
        self.term = term

    def __vocabulary__(self) -> ModuleType:
        from strategyproof.proofs.symbolic import words

        return words

    def __repr__(self) -> str:
        return f"Symbol{self.term!r}"

    def __bool__(self) -> bool:
        if self.term.op == "const":
            return bool(self.term.data)
        raise SymbolicBranch(
            "a symbolic condition cannot choose a branch of `if`, `and`, `or` or `not`; "
            "use where(), both(), either() or negation() of strategyproof.mechanism.vocabulary"
        )

    def __add__(self, other: Any) -> Any:
        return _binary(terms.add, self, other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Any:
        return _binary(terms.multiply, self, other)

    __rmul__ = __mul__

    def __neg__(self) -> Symbol:
        return Symbol(terms.negate(self.term))

    def __pos__(self) -> Symbol:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __truediv__(self, other: Any) -> Any:
        return _binary(_divided, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _binary(lambda a, b: _divided(b, a), self, other)

    def __le__(self, other: Any) -> Any:
        return _binary(terms.less_equal, self, other)

    def __lt__(self, other: Any) -> Any:
        return _binary(terms.less, self, other)

    def __ge__(self, other: Any) -> Any:
        return _binary(lambda a, b: terms.less_equal(b, a), self, other)

    def __gt__(self, other: Any) -> Any:
        return _binary(lambda a, b: terms.less(b, a), self, other)

    def __eq__(self, other: object) -> Any:
        return _binary(terms.equal, self, other)

    def __ne__(self, other: object) -> Any:
        return _binary(lambda a, b: terms.negation(terms.equal(a, b)), self, other)

    def __and__(self, other: Any) -> Any:
        return _binary(lambda a, b: terms.conjunction((a, b)), self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return _binary(lambda a, b: terms.disjunction((a, b)), self, other)

    __ror__ = __or__

    def __invert__(self) -> Symbol:
        return Symbol(terms.negation(self.term))


def lift(value: Any) -> Symbol:
    """Return the symbol of a constant, or the symbol itself.

    Raises
    ------
    TypeError
        If the value is no number that a proof over the reals can speak of.
    """
    if isinstance(value, Symbol):
        return value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, bool):
        return Symbol(terms.truth(value))
    if isinstance(value, (int, float, Fraction)):
        return Symbol(terms.real(value))
    raise TypeError(f"expected a real number in a symbolic computation, got {type(value).__name__}: {value!r}")


def merge(condition: Any, yes: Any, no: Any) -> Symbol:
    """Return ``yes`` where the condition holds and ``no`` elsewhere, as one symbol."""
    return Symbol(terms.if_then_else(lift(condition).term, lift(yes).term, lift(no).term))


def _divided(a: Term, b: Term) -> Term:
    noted = DIVISORS.get()
    if noted is not None:
        noted.append(b)
    return terms.divide(a, b)


def _binary(operation: Any, a: Any, b: Any) -> Any:
    if hasattr(type(b), "__vector__"):
        return NotImplemented
    return Symbol(operation(a.term, lift(b).term))
