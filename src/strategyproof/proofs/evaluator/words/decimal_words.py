"""``decimal``: on numbers without bids Python's own; a bid as a Decimal is the real number that it is.

A context rounds to 28 digits. Over the reals nothing is rounded but by ``quantize`` and its like, and what depends on
the context is refused.
"""

from __future__ import annotations

import ast
import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, text
from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.numbers import (
    NUMBERS,
    ZERO,
    IntOrFloat,
    Quantity,
    Symbolic,
    is_number,
    kind_of,
    real_term,
    truth,
)
from strategyproof.proofs.evaluator.objects import Text
from strategyproof.proofs.evaluator.table import constant, method, word
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

for _name in vars(decimal):
    if _name.startswith("ROUND_"):
        constant(f"decimal.{_name}", getattr(decimal, _name))
    if getattr(decimal, _name) in EXCEPTIONS if isinstance(getattr(decimal, _name), type) else False:
        constant(f"decimal.{_name}", EXCEPTIONS[getattr(decimal, _name)])


EXACT = "the digits of a Decimal suffice: its arithmetic is read as exact"
"""What a proof rests on that makes Decimals of bids; CPython keeps 28 digits."""


@word("decimal.Decimal")
def _decimal(ev: Evaluator, value: Any = "0", context: Any = None) -> Any:
    if context is not None:
        ev.no("a Decimal made in a context")
    if isinstance(value, Text):
        number = text.only_number(value, Fraction)
        return _decimal(ev, ev.resolved(value) if number is None else number)
    if isinstance(value, Symbolic):
        if kind_of(value) is Fraction:
            ev.throw(TypeError)
        term = real_term(value)
        assert term is not None
        ev.states.rests_on.add(EXACT)
        return Quantity(term, Decimal)
    if isinstance(value, (*NUMBERS, str)):
        return ev.plainly(Decimal, value)
    if isinstance(value, (tuple, List)):
        ev.no("a Decimal made of digits")
    ev.throw(TypeError)


@word("decimal.getcontext", "decimal.setcontext", "decimal.localcontext", "decimal.Context")
def _context(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("a context of decimal, which other code can change", "say the rounding in quantize()")


def up(term: Term) -> Term:
    """Return the least whole number not below a term."""
    return terms.negate(terms.floor(terms.negate(term)))


def by_sign(positive: Callable[[Term], Term]) -> Callable[[Term], Term]:
    """Round a number as ``positive`` rounds what is not below 0, and its negative alike."""

    def rounded(term: Term) -> Term:
        below = terms.negate(positive(terms.negate(term)))
        return terms.if_then_else(terms.less_equal(ZERO, term), positive(term), below)

    return rounded


HALF = terms.real(Fraction(1, 2))

ROUNDINGS: dict[str, Callable[[Term], Term]] = {
    decimal.ROUND_FLOOR: terms.floor,
    decimal.ROUND_CEILING: up,
    decimal.ROUND_DOWN: by_sign(terms.floor),
    decimal.ROUND_UP: by_sign(up),
    decimal.ROUND_HALF_EVEN: arithmetic.to_even,
    decimal.ROUND_HALF_UP: by_sign(lambda term: terms.floor(terms.add(term, HALF))),
    decimal.ROUND_HALF_DOWN: by_sign(lambda term: up(terms.add(term, terms.negate(HALF)))),
}
"""To a whole number, by Python's name of the rounding."""


def _check_is_decimal(ev: Evaluator, own: Any) -> None:
    if kind_of(own) is not Decimal:
        ev.throw(AttributeError) if kind_of(own) is not IntOrFloat else ev.no("a method of a number of two types")


def _rounded(ev: Evaluator, own: Quantity, digits: int, rounding: Any) -> Quantity:
    row = ROUNDINGS.get(decimal.ROUND_HALF_EVEN if rounding is None else rounding)
    if row is None:
        ev.no(f"the rounding {rounding!r} of a number that depends on the bids")
    scale = terms.real(Fraction(10) ** digits)
    return Quantity(terms.divide(row(terms.multiply(scale, own.term)), scale), Decimal)


@method(Decimal, Quantity, name="quantize")
def _quantize(ev: Evaluator, own: Any, exp: Any, rounding: Any = None, context: Any = None) -> Any:
    _check_is_decimal(ev, own)
    if context is not None or not (rounding is None or isinstance(rounding, str)):
        ev.no("quantize() in a context")
    if isinstance(exp, Symbolic):
        ev.no("quantize() to an exponent that depends on the bids")
    if isinstance(own, Decimal) or not isinstance(exp, (Decimal, int)):
        return ev.plainly(Decimal(0 if isinstance(own, Symbolic) else own).quantize, exp, rounding)
    exponent = Decimal(exp).as_tuple().exponent
    if not isinstance(exponent, int):
        ev.no("quantize() to an infinite number")
    return _rounded(ev, own, -exponent, rounding)


@method(Decimal, Quantity, name="to_integral_value")
@method(Decimal, Quantity, name="to_integral")
@method(Decimal, Quantity, name="to_integral_exact")
def _to_integral(ev: Evaluator, own: Any, rounding: Any = None, context: Any = None) -> Any:
    _check_is_decimal(ev, own)
    if context is not None or not (rounding is None or isinstance(rounding, str)):
        ev.no("to_integral_value() in a context")
    if isinstance(own, Decimal):
        return ev.plainly(own.to_integral_value, rounding)
    return _rounded(ev, own, 0, rounding)


def _register(name: str, on_symbols: Callable[[Quantity], Any]) -> None:
    @method(Decimal, Quantity, name=name)
    def row(ev: Evaluator, own: Any) -> Any:
        _check_is_decimal(ev, own)
        return getattr(own, name)() if isinstance(own, Decimal) else on_symbols(own)


_register("is_nan", lambda own: False)
_register("is_infinite", lambda own: False)
_register("is_finite", lambda own: True)
_register("is_zero", lambda own: truth(terms.equal(own.term, ZERO)))
_register("copy_abs", arithmetic.absolute)
_register("copy_negate", lambda own: arithmetic.unary(ast.USub, own))
_register("normalize", lambda own: own)


@method(Decimal, name="is_signed")
def _is_signed(_ev: Evaluator, own: Decimal) -> Any:
    return own.is_signed()


def _register_with_other(name: str, on_symbols: Callable[[Any, Any], Any]) -> None:
    @method(Decimal, Quantity, name=name)
    def row(ev: Evaluator, own: Any, other: Any) -> Any:
        _check_is_decimal(ev, own)
        if not is_number(other) or kind_of(other) not in (Decimal, int, bool):
            ev.throw(TypeError)
        if isinstance(own, Decimal) and not isinstance(other, Symbolic):
            return ev.plainly(getattr(own, name), other)
        if real_term(own) is None or real_term(other) is None:
            ev.no(f"{name}() of a bid and an infinite number")
        return on_symbols(own, other)


def _extreme(op: Any) -> Callable[[Any, Any], Any]:
    def chosen(a: Any, b: Any) -> Any:
        x, y = real_term(a), real_term(b)
        assert x is not None
        assert y is not None
        low, high = (x, y) if op is min else (y, x)
        return Quantity(terms.if_then_else(terms.less_equal(x, y), low, high), Decimal)

    return chosen


_register_with_other("max", _extreme(max))
_register_with_other("min", _extreme(min))
