"""Doubles as symbols: each operation is computed exactly and then rounded, ``fl(a + b) = rnd(a + b)``.

``rnd`` is a function of which a proof knows what :mod:`strategyproof.proofs.rounding.axioms` states, and no more. An
overflow is the number :data:`INFINITY`, above every double, so that comparisons are those of IEEE 754.
"""

from __future__ import annotations

from fractions import Fraction

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import DEMANDS, Symbol

ROUNDED = "rnd"
"""The name of the rounding function."""

INFINITY = terms.variable("infinity", "Real")
"""What an operation gives beyond the largest double; a number so large that no double moves it.

For 2^5000 in its place: adding a double to it, multiplying it by one other than 0, or dividing it by one, is rounded to
it again, and a double divided by it is rounded to 0, as IEEE 754 has it. Infinity less infinity, infinity over infinity
and 0 times infinity are no numbers; that they do not occur is demanded.
"""

BEYOND = Fraction(2) ** 5000
"""The number that stands for infinity in :func:`nearest`."""


def nearest(value: Fraction) -> Fraction:
    """Return the double nearest to a number, ties to even; :data:`BEYOND` or its opposite where that overflows.

    >>> nearest(Fraction(3, 10)) == Fraction(0.3), nearest(Fraction(10) ** 400) == BEYOND
    (True, True)
    """
    try:
        double = float(value)
    except OverflowError:
        return BEYOND if value > 0 else -BEYOND
    return Fraction(double)


def is_double(term: Term) -> bool:
    """Tell whether a real term is seen to be a double or an infinity.

    Every variable and every entry of a vector is one, what was rounded is one, and so is what chooses between two or
    negates one.
    """
    if term.op == "const":
        return abs(Fraction(term.data)) < BEYOND and nearest(Fraction(term.data)) == term.data
    if term.op == "ite":
        return all(is_double(leaf) for leaf in terms.leaves(term))
    return term.op in ("var", "apply") or (_is_negation(term) and is_double(term.args[1]))


def is_finite(term: Term) -> bool:
    """Tell whether a double is seen to be no infinity: it was given, not computed."""
    if term.op == "ite":
        return all(is_finite(leaf) for leaf in terms.leaves(term))
    if _is_negation(term):
        return is_finite(term.args[1])
    return term is not INFINITY and term.data != ROUNDED


def rounded(exact: Term) -> Term:
    """Return ``rnd`` of a real term; what is a double already stays."""
    if exact.op == "const":
        value = nearest(exact.data)
        return terms.real(value) if abs(value) < BEYOND else INFINITY if value > 0 else terms.negate(INFINITY)
    return exact if is_double(exact) else terms.apply(ROUNDED, exact)


class Double(Symbol):
    """A double, or a truth value about doubles. Sums, products and quotients are rounded; comparisons are exact."""

    __slots__ = ()

    @classmethod
    def sum(cls, a: Term, b: Term) -> Symbol:
        """Return rnd(a + b)."""
        _check(a, b)
        if not (is_finite(a) or is_finite(b)):
            opposite = terms.equal(a, terms.negate(b))
            demand(terms.negation(terms.conjunction((_is_infinite(a), opposite))))
        return cls(rounded(terms.add(a, b)))

    @classmethod
    def product(cls, a: Term, b: Term) -> Symbol:
        """Return rnd(a b)."""
        _check(a, b)
        for one, other in ((a, b), (b, a)):
            if not is_finite(one):
                is_zero = terms.equal(other, terms.real(0))
                demand(terms.negation(terms.conjunction((_is_infinite(one), is_zero))))
        return cls(rounded(terms.multiply(a, b)))

    @classmethod
    def quotient(cls, a: Term, b: Term) -> Symbol:
        """Return rnd(a / b)."""
        _check(a, b)
        if not (is_finite(a) or is_finite(b)):
            demand(terms.negation(terms.conjunction((_is_infinite(a), _is_infinite(b)))))
        return cls(rounded(terms.divide(a, b)))


def _is_negation(term: Term) -> bool:
    return term.op == "*" and term.args[0].op == "const" and term.args[0].data == -1


def _is_infinite(term: Term) -> Term:
    return terms.disjunction((terms.equal(term, INFINITY), terms.equal(term, terms.negate(INFINITY))))


def _check(*operands: Term) -> None:
    for operand in operands:
        if not is_double(operand):
            what = (
                f"{float(operand.data)!r} is not exactly" if operand.op == "const" else "an operand is not seen to be"
            )
            raise TypeError(f"expected doubles in a rounded operation, and {what} one; write constants as floats")


def demand(claim: Term) -> None:
    """Have it shown that an operation has a number for an answer."""
    noted = DEMANDS.get()
    if noted is None:
        if claim is terms.TRUE:
            return
        raise TypeError(
            f"an operation on doubles may have no number for an answer, and nobody shows otherwise: {claim}"
        )
    if claim is not terms.TRUE and not any(claim is known for known in noted):
        noted.append(claim)
