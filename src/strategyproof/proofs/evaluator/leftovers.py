"""What earlier runs left behind: of its value nothing is known, and of its type what all runs were seen to write.

A number or a text does nothing but be a number or a text: it may be counted up, joined and shown. Anything else may be
an object of this very run, which put it there a line before, or have methods with effects of their own; whoever touches
it does what nobody can follow, and the proof ends there.

Even where a kind is known, an operation may raise for some of the values: an entry that is not there, a divisor of 0.
Such a risk is noted. Where something would catch the exception, the proof ends; that the function has an outcome in
every run is then not proved either.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.numbers import IntOrFloat, Quantity, is_number, kind_of, of_array, python_kind
from strategyproof.proofs.evaluator.objects import Items, Opaque, Text

if TYPE_CHECKING:
    from strategyproof.proofs.evaluator.core import Evaluator

INT, NUMBER, TEXT, PLAIN, NOTHING, ANY = "int", "number", "text", "plain", "nothing", None
"""Kinds: whole numbers; whole numbers, doubles and fractions; text; any of these or None; nothing so far; anything."""

SMALL = 1 << 62
"""Below this a whole number of the program's own joins doubles without overflowing, however often runs add it."""

KEEPERS = ("append", "appendleft", "insert", "add", "discard", "clear")
"""Methods of containers that only keep or drop what they are given, and answer None."""

LEVELS = ("debug", "info", "warning", "warn", "error", "critical", "exception", "fatal", "log")
SHOWERS = frozenset(
    [name for level in LEVELS for name in (f".{level}()", f"logging.{level}")]
    + ["print", "str", "repr", "format", ".format()", ".append()", ".insert()", "isinstance"]
    + ["copy.copy", "copy.deepcopy"]
)
"""Words that show a value, or keep it in what the run itself has made; all others would look at it."""

TAKERS = ("pop", "popleft", "get")
"""Methods that answer something that was kept."""


def kind(value: Any) -> str | None:
    """Return the kind of a value that a run writes, or that the file begins with."""
    if isinstance(value, Opaque):
        return value.kind
    if value is None:
        return PLAIN
    if isinstance(value, (str, Text)):
        return TEXT
    if is_number(value) and not of_array(value):
        own = IntOrFloat if kind_of(value) is IntOrFloat else python_kind(kind_of(value))
        if own in (bool, int) and not isinstance(value, Quantity):
            return INT if not isinstance(value, int) or abs(value) < SMALL else ANY
        return NUMBER if own in (bool, int, float, IntOrFloat) or own.__name__ == "Fraction" else ANY
    return ANY


def joined(*kinds: str | None) -> str | None:
    """Return the kind of what is of one of some kinds."""
    found = set(kinds)
    if len(found) > 1:
        found.discard(NOTHING)
    if len(found) == 1:
        return found.pop()
    return NUMBER if found <= {INT, NUMBER} else ANY if ANY in found else PLAIN


def content(holder: Any) -> str | None:
    """Return the kind of what a container of the file begins with."""
    if isinstance(holder, Dict):
        return joined(NOTHING, *map(kind, holder.values()))
    return joined(NOTHING, *map(kind, holder)) if isinstance(holder, (List, Set)) else ANY


def untouched(ev: Evaluator, value: Opaque) -> Opaque:
    """Return a value that is a number or a text, to be shown or compared; anything else ends the proof."""
    if value.kind in (ANY, NOTHING):
        ev.stateful(value)
    return value


def binary(ev: Evaluator, op: Any, a: Any, b: Any) -> Opaque:
    """Return ``a op b`` where one of them is what runs left."""
    left = a if isinstance(a, Opaque) else b
    ours, theirs = kind(a), kind(b)
    if op is ast.Add and ours == theirs == TEXT:
        return Opaque(left.cause, TEXT)
    if {ours, theirs} <= {INT, NUMBER}:
        both = isinstance(a, Opaque) and isinstance(b, Opaque)
        if op in (ast.Add, ast.Sub) and not (both and ours == theirs == INT):
            return Opaque(left.cause, joined(ours, theirs))
        if op is ast.Mult and not any(isinstance(x, Opaque) and x.kind == INT for x in (a, b)):
            return Opaque(left.cause, NUMBER)
        if op is ast.Div and not isinstance(b, Opaque) and isinstance(b, (int, float)) and b:
            return Opaque(left.cause, NUMBER)
    ev.stateful(left)


def unary(ev: Evaluator, op: Any, value: Opaque) -> Opaque:
    """Return ``-value`` or ``+value``."""
    if value.kind in (INT, NUMBER) and op in (ast.USub, ast.UAdd):
        return value
    ev.stateful(value)


def compared(ev: Evaluator, op: Any, a: Any, b: Any) -> Opaque:
    """Return ``a op b`` for a comparison: a truth value that nobody may ask."""
    left = a if isinstance(a, Opaque) else b
    ours, theirs = kind(a), kind(b)
    alike = {ours, theirs} <= {INT, NUMBER} or ours == theirs == TEXT
    if alike or (op in (ast.Eq, ast.NotEq) and not {ANY, NOTHING} & {ours, theirs}):
        return Opaque(left.cause, INT)
    ev.stateful(left)


def shown(ev: Evaluator, value: Opaque, spec: Any) -> None:
    """Allow a value in a text; a format that does not fit every value of its kind ends the proof."""
    untouched(ev, value)
    samples = {INT: (0, -SMALL), NUMBER: (0, 0.5), TEXT: ("",), PLAIN: (None,)}[str(value.kind)]
    for sample in samples if spec else ():
        try:
            format(sample, spec if isinstance(spec, str) else None)  # type: ignore[arg-type]  # Python says what it thinks
        except (TypeError, ValueError):
            ev.stateful(value)


def key(ev: Evaluator, value: Any) -> None:
    """Refuse a key or an element whose own methods would run where it meets others, which nobody sees."""
    if isinstance(value, Opaque):
        untouched(ev, value)
    elif isinstance(value, tuple) and type(value) is tuple:
        for part in value:
            key(ev, part)
    elif not (is_number(value) or isinstance(value, str) or value is None):
        ev.no(f"{ev.described(value)} as a key of what runs change")


def among(ev: Evaluator, values: Any) -> Opaque | None:
    """Return what runs left among some values or inside of them; an iterator may always bring it, if there is any."""
    for value in values:
        if isinstance(value, Opaque):
            return value
        if isinstance(value, Items) and (ev.states.leaves or len(ev.states)):
            return Opaque("what runs leave may be among what is gone through")
        inner = value.keys() + value.values() if isinstance(value, Dict) else value
        if isinstance(inner, (list, tuple, Set)) and (found := among(ev, inner)) is not None:
            return found
    return None


def risked(ev: Evaluator, value: Opaque) -> Opaque:
    """Note an operation that may raise for some of the values."""
    if ev.observers:
        ev.stateful(value)
    ev.states.risks.setdefault(ev.line, value.cause)
    return value
