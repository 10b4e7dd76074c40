"""``math``: on numbers without bids Python's own; on bids what is a fraction of them, and roots of squares."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator import arithmetic
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.iterating import unordered
from strategyproof.proofs.evaluator.leaves import by_leaves, cases
from strategyproof.proofs.evaluator.numbers import (
    NUMBERS,
    ZERO,
    Choice,
    Condition,
    Quantity,
    Symbolic,
    is_number,
    kind_of,
    real_term,
    truth,
)
from strategyproof.proofs.evaluator.objects import Bound, Function, Instance
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import constant, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

for _name in ("inf", "nan", "pi", "e", "tau"):
    constant(f"math.{_name}", getattr(math, _name))


def _to_whole(name: str, on_numbers: Callable[[Any], Any]) -> None:
    @word(f"math.{name}")
    def row(ev: Evaluator, value: Any, /) -> Any:
        if is_number(value):
            return ev.plainly(on_numbers, value)
        if isinstance(value, Instance) and isinstance(found := value.cls.find(f"__{name}__"), Function):
            return ev.call(Bound(found, value), [], {})
        ev.throw(TypeError)


_to_whole("floor", arithmetic.floor)
_to_whole("ceil", arithmetic.ceiling)
_to_whole("trunc", lambda value: math.trunc(value) if not isinstance(value, Symbolic) else arithmetic.truncate(value))


def _about(name: str, of_a_bid: bool) -> None:
    """Register what is the same of every bid."""

    @word(f"math.{name}")
    def row(ev: Evaluator, value: Any, /) -> Any:
        if isinstance(value, Symbolic):
            return of_a_bid
        return ev.plainly(getattr(math, name), _plain(ev, value))


_about("isnan", False)
_about("isinf", False)
_about("isfinite", True)


def _plain(ev: Evaluator, value: Any) -> Any:
    if not isinstance(value, NUMBERS):
        ev.throw(TypeError)
    return value


@word("math.isclose")
def _isclose(ev: Evaluator, a: Any, b: Any, *, rel_tol: Any = 1e-09, abs_tol: Any = 0.0) -> Any:
    given = (a, b, rel_tol, abs_tol)
    if not all(map(is_number, given)):
        ev.throw(TypeError)
    if not any(isinstance(value, Symbolic) for value in given):
        return ev.plainly(math.isclose, a, b, rel_tol=rel_tol, abs_tol=abs_tol)
    parts = [real_term(value) for value in given]
    if parts[2] is None or parts[3] is None:
        ev.no("math.isclose() with an infinite tolerance")
    if ev.decide(terms.disjunction(terms.less(part, ZERO) for part in (parts[2], parts[3]))):
        ev.throw(ValueError)
    if parts[0] is None or parts[1] is None:
        return False
    x, y = parts[0], parts[1]
    gap = absolute(terms.add(x, terms.negate(y)))
    bounds = [*(terms.multiply(parts[2], absolute(side)) for side in (x, y)), parts[3]]
    near = [terms.less_equal(gap, bound) for bound in bounds]
    return truth(terms.disjunction([terms.equal(x, y), *near]))


def absolute(term: Term) -> Term:
    """Return the absolute value of a term."""
    return terms.if_then_else(terms.less_equal(ZERO, term), term, terms.negate(term))


@word("math.fabs")
def _fabs(ev: Evaluator, value: Any, /) -> Any:
    if isinstance(value, Symbolic):
        term = real_term(value)
        assert term is not None
        return Quantity(absolute(term), float)
    return ev.plainly(math.fabs, _plain(ev, value))


@word("math.sqrt")
def _sqrt(ev: Evaluator, value: Any, /) -> Any:
    if not isinstance(value, Symbolic):
        return ev.plainly(math.sqrt, _plain(ev, value))
    term = real_term(value)
    if cases(value) is None and term is not None and term.op == "*" and term.args[0] is term.args[1]:
        return Quantity(absolute(term.args[0]), float)
    return _leaf_by_leaf(ev, "sqrt", [value])


def _leaf_by_leaf(ev: Evaluator, name: str, args: list[Any]) -> Any:
    if any(isinstance(arg, Symbolic) and cases(arg) is None for arg in args):
        ev.no(f"math.{name}() of a number that depends on the bids")
    return ev.plainly(by_leaves, getattr(math, name), args, ev.decide)


def _of_numbers(name: str) -> None:
    @word(f"math.{name}")
    def row(ev: Evaluator, *args: Any) -> Any:
        if not all(map(is_number, args)):
            ev.throw(TypeError)
        return _leaf_by_leaf(ev, name, list(args))


for _name in (
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "atan2"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "cbrt", "copysign", "degrees", "radians", "erf", "erfc"),
    *("gamma", "lgamma", "hypot", "ldexp", "remainder", "ulp", "nextafter", "frexp"),
):
    _of_numbers(_name)


@word("math.pow")
def _pow(ev: Evaluator, base: Any, exponent: Any, /) -> Any:
    if not is_number(base) or not is_number(exponent):
        ev.throw(TypeError)
    if isinstance(base, Symbolic) and cases(base) is None and isinstance(exponent, (int, float)):
        whole = int(exponent) if float(exponent).is_integer() else exponent
        return ev.call(ev.function("float"), [binary(ev, ast.Pow, base, whole)], {})
    return _leaf_by_leaf(ev, "pow", [base, exponent])


@word("math.fmod")
def _fmod(ev: Evaluator, a: Any, b: Any, /) -> Any:
    if not is_number(a) or not is_number(b):
        ev.throw(TypeError)
    if not isinstance(a, Symbolic) and not isinstance(b, Symbolic):
        return ev.plainly(math.fmod, a, b)
    x, y = real_term(a), real_term(b)
    if x is None or y is None:
        ev.no("math.fmod() of a bid and an infinite number")
    if ev.decide(terms.equal(y, ZERO)):
        ev.throw(ValueError)
    whole = real_term(arithmetic.truncate(Quantity(terms.divide(x, y), float)))
    assert whole is not None
    return Quantity(terms.add(x, terms.negate(terms.multiply(whole, y))), float)


@word("math.modf")
def _modf(ev: Evaluator, value: Any, /) -> Any:
    if not isinstance(value, Symbolic):
        return ev.plainly(math.modf, _plain(ev, value))
    whole = ev.call(ev.function("float"), [arithmetic.truncate(value)], {})
    return ev.call(ev.function("float"), [binary(ev, ast.Sub, value, whole)], {}), whole


@word("math.prod")
def _prod(ev: Evaluator, iterable: Any, /, *, start: Any = 1) -> Any:
    total = start
    for item in unordered(ev, iterable):
        total = binary(ev, ast.Mult, total, item)
    return total


@word("math.fsum")
def _fsum(ev: Evaluator, iterable: Any, /) -> Any:
    values = unordered(ev, iterable)
    if all(isinstance(value, NUMBERS) for value in values):
        return ev.plainly(math.fsum, values)
    total = ZERO
    for value in values:
        if not is_number(value):
            ev.throw(TypeError)
        term = real_term(value)
        if term is None:
            ev.no("math.fsum() of a bid and an infinite number")
        total = terms.add(total, term)
    return Quantity(total, float)


def _of_whole_numbers(name: str) -> None:
    @word(f"math.{name}")
    def row(ev: Evaluator, *args: Any) -> Any:
        return ev.plainly(getattr(math, name), *(_whole(ev, name, arg) for arg in args))


def _whole(ev: Evaluator, name: str, value: Any) -> Any:
    if isinstance(value, Quantity) and kind_of(value) is int:
        ev.no(f"math.{name}() of a bid")
    return position(ev, value) if isinstance(value, (Choice, Condition, Instance, Quantity)) else value


for _name in ("comb", "perm", "factorial", "gcd", "lcm", "isqrt"):
    _of_whole_numbers(_name)


@word("math.dist")
def _dist(ev: Evaluator, *_: Any) -> Any:
    ev.no("math.dist()")
