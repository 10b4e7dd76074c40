"""The attributes of numbers, and the methods that every object has."""

from __future__ import annotations

import ast
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import arithmetic
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Condition, Quantity, Symbolic, kind_of, truth
from strategyproof.proofs.evaluator.table import method

NUMBERS = (int, float, Fraction, Decimal, Symbolic)


@method(float, Quantity, name="is_integer")
def _is_integer(ev: Evaluator, own: Any) -> Any:
    if kind_of(own) is not float:
        ev.throw(AttributeError)
    return arithmetic.compare(ast.Eq, arithmetic.floor(own), own) if isinstance(own, Symbolic) else own.is_integer()


@method(int, float, Fraction, Quantity, name=".real")
def _real(_ev: Evaluator, own: Any) -> Any:
    return int(own) if isinstance(own, bool) else own


@method(int, Fraction, name=".numerator")
def _numerator(_ev: Evaluator, own: Any) -> Any:
    return own.numerator


@method(int, Fraction, name=".denominator")
def _denominator(_ev: Evaluator, own: Any) -> Any:
    return own.denominator


__all__ = ["NUMBERS", "Condition", "truth"]
