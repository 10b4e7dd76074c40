"""``fractions``: exact numbers."""

from __future__ import annotations

import ast
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import text
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.numbers import Quantity, Symbolic, is_number, kind_of, real_term
from strategyproof.proofs.evaluator.objects import Text
from strategyproof.proofs.evaluator.table import method, word


@word("fractions.Fraction")
def _fraction(ev: Evaluator, numerator: Any = 0, denominator: Any = None) -> Any:
    if denominator is not None:
        return _quotient(ev, numerator, denominator)
    if isinstance(numerator, Text):
        number = text.only_number(numerator)
        return _fraction(ev, ev.resolved(numerator) if number is None else number)
    if isinstance(numerator, Symbolic):
        term = real_term(numerator)
        assert term is not None
        return Quantity(term, Fraction)
    if is_number(numerator) or isinstance(numerator, str):
        return ev.plainly(Fraction, numerator)
    ev.throw(TypeError)


def _quotient(ev: Evaluator, numerator: Any, denominator: Any) -> Any:
    """Return a fraction of two rational numbers; of others Python makes none."""
    for part in (numerator, denominator):
        if not is_number(part) or kind_of(part) in (float, Decimal):
            ev.throw(TypeError)
        if kind_of(part) not in (bool, int, Fraction):
            ev.no("a Fraction of what is an int for some bids and a float for others")
    if not isinstance(numerator, Symbolic) and not isinstance(denominator, Symbolic):
        return ev.plainly(Fraction, numerator, denominator)
    return binary(ev, ast.Div, _fraction(ev, numerator), _fraction(ev, denominator))


@word("fractions.Fraction.from_float", "fractions.Fraction.from_decimal")
def _from(ev: Evaluator, value: Any) -> Any:
    if not is_number(value) or kind_of(value) not in (int, bool, float, Decimal):
        ev.throw(TypeError)
    return _fraction(ev, value)


@method(Fraction, name="limit_denominator")
def _limit_denominator(ev: Evaluator, own: Fraction, max_denominator: Any = 1_000_000) -> Any:
    if isinstance(max_denominator, Symbolic):
        ev.no("a denominator limited by a bid")
    return ev.plainly(own.limit_denominator, max_denominator)
