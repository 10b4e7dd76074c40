"""What runs a user's function: the evaluator on terms, or CPython on numbers. The composite is computed over either."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from strategyproof.proofs.evaluator import Evaluator
from strategyproof.proofs.evaluator.containers import Dict
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.evaluator.numbers import Quantity, truth
from strategyproof.proofs.evaluator.objects import Instance, Opaque
from strategyproof.proofs.functions import native, outcomes
from strategyproof.proofs.functions.program import adopted
from strategyproof.proofs.symbolic.symbols import Symbol

PAIRS = (*outcomes.PAIRS, ("outcome", "payments"))


@dataclasses.dataclass(frozen=True, slots=True)
class Helper:
    """A function beside the user's own, such as ``value(t, got)``: as the evaluator reads it, and as CPython has it."""

    name: str
    read: Any
    native: Callable[..., Any]
    parameters: tuple[str, ...] = ()


class Host(Protocol):
    """What the composite asks of a run."""

    def given(self, value: Any) -> Any:
        """Return a Python value as an argument."""

    def call(self, function: Helper, args: Sequence[Any], keywords: dict[str, Any]) -> Any:
        """Call a helper."""

    def number(self, what: str, value: Any) -> Any:
        """Return a number that can be added up; what it is called stands in the error."""

    def argument(self, number: Any) -> Any:
        """Return a number from :meth:`number` as an argument of a helper."""

    def pair(self, result: Any) -> tuple[Any, Any] | None:
        """Return the two parts of a result; None where it has not two."""

    def wins(self, result: Any, names: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Return who wins and what each pays, where a win is yes or no."""

    def column(self, what: str, values: Any, names: Sequence[Any]) -> list[Any]:
        """Return one entry for each agent."""

    def entries(self, value: Any) -> list[Any] | None:
        """Return the entries of a sequence; None of anything else."""

    def mapping(self, value: Any) -> list[tuple[Any, Any]] | None:
        """Return the keys and values of a dict; None of anything else."""

    def is_same(self, a: Any, b: Any) -> bool:
        """Tell whether two values are equal."""

    def holds(self, condition: Any) -> bool:
        """Tell whether a comparison of numbers holds."""

    def described(self, value: Any) -> str:
        """Describe a value for people."""


class EvaluatorHost:
    """The evaluator: numbers are symbols."""

    def __init__(self, ev: Evaluator) -> None:
        self.ev = ev

    def given(self, value: Any) -> Any:
        """Return a Python value as the evaluator's."""
        return adopted(self.ev, value)

    def call(self, function: Helper, args: Sequence[Any], keywords: dict[str, Any]) -> Any:
        """Call a helper."""
        return self.ev.call(function.read, list(args), keywords)

    def number(self, what: str, value: Any) -> Any:
        """Return a symbol."""
        return Symbol(outcomes.payment(self.ev, what, value))

    def argument(self, number: Any) -> Any:
        """Return a number that the evaluator computes with."""
        return Quantity(number.term)

    def pair(self, result: Any) -> tuple[Any, Any] | None:
        """Return the two parts of a result."""
        if isinstance(result, Opaque):
            self.ev.stateful(result)
        if isinstance(result, Instance):
            return next(((result.fields[a], result.fields[b]) for a, b in PAIRS if {a, b} <= set(result.fields)), None)
        found = self.entries(result)
        return (found[0], found[1]) if found is not None and len(found) == 2 else None

    def wins(self, result: Any, names: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Return who wins, as truth values, and the payments."""
        wins, payments = outcomes.read(self.ev, result, names)
        return [truth(win) for win in wins], [Symbol(payment) for payment in payments]

    def column(self, what: str, values: Any, names: Sequence[Any]) -> list[Any]:
        """Return one entry for each agent."""
        return outcomes.column(self.ev, what, values, names)

    def entries(self, value: Any) -> list[Any] | None:
        """Return the entries of a sequence."""
        if isinstance(value, Opaque):
            self.ev.stateful(value)
        if isinstance(value, (list, tuple, range)):
            return list(value)
        items = getattr(value, "items", None)
        return items if isinstance(items, list) else None

    def mapping(self, value: Any) -> list[tuple[Any, Any]] | None:
        """Return the keys and values of a dict."""
        return list(value.entries.values()) if isinstance(value, Dict) else None

    def is_same(self, a: Any, b: Any) -> bool:
        """Tell whether two values are equal; where it depends on the reports, choose."""
        return self.ev.are_same(a, b)

    def holds(self, condition: Any) -> bool:
        """Tell whether a comparison of numbers holds; where it depends on the reports, choose."""
        return self.ev.decide(condition.term) if isinstance(condition, Symbol) else bool(condition)

    def described(self, value: Any) -> str:
        """Describe a value."""
        return outcomes.described(self.ev, value)


class NativeHost:
    """CPython: numbers are fractions.

    Attributes
    ----------
    in_floats
        Whether a double was met in a result, which may be rounded.
    """

    def __init__(self) -> None:
        self.in_floats = False

    def given(self, value: Any) -> Any:
        """Return the value."""
        return value

    def call(self, function: Helper, args: Sequence[Any], keywords: dict[str, Any]) -> Any:
        """Call a helper."""
        return function.native(*args, **keywords)

    def number(self, what: str, value: Any) -> Any:
        """Return a fraction."""
        if hasattr(value, "item") and getattr(value, "shape", None) == ():
            value = value.item()
        if not isinstance(value, (int, float, Fraction, Decimal)):
            raise BadOutcome(f"expected {what} to be a number, got {self.described(value)}")
        if isinstance(value, (float, Decimal)) and not math.isfinite(value):
            raise BadOutcome(f"expected {what} to be finite, got {value}")
        self.in_floats |= isinstance(value, float)
        return Fraction(value)

    def argument(self, number: Any) -> Any:
        """Return the fraction."""
        return number

    def pair(self, result: Any) -> tuple[Any, Any] | None:
        """Return the two parts of a result."""
        if not isinstance(result, (list, tuple)):
            return next(((getattr(result, a), getattr(result, b)) for a, b in PAIRS if hasattr(result, a)), None)
        return (result[0], result[1]) if len(result) == 2 else None

    def wins(self, result: Any, names: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Return who wins and the payments."""
        self.in_floats |= native.holds_float(result)
        wins, payments = outcomes.read(Evaluator(), native.imported(result), names)
        return [bool(win.data) for win in wins], [Fraction(payment.data) for payment in payments]

    def column(self, what: str, values: Any, names: Sequence[Any]) -> list[Any]:
        """Return one entry for each agent."""
        if isinstance(values, dict):
            unknown = [key for key in values if key not in names]
            if unknown:
                who = ", ".join(map(str, names))
                raise BadOutcome(f"expected the keys of {what} to be bidders ({who}), got another")
            return [values.get(name, 0) for name in names]
        found = self.entries(values)
        if found is None:
            what_instead = self.described(values)
            raise BadOutcome(f"expected {what} to be a sequence of {len(names)} entries, got {what_instead}")
        if len(found) != len(names):
            raise BadOutcome(f"expected {what} to have one entry for each of {len(names)} bidders, got {len(found)}")
        return found

    def entries(self, value: Any) -> list[Any] | None:
        """Return the entries of a sequence."""
        if hasattr(value, "tolist") and len(getattr(value, "shape", "")) > 0:
            return list(value.tolist())
        return list(value) if isinstance(value, (list, tuple, range)) else None

    def mapping(self, value: Any) -> list[tuple[Any, Any]] | None:
        """Return the keys and values of a dict."""
        return list(value.items()) if isinstance(value, dict) else None

    def is_same(self, a: Any, b: Any) -> bool:
        """Tell whether two values are equal."""
        return bool(a == b)

    def holds(self, condition: Any) -> bool:
        """Tell whether a comparison of numbers holds."""
        return bool(condition)

    def described(self, value: Any) -> str:
        """Describe a value."""
        if isinstance(value, (tuple, list)):
            return f"a {type(value).__name__} of {len(value)}"
        if value is None or isinstance(value, (bool, int, float, Fraction)):
            return str(value)
        return f"a {type(value).__name__}"
