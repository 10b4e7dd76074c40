"""Read what a user's function returned: wins and payments, one of each for every bidder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs import terms
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import BadOutcome
from strategyproof.proofs.plain.quantity import ONE, ZERO, Symbolic, condition, finite
from strategyproof.proofs.terms import Term


def columns(result: Any, bidders: int) -> tuple[list[Any], list[Any]]:
    """Return wins and payments as lists.

    Raises
    ------
    BadOutcome
        If the result has another form, with what was expected.
    """
    if isinstance(result, Outcome):
        pair: Any = (result.wins, result.payments)
    elif isinstance(result, (tuple, list)) and len(result) == 2:
        pair = result
    else:
        raise BadOutcome(f"expected (wins, payments) or an Outcome, got {_kind(result)}")
    wins, payments = (_column(name, x, bidders) for name, x in zip(("wins", "payments"), pair, strict=True))
    return wins, payments


def _column(name: str, values: Any, bidders: int) -> list[Any]:
    is_sequence = isinstance(values, Sequence) and not isinstance(values, (str, bytes))
    if not is_sequence and len(getattr(values, "shape", ())) != 1:
        raise BadOutcome(f"expected {name} to be a sequence of {bidders} entries, got {_kind(values)}")
    if len(values) != bidders:
        raise BadOutcome(f"expected {name} to have one entry for each of {bidders} bidders, got {len(values)}")
    return list(values)


def win(value: Any, bidder: int) -> Term:
    """Return the truth value of a win, given as a bool or as 0 or 1."""
    found = condition(value)
    if found is not None:
        return found
    number = _number(f"wins[{bidder}]", value)
    if number.op == "const":
        if number.data not in (0, 1):
            raise BadOutcome(f"expected wins[{bidder}] to be 0 or 1, got {number.data}")
        return terms.truth(number.data == 1)
    wins = terms.equal(number, ONE)
    if not decide(terms.disjunction((wins, terms.equal(number, ZERO)))):
        raise BadOutcome(f"expected wins[{bidder}] to be 0 or 1, got another number")
    return wins


def payment(value: Any, bidder: int) -> Term:
    """Return a payment as a real number."""
    return _number(f"payments[{bidder}]", value)


def _number(name: str, value: Any) -> Term:
    if isinstance(value, Decimal):
        value = Fraction(value)
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        raise BadOutcome(f"expected {name} to be finite, got {value}")
    term = None if isinstance(value, (str, bytes, complex)) else finite(value)
    if term is None:
        raise BadOutcome(f"expected {name} to be a number, got {_kind(value)}")
    return term


def _kind(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    return "None" if value is None else "a symbolic number" if isinstance(value, Symbolic) else type(value).__name__
