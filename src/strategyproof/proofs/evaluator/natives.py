"""Objects of deterministic libraries that hold no bid, such as digests: their methods run as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Choice, Condition
from strategyproof.proofs.evaluator.objects import Items, Native, Text
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method

PLAIN = (str, bytes, bool, int, float, Fraction, Decimal, type(None), range)


def plain(ev: Evaluator, value: Any) -> Any:
    """Return a value as Python has it; positions are decided, and a bid in it is refused.

    Raises
    ------
    Unsupported
        If it depends on the bids, or is no plain value.
    """
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Text):
        return ev.resolved(value)
    if isinstance(value, (Choice, Condition)):
        return position(ev, value)
    if type(value) is tuple:
        return tuple(plain(ev, part) for part in value)
    if isinstance(value, List) and value.kind == "list":
        return [plain(ev, part) for part in ev.items(value)]
    if isinstance(value, Dict) and value.kind == "dict":
        return {plain(ev, key): plain(ev, part) for key, part in ev.known(value).entries.values()}
    if isinstance(value, Native):
        return value.value
    ev.no(f"{ev.described(value)} in a library that runs as it is")


def wrapped(ev: Evaluator, value: Any, *, changes: bool) -> Any:
    """Return what Python's own library gave as a value of the evaluator."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, tuple):
        return tuple(wrapped(ev, part, changes=changes) for part in value)
    if isinstance(value, list):
        return ev.new_list([wrapped(ev, part, changes=changes) for part in value])
    if isinstance(value, dict):
        made = Dict(ev.born)
        for key, part in value.items():
            made.put(wrapped(ev, key, changes=changes), wrapped(ev, part, changes=changes), ev.are_same)
        return made
    return Native(value, ev.born if changes else 0)


def run(ev: Evaluator, function: Callable[..., Any], *args: Any, changes: bool = False, **named: Any) -> Any:
    """Run a function of Python's own on plain arguments.

    Parameters
    ----------
    changes
        Whether what it makes changes when it is used.
    """
    given = [plain(ev, arg) for arg in args]
    options = {name: plain(ev, value) for name, value in named.items()}
    return wrapped(ev, ev.plainly(function, *given, **options), changes=changes)


def reading(kind: type, names: Iterable[str]) -> None:
    """Register methods of a native type that change nothing."""
    for name in names:
        _register(kind, name, changes=False)


def changing(kind: type, names: Iterable[str]) -> None:
    """Register methods of a native type that change the object."""
    for name in names:
        _register(kind, name, changes=True)


ROWS: dict[tuple[type, str], bool] = {}
"""The methods of native types, and whether they change the object."""


def _register(kind: type, name: str, *, changes: bool) -> None:
    ROWS[kind, name] = changes

    @method(Native, name=name)
    def row(ev: Evaluator, own: Native, *args: Any, **named: Any) -> Any:
        known = next((ROWS[k, name] for k in type(own.value).__mro__ if (k, name) in ROWS), None)
        if known is None:
            if hasattr(own.value, name):
                ev.no(f"`.{name}` of {ev.described(own)}")
            ev.throw(AttributeError)
        if known and not ev.changing(own):
            ev.no(f"{ev.described(own)} of the file, which changes when it is used")
        return run(ev, getattr(own.value, name), *args, changes=False, **named)


__all__ = ["ROWS", "Items", "Set", "changing", "plain", "reading", "run", "wrapped"]
