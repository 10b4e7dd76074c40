"""Text in which a number stands that depends on the bids: opaque, until somebody asks what it says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Choice, Condition, Quantity
from strategyproof.proofs.evaluator.objects import (
    Bound,
    Builtin,
    Class,
    Function,
    GeneratedMethod,
    Instance,
    Named,
    Native,
    Opaque,
    Text,
)
from strategyproof.proofs.evaluator.positions import position

PLAIN = (str, bytes, bool, int, float, Fraction, Decimal, type(None), range)


def joined(_ev: Evaluator, parts: list[Any]) -> Any:
    """Return texts one after the other."""
    spread: list[Any] = []
    for part in parts:
        spread += part.parts if isinstance(part, Text) else [part]
    if all(isinstance(part, str) for part in spread):
        return "".join(spread)
    return Text(tuple(spread))


def formatted(ev: Evaluator, value: Any, conversion: str, spec: Any) -> Any:
    """Return ``format(value, spec)``, after ``!r``, ``!s`` or ``!a``."""
    if isinstance(value, Instance):
        value = _of_object(ev, value, conversion, spec)
        conversion = ""
    if isinstance(value, Text) and conversion in ("", "s") and spec == "":
        return value
    if is_known(value) and isinstance(spec, str):
        return _plainly_formatted(ev, value, conversion, spec)
    return Text(((value, conversion, spec),))


def is_known(value: Any) -> bool:
    """Tell whether Python would write a value in the same way in every run."""
    if type(value) is tuple:
        return all(map(is_known, value))
    return isinstance(value, PLAIN) and not isinstance(value, Named)


CONVERSIONS: dict[str, Callable[[Any], Any]] = {"": lambda value: value, "s": str, "r": repr, "a": ascii}


def _plainly_formatted(ev: Evaluator, value: Any, conversion: str, spec: str) -> str:
    found: str = ev.plainly(lambda: format(CONVERSIONS[conversion](value), spec))
    return found


def _of_object(ev: Evaluator, value: Instance, conversion: str, spec: Any) -> Any:
    """Ask an object's own method how it is written; it may have effects."""
    wanted = {"r": ["__repr__"], "s": ["__str__", "__repr__"]}.get(conversion, ["__format__", "__str__", "__repr__"])
    for name in wanted:
        found = value.cls.find(name)
        if isinstance(found, (Function, GeneratedMethod)):
            args = [spec] if name == "__format__" else []
            return ev.call(Bound(found, value), args, {})
    for part in value.fields.values():
        written(ev, part)
    return Text((("an object", "", ""),))


def written(ev: Evaluator, value: Any, conversion: str = "s") -> Any:
    """Return ``str(value)`` or ``repr(value)``."""
    if isinstance(value, (List, tuple, Set, Dict)) and not is_known(value):
        parts = value.values() + value.keys() if isinstance(value, Dict) else list(value)
        for part in parts:
            written(ev, part, "r")
        return Text(((value, conversion, ""),))
    if isinstance(value, (Function, Class, Builtin, Native, Opaque)):
        return Text(((value, conversion, ""),))
    return formatted(ev, value, conversion, "")


def resolved(ev: Evaluator, text: Text) -> str:
    """Return the text, its positions decided; a bid in it cannot be told."""
    found = []
    for part in text.parts:
        if isinstance(part, str):
            found.append(part)
            continue
        value, conversion, spec = part
        if isinstance(value, Opaque):
            ev.stateful(value)
        if isinstance(value, Choice) and isinstance(spec, str):
            value = position(ev, value)
        elif isinstance(value, Condition) and isinstance(spec, str):
            value = ev.decide(value.term)
        elif isinstance(value, Quantity) or not is_known(value) or conversion == "":
            ev.no("comparing, hashing or reading text in which a number stands that depends on the bids")
        found.append(_plainly_formatted(ev, value, conversion, spec))
    return "".join(found)


def only_number(text: Any) -> Quantity | None:
    """Return the number that a text consists of, written as Python writes it; None if it is another text."""
    if isinstance(text, Text) and len(text.parts) == 1 and not isinstance(text.parts[0], str):
        value, conversion, spec = text.parts[0]
        if isinstance(value, Quantity) and conversion in ("", "s", "r") and spec == "":
            return value
    return None


def runs_code(value: Any) -> bool:
    """Tell whether writing a value calls a method of the user's."""
    if isinstance(value, Instance):
        if any(isinstance(value.cls.find(name), Function) for name in ("__str__", "__repr__", "__format__")):
            return True
        return any(map(runs_code, value.fields.values()))
    if isinstance(value, Dict):
        return any(runs_code(part) for pair in value.entries.values() for part in pair)
    return isinstance(value, (List, tuple, Set)) and any(map(runs_code, value))
