"""The operators of Python on numbers: on plain ones as Python has them, on symbolic ones as terms.

One table: an operator's term, and its type, which Python itself tells of sample numbers.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from strategyproof.proofs.evaluator import leaves
from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.numbers import (
    ARRAY_KINDS,
    MOST_CASES,
    ZERO,
    Condition,
    IntOrFloat,
    Quantity,
    Symbolic,
    Whole,
    cases_of,
    chosen,
    condition,
    kind_of,
    python_kind,
    real_term,
    truth,
    whole,
    whole_term,
)
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Operator: TypeAlias = Any
"""A class of ``ast``, such as ``ast.Add``."""

NATIVE: dict[Operator, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}
"""What each operator is on plain values."""

ERRORS = (ArithmeticError, TypeError, ValueError, DecimalException)
"""What an operator raises on plain numbers, as the user's program would meet it."""

SAMPLES: dict[type, Any] = {
    bool: True,
    int: 3,
    float: 3.0,
    Fraction: Fraction(3),
    Decimal: Decimal(3),
    IntOrFloat: 3.0,
}
"""A number of each type, of which Python, or NumPy, tells what an operator gives."""


@cache
def kind_after(op: Operator, *kinds: type) -> type:
    """Return the type of a result, told by Python of numbers of these types.

    Raises
    ------
    TypeError
        As Python does, of a Decimal and a float for example.
    """
    if IntOrFloat in kinds and not ARRAY_KINDS.keys().isdisjoint(kinds):
        raise Unsupported("NumPy's arithmetic with what is an int for some bids and a float for others")
    found = type(NATIVE[op](*(SAMPLES[kind] for kind in kinds)))
    if found not in SAMPLES:
        raise Unsupported(f"numbers of the type {found.__name__}")
    if IntOrFloat in kinds and found is float and op is not ast.Div and float not in kinds:
        return IntOrFloat
    return found


def binary(op: Operator, a: Any, b: Any, decide: Callable[[Term], bool]) -> Any:
    """Compute ``a op b`` for numbers of any kind.

    Parameters
    ----------
    op
        The class of the operator in ``ast``.
    decide
        Chooses a branch: whether a divisor is zero.

    Raises
    ------
    ArithmeticError, TypeError, ValueError
        As Python does on such numbers.
    Unsupported
        If the operator has no row for symbolic numbers of these types.
    """
    if not isinstance(a, Symbolic) and not isinstance(b, Symbolic):
        return natively(op, a, b)
    kind = kind_after(op, kind_of(a), kind_of(b))
    if python_kind(kind) is bool:
        return _logical(op, a, b, kind)
    if (positions := _of_wholes(op, a, b)) is not None:
        return positions
    if op in (ast.Add, ast.Sub, ast.Mult) or (op in (ast.FloorDiv, ast.Mod) and isinstance(b, int) and b):
        listed = _by_cases(NATIVE[op], a, b, kind)
        if listed is not None:
            return listed
    left, right = real_term(a), real_term(b)
    if left is None or right is None:
        return kind(_with_infinity(op, a, b))
    if op in (ast.Div, ast.FloorDiv, ast.Mod) and decide(terms.equal(right, ZERO)):
        if kind in ARRAY_KINDS:
            raise Unsupported(BY_ZERO)
        raise ZeroDivisionError("division by zero")
    if op is ast.Pow:
        return _power(left, a, b, decide)
    if op not in _ON_TERMS:
        raise Unsupported(f"{op.__name__} of a number that depends on the bids")
    if kind is Decimal and op in (ast.FloorDiv, ast.Mod):
        raise Unsupported("// and % of a Decimal that depends on the bids")
    return Quantity(_ON_TERMS[op](left, right), kind)


BY_ZERO = "division by zero in NumPy, which gives an infinity and a warning; divide only where the divisor is not 0"


def natively(op: Operator, a: Any, b: Any) -> Any:
    """Compute with plain numbers; where NumPy would warn, of an overflow for example, the result is not to be used."""
    if type(a) not in ARRAY_KINDS and type(b) not in ARRAY_KINDS:
        return NATIVE[op](a, b)
    import numpy as np

    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            return NATIVE[op](a, b)
    except FloatingPointError as error:
        zero = op in (ast.Div, ast.FloorDiv, ast.Mod) and b == 0
        raise Unsupported(BY_ZERO if zero else f"a number of NumPy's that is out of range ({error})") from error


def compare(op: Operator, a: Any, b: Any) -> Any:
    """Compare numbers of any kind; every bid lies between the infinities, and NaN is unequal to all.

    Raises
    ------
    TypeError
        As Python does, of a Decimal and a Fraction for example.
    """
    if not isinstance(a, Symbolic) and not isinstance(b, Symbolic):
        return natively(op, a, b)
    kind = kind_after(op, kind_of(a), kind_of(b))
    if op in (ast.Eq, ast.NotEq) and (same := _same_whole(a, b)) is not None:
        return truth(same if op is ast.Eq else terms.negation(same), kind)
    if (wholes := _whole_terms(a, b)) is not None:
        return truth(_RELATIONS[op](*wholes), kind)
    left, right = real_term(a), real_term(b)
    if left is None or right is None:
        sides = (0.0 if term is not None else float(x) for term, x in ((left, a), (right, b)))
        return kind(NATIVE[op](*sides))
    return truth(_RELATIONS[op](left, right), kind)


def unary(op: Operator, a: Any) -> Any:
    """Compute ``-a``, ``+a`` or ``~a`` of a number of any kind."""
    if not isinstance(a, Symbolic):
        return NATIVE[op](a)
    kind, cases = kind_after(op, a.kind), cases_of(a)
    if isinstance(a, Condition) and python_kind(kind) is bool:
        return truth(terms.negation(a.term) if op is ast.Invert else a.term, kind)
    if cases is not None:
        return chosen(((when, NATIVE[op](value)) for when, value in cases), kind)
    if isinstance(a, Whole) and op is ast.USub:
        return whole(linear(terms.negate(a.whole)))
    if op is ast.Invert:
        raise Unsupported("~ of a number that depends on the bids")
    term = real_term(a)
    assert term is not None
    return Quantity(terms.negate(term) if op is ast.USub else term, kind)


def absolute(a: Any) -> Any:
    """Return ``abs(a)``."""
    if not isinstance(a, Symbolic):
        return abs(a)
    cases = cases_of(a)
    if cases is not None:
        kind = int if a.kind is bool else a.kind
        return a if python_kind(kind) is bool else chosen(((when, abs(value)) for when, value in cases), kind)
    term = real_term(a)
    assert term is not None
    return Quantity(terms.if_then_else(terms.less_equal(ZERO, term), term, terms.negate(term)), a.kind)


def nonzero(a: Any) -> Term:
    """Return the truth of a number as a condition."""
    found = condition(a)
    if found is not None:
        return found
    if not isinstance(a, Symbolic):
        return terms.truth(bool(a))
    cases = cases_of(a)
    if cases is not None:
        return terms.disjunction(when for when, value in cases if value)
    term = real_term(a)
    assert term is not None
    return terms.negation(terms.equal(term, ZERO))


def floor(a: Any) -> Any:
    """Return the greatest whole number not above a number, as an int."""
    if not isinstance(a, Symbolic):
        return math.floor(a)
    if python_kind(kind_of(a)) in (bool, int):
        return as_int(a)
    term = real_term(a)
    assert term is not None
    return Quantity(terms.by_leaves(term, terms.floor), int)


def as_int(a: Any) -> Any:
    """Return a whole number or a truth value as an int of Python's."""
    cases = cases_of(a)
    return Quantity(a.term, int) if cases is None else chosen(cases)


def ceiling(a: Any) -> Any:
    """Return the least whole number not below a number, as an int."""
    return math.ceil(a) if not isinstance(a, Symbolic) else unary(ast.USub, floor(unary(ast.USub, a)))


def truncate(a: Any) -> Any:
    """Return ``int(a)``: a number without its fractional part."""
    if not isinstance(a, Symbolic):
        return int(a)
    if python_kind(kind_of(a)) in (bool, int):
        return floor(a)
    term = real_term(a)
    assert term is not None
    return Quantity(terms.by_leaves(term, _toward_zero), int)


def _toward_zero(term: Term) -> Term:
    down, up = terms.floor(term), terms.negate(terms.floor(terms.negate(term)))
    return down if down is term else terms.if_then_else(terms.less_equal(ZERO, term), down, up)


def rounded(a: Any, digits: int | None = None) -> Any:
    """Return ``round(a, digits)``: to the nearest, ties to even; an int without digits, the number's type with them."""
    if not isinstance(a, Symbolic):
        return round(a) if digits is None else round(a, digits)
    kind = kind_of(a)
    if kind is IntOrFloat:
        raise Unsupported("round() of what is an int for some bids and a float for others")
    if python_kind(kind) is bool and kind is not bool:
        raise TypeError(f"{kind.__name__} has no __round__")
    if kind in (bool, int) and (digits is None or digits >= 0):
        return floor(a)
    term = real_term(a)
    assert term is not None
    scale = terms.real(Fraction(10) ** (digits or 0))
    nearest = terms.by_leaves(term, lambda leaf: terms.divide(to_even(terms.multiply(scale, leaf)), scale))
    return Quantity(nearest, int if digits is None else int if kind is bool else kind)


def to_even(term: Term) -> Term:
    """Return the nearest whole number, ties to the even one, as a real term."""
    down = terms.floor(term)
    if down is term:
        return term
    above = terms.add(down, terms.real(1))
    rest = terms.add(term, terms.negate(down))
    half = terms.real(Fraction(1, 2))
    twice = terms.multiply(terms.real(2), terms.floor(terms.multiply(half, down)))
    tie = terms.if_then_else(terms.equal(twice, down), down, above)
    return terms.if_then_else(terms.less(rest, half), down, terms.if_then_else(terms.less(half, rest), above, tie))


def product(a: Term, b: Term) -> Term:
    """Multiply case by case: a parameter times the highest bid becomes a few products of variables.

    Solvers then meet the same products again and again, instead of a new nonlinear term for each set of rivals.
    """
    known: dict[tuple[int, int], Term] = {}

    def times(x: Term, y: Term) -> Term:
        key = id(x), id(y)
        if key not in known:
            if x.op == "ite":
                known[key] = terms.if_then_else(x.args[0], times(x.args[1], y), times(x.args[2], y))
            elif y.op == "ite":
                known[key] = terms.if_then_else(y.args[0], times(x, y.args[1]), times(x, y.args[2]))
            else:
                known[key] = terms.multiply(x, y)
        return known[key]

    return times(a, b)


def quotient(a: Term, b: Term) -> Term:
    """Divide; by a constant chosen from a table it is a product with a constant chosen from a table."""
    if b.op == "ite" and all(leaf.op == "const" and leaf.data for leaf in terms.leaves(b)):
        return product(a, terms.by_leaves(b, lambda leaf: terms.real(1 / Fraction(leaf.data))))
    return terms.divide(a, b)


def _quotient_floor(a: Term, b: Term) -> Term:
    return terms.by_leaves(quotient(a, b), terms.floor)


def _remainder(a: Term, b: Term) -> Term:
    return terms.add(a, terms.negate(terms.multiply(b, _quotient_floor(a, b))))


_ON_TERMS: dict[Operator, Callable[[Term, Term], Term]] = {
    ast.Add: terms.add,
    ast.Sub: lambda a, b: terms.add(a, terms.negate(b)),
    ast.Mult: product,
    ast.Div: quotient,
    ast.FloorDiv: _quotient_floor,
    ast.Mod: _remainder,
}

_RELATIONS: dict[Operator, Callable[[Term, Term], Term]] = {
    ast.Lt: terms.less,
    ast.LtE: terms.less_equal,
    ast.Gt: lambda a, b: terms.less(b, a),
    ast.GtE: lambda a, b: terms.less_equal(b, a),
    ast.Eq: terms.equal,
    ast.NotEq: lambda a, b: terms.negation(terms.equal(a, b)),
}

_LOGIC: dict[Operator, Callable[[Term, Term], Term]] = {
    ast.BitAnd: lambda a, b: terms.conjunction((a, b)),
    ast.BitOr: lambda a, b: terms.disjunction((a, b)),
    ast.BitXor: lambda a, b: terms.negation(terms.equal(a, b)),
    ast.Add: lambda a, b: terms.disjunction((a, b)),
    ast.Mult: lambda a, b: terms.conjunction((a, b)),
}
"""The sum and the product of truth values are truth values only in NumPy."""


def _logical(op: Operator, a: Any, b: Any, kind: type) -> Any:
    left, right = condition(a), condition(b)
    assert left is not None
    assert right is not None
    return truth(_LOGIC[op](left, right), kind)


def _by_cases(function: Callable[[int, int], int], a: Any, b: Any, kind: type) -> Any:
    """Compute with whole numbers of which the possible values are listed; None where they are too many."""
    left, right = cases_of(a), cases_of(b)
    if left is None or right is None or len(left) * len(right) > MOST_CASES:
        return None
    return chosen(((terms.conjunction((p, q)), function(x, y)) for p, x in left for q, y in right), kind)


def _same_whole(a: Any, b: Any) -> Term | None:
    left, right = cases_of(a), cases_of(b)
    if left is None or right is None:
        return None
    return terms.disjunction(terms.conjunction((p, q)) for p, x in left for q, y in right if x == y)


def _whole_terms(a: Any, b: Any) -> tuple[Term, Term] | None:
    """Return two whole numbers as terms of sort Int, where one of them is a number of a market of any size."""
    if not isinstance(a, Whole) and not isinstance(b, Whole):
        return None
    left, right = whole_term(a), whole_term(b)
    return None if left is None or right is None else (left, right)


def _of_wholes(op: Operator, a: Any, b: Any) -> Any:
    """Compute with positions and numbers of bidders; None where it is a computation with other numbers."""
    sides = _whole_terms(a, b)
    if sides is None:
        return None
    left, right = sides
    if op is ast.Add:
        return whole(linear(terms.add(left, right)))
    if op is ast.Sub:
        return whole(linear(terms.add(left, terms.negate(right))))
    if op is ast.Mult and "const" in (left.op, right.op):
        return whole(linear(terms.multiply(left, right)))
    if op in (ast.FloorDiv, ast.Mod) and right.op == "const" and right.data > 0:
        quotient = Term("div", (left, right), "Int")
        rest = terms.add(left, terms.negate(terms.multiply(right, quotient)))
        return Whole(quotient if op is ast.FloorDiv else rest)
    return None


def linear(term: Term) -> Term:
    """Return a sum in one form, so that positions that are the same look the same: N - 1 + 1 is N."""
    parts: dict[Term, int] = {}
    _add_parts(term, 1, parts)
    constant = parts.pop(_ONE, 0)
    total = terms.integer(0)
    for part, times in parts.items():
        if times:
            total = terms.add(total, terms.multiply(terms.integer(times), part))
    return terms.add(total, terms.integer(constant))


_ONE = terms.integer(1)


def _add_parts(term: Term, times: int, parts: dict[Term, int]) -> None:
    if term.op == "const":
        parts[_ONE] = parts.get(_ONE, 0) + times * term.data
    elif term.op == "+":
        for part in term.args:
            _add_parts(part, times, parts)
    elif term.op == "*" and term.args[0].op == "const":
        _add_parts(term.args[1], times * term.args[0].data, parts)
    else:
        parts[term] = parts.get(term, 0) + times


def _with_infinity(op: Operator, a: Any, b: Any) -> Any:
    """Add to an infinity: whatever the bid, it stays what it is."""
    if op is ast.Add:
        return b if real_term(a) is not None else a
    if op is ast.Sub:
        return -b if real_term(a) is not None else a
    raise Unsupported("arithmetic with an infinite number and a bid")


def _power(base: Term, a: Any, exponent: Any, decide: Callable[[Term], bool]) -> Any:
    if leaves.cases(a) is not None and leaves.cases(exponent) is not None:
        return leaves.by_leaves(operator.pow, (a, exponent), decide)
    if not isinstance(exponent, int) or not 0 <= exponent <= 16:
        raise Unsupported("a power other than a small whole one of a number that depends on the bids")
    result = terms.real(1)
    for _ in range(exponent):
        result = product(result, base)
    return Quantity(result, kind_after(ast.Pow, kind_of(a), int))


def _never(_: Term) -> bool:
    raise AssertionError("nothing to decide")
