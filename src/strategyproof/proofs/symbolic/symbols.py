"""Symbolic numbers and truth values: terms that behave as Python numbers when a mechanism computes with them."""

from __future__ import annotations

from contextvars import ContextVar
from fractions import Fraction
from types import ModuleType
from typing import Any, Literal

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

VOCABULARY = "strategyproof.mechanism.vocabulary"

DIVISORS: ContextVar[list[Term] | None] = ContextVar("DIVISORS", default=None)
"""Where the divisors of symbols are noted while a rule runs: that none is 0 is to be shown, even of a quotient that
nobody reads or that cancels, since the real code divides all the same."""


DEMANDS: ContextVar[list[Term] | None] = ContextVar("DEMANDS", default=None)
"""Where claims are noted without which an operation has no number for an answer (infinity less infinity, in doubles):
they are to be shown, as is that no divisor is 0."""


class SymbolicBranch(TypeError):
    """A symbolic truth value was asked to choose a branch."""


class Symbol:
    """A real number or a truth value known only by its term. Comparisons give symbols, not bools.

    Sums, products and quotients are those of the reals; a subclass may compute them otherwise, and then they are its
    own wherever one of its numbers takes part.
    """

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

    @classmethod
    def sum(cls, a: Term, b: Term) -> Symbol:
        """Return a + b."""
        return cls(terms.add(a, b))

    @classmethod
    def product(cls, a: Term, b: Term) -> Symbol:
        """Return a b."""
        return cls(terms.multiply(a, b))

    @classmethod
    def quotient(cls, a: Term, b: Term) -> Symbol:
        """Return a / b. That b is not 0 is to be shown by whoever proves something of it."""
        return cls(terms.divide(a, b))

    def __add__(self, other: Any) -> Any:
        return _computed("sum", self, other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Any:
        return _computed("product", self, other)

    __rmul__ = __mul__

    def __neg__(self) -> Symbol:
        return type(self)(terms.negate(self.term))

    def __pos__(self) -> Symbol:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __truediv__(self, other: Any) -> Any:
        return _divided(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _divided(lift(other), self)

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
    a, b = lift(yes), lift(no)
    return _kind(a, b)(terms.if_then_else(lift(condition).term, a.term, b.term))


def quotient(a: Any, b: Any) -> Symbol:
    """Return a / b, and leave it to the caller that b is not 0."""
    dividend, divisor = lift(a), lift(b)
    return _kind(dividend, divisor).quotient(dividend.term, divisor.term)


def _kind(a: Symbol, b: Symbol) -> type[Symbol]:
    """Return the numbers in which two are computed with: the more special ones."""
    return type(b) if issubclass(type(b), type(a)) else type(a)


def _divided(a: Symbol, b: Any) -> Any:
    if hasattr(type(b), "__vector__"):
        return NotImplemented
    noted, divisor = DIVISORS.get(), lift(b)
    if noted is not None:
        noted.append(divisor.term)
    return quotient(a, divisor)


def _computed(operation: Literal["sum", "product"], a: Symbol, b: Any) -> Any:
    if hasattr(type(b), "__vector__"):
        return NotImplemented
    other = lift(b)
    return getattr(_kind(a, other), operation)(a.term, other.term)


def _binary(operation: Any, a: Any, b: Any) -> Any:
    if hasattr(type(b), "__vector__"):
        return NotImplemented
    return Symbol(operation(a.term, lift(b).term))
