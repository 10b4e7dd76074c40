"""Text in which a number stands that depends on the bids: opaque, until somebody asks what it says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, leftovers
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Choice, Condition, IntOrFloat, Quantity, Symbolic
from strategyproof.proofs.evaluator.objects import (
    MISSING,
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
    if isinstance(spec, Text):
        spec = ev.resolved(spec)  # whether it fits the value hangs on what it says
    if isinstance(value, Instance):
        own = value.cls.find("__format__")
        if not conversion and spec != "":
            if isinstance(own, (Function, GeneratedMethod)):
                return _text_or_not(ev, ev.call(Bound(own, value), [spec], {}))
            if value.cls.enumeration or value.cls.members is not None or not isinstance(spec, str):
                ev.no(f"{ev.described(value)} in a format of its own")
            ev.throw(TypeError)
        value = _text_or_not(ev, _of_object(ev, value, conversion, spec))
        if not conversion and isinstance(own, (Function, GeneratedMethod)):
            return value
        conversion = ""
    if isinstance(value, Opaque):
        leftovers.shown(ev, value, spec)
    if isinstance(value, Text) and conversion in ("", "s") and spec == "":
        return value
    if is_known(value) and isinstance(spec, str):
        return _plainly_formatted(ev, value, conversion, spec)
    if isinstance(value, Symbolic) and isinstance(spec, str):
        _check_format(ev, value, conversion, spec)
    elif isinstance(spec, str) and spec != "" and not isinstance(value, Opaque):
        ev.plainly(format, "" if conversion else sample(ev, value), spec)
    return Text(((value, conversion, spec),))


def _text_or_not(ev: Evaluator, found: Any) -> Any:
    """Return what a method that writes an object gives, which must be text."""
    if not isinstance(found, (str, Text, Opaque)):
        ev.throw(TypeError)
    return found


def _check_format(ev: Evaluator, value: Symbolic, conversion: str, spec: str) -> None:
    """Raise what Python raises of a number of that type; of some formats it hangs on the number."""
    if spec.endswith("c") and not conversion:
        ev.no("a number that depends on the bids as a character")
    kinds = (int, float) if value.kind is IntOrFloat else (value.kind,)
    for kind in kinds:
        try:
            format(CONVERSIONS[conversion](arithmetic.SAMPLES[kind]), spec)
        except (TypeError, ValueError) as error:
            if len(kinds) > 1:
                ev.no("a format of what is an int for some bids and a float for others")
            ev.throw(type(error))


def is_known(value: Any) -> bool:
    """Tell whether Python would write a value in the same way in every run."""
    if type(value) is tuple or (type(value) is List and not value.is_unordered and value.born >= 0):
        return all(map(is_known, value))
    if isinstance(value, Dict) and value.kind == "dict" and value.born >= 0:
        return all(map(is_known, value.keys())) and all(map(is_known, value.values()))
    if isinstance(value, Set):
        return value.native is not None and not value.is_frozen and value.born >= 0
    return isinstance(value, PLAIN) and not isinstance(value, Named)


def as_python(value: Any) -> Any:
    """Return a known value as Python's own."""
    if type(value) is tuple:
        return tuple(map(as_python, value))
    if isinstance(value, List):
        return list(map(as_python, value))
    if isinstance(value, Set):
        return value.native
    return {as_python(k): as_python(v) for k, v in value.entries.values()} if isinstance(value, Dict) else value


CONVERSIONS: dict[str, Callable[[Any], Any]] = {"": lambda value: value, "s": str, "r": repr, "a": ascii}


def _plainly_formatted(ev: Evaluator, value: Any, conversion: str, spec: str) -> str:
    found: str = ev.plainly(format, CONVERSIONS[conversion](as_python(value)), spec)
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


def _left_in(ev: Evaluator, value: Any) -> list[Opaque]:
    """Return what runs changed of a container or an object that is written."""
    if isinstance(value, (List, Dict, Set)):
        return [] if (left := ev.opaque(value)) is None else [left]
    if isinstance(value, Instance) and value.born < 0:
        return [left for name in value.fields if (left := ev.states.opaque(value, name)) is not None]
    return []


def written(ev: Evaluator, value: Any, conversion: str = "s") -> Any:
    """Return ``str(value)`` or ``repr(value)``."""
    for left in _left_in(ev, value):
        leftovers.shown(ev, left, "")
    if isinstance(value, (List, tuple, Set, Dict)) and not is_known(value):
        parts = value.values() + value.keys() if isinstance(value, Dict) else list(value)
        for part in parts:
            written(ev, part, "r")
        return Text(((value, conversion, ""),))
    if isinstance(value, Opaque):
        leftovers.shown(ev, value, "")
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


def sample(ev: Evaluator, value: Any) -> Any:
    """Return a plain value that Python writes, or refuses to write, by the same formats as another one."""
    match value:
        case _ if is_known(value):
            return as_python(value)
        case Text():
            return "text"
        case Symbolic():
            return arithmetic.SAMPLES[value.kind] if value.kind in arithmetic.SAMPLES else ev.no("text of this number")
        case tuple() if not isinstance(value, Named):
            return tuple(sample(ev, part) for part in value)
        case List():
            return [sample(ev, part) for part in value]
        case Dict():
            return {}
        case Set():
            return set()
        case Instance() if all(value.cls.find(name) is MISSING for name in TO_NUMBERS):
            return object()
    ev.no(f"the text of {ev.described(value)} in a format")


TO_NUMBERS = ("__format__", "__int__", "__index__", "__float__", "__getitem__")
"""Methods of objects that formats ask for."""


def only_number(text: Any, *but: type) -> Quantity | None:
    """Return the number that a text consists of, written as Python writes it; None if it is another text.

    Parameters
    ----------
    but
        The types of numbers that the reader does not read as they are written, such as a Fraction.
    """
    if isinstance(text, Text) and len(text.parts) == 1 and not isinstance(text.parts[0], str):
        value, conversion, spec = text.parts[0]
        if isinstance(value, Quantity) and conversion in ("", "s") and spec == "" and value.kind not in but:
            return value
    return None


def runs_code(value: Any) -> bool:
    """Tell whether writing a value calls a method of the user's."""
    if isinstance(value, Opaque):
        return value.kind in (leftovers.ANY, leftovers.NOTHING)
    if isinstance(value, Instance):
        if any(isinstance(value.cls.find(name), Function) for name in ("__str__", "__repr__", "__format__")):
            return True
        return any(map(runs_code, value.fields.values()))
    if isinstance(value, Dict):
        return any(runs_code(part) for pair in value.entries.values() for part in pair)
    return isinstance(value, (List, tuple, Set)) and any(map(runs_code, value))
