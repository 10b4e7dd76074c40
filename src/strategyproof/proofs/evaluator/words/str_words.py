"""The methods and operators of text. On text without bids they are Python's own; text with a bid in it stays opaque."""

from __future__ import annotations

import operator
from string import Formatter
from typing import Any

from strategyproof.proofs.evaluator import text as texts
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import is_number
from strategyproof.proofs.evaluator.objects import Text
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method

TO_TEXT = [
    "lower",
    "upper",
    "title",
    "capitalize",
    "strip",
    "lstrip",
    "rstrip",
    "rjust",
    "ljust",
    "center",
    "zfill",
    "replace",
    "casefold",
    "swapcase",
    "expandtabs",
    "removeprefix",
    "removesuffix",
]
"""Methods whose result is text: of text with a bid in it, that is opaque too."""

TO_OTHERS = [
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "startswith",
    "endswith",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "isdigit",
    "isalpha",
    "isalnum",
    "isnumeric",
    "isdecimal",
    "isupper",
    "islower",
    "isspace",
    "isidentifier",
    "encode",
]
"""Methods whose result is something else: text with a bid in it must be told first."""


FORMATTED = ("formatted text", "", "")
"""Stands in text for what was put between its parts."""


def _registered(name: str, *, to_text: bool) -> None:
    @method(str, Text, name=name)
    def row(ev: Evaluator, own: Any, *args: Any, **named: Any) -> Any:
        if isinstance(own, Text) and to_text:
            return Text(((own, "", ""),))
        plain = ev.resolved(own) if isinstance(own, Text) else own
        given = [ev.resolved(a) if isinstance(a, Text) else position(ev, a) if is_number(a) else a for a in args]
        if not all(isinstance(a, (str, int, tuple, type(None))) for a in given):
            ev.throw(TypeError)
        found = ev.plainly(getattr(plain, name), *given, **named)
        return ev.new_list(found) if isinstance(found, list) else found


for _name in TO_TEXT:
    _registered(_name, to_text=True)
for _name in TO_OTHERS:
    _registered(_name, to_text=False)


@method(bytes, name="decode")
def _decode(ev: Evaluator, own: bytes, *args: Any) -> Any:
    return ev.plainly(own.decode, *args)


@method(bytes, name="hex")
def _hex(_ev: Evaluator, own: bytes) -> Any:
    return own.hex()


@method(str, Text, name="join")
def _join(ev: Evaluator, own: Any, values: Any) -> Any:
    parts: list[Any] = []
    for place, value in enumerate(ev.items(values)):
        if not isinstance(value, (str, Text)):
            ev.throw(TypeError)
        parts += [own, value] if place else [value]
    return texts.joined(ev, parts)


@method(str, name="format")
def _format(ev: Evaluator, own: str, *args: Any, **named: Any) -> Any:
    values = [*args, *named.values()]
    if all(map(texts.is_known, values)):
        plain = {name: texts.as_python(value) for name, value in named.items()}
        return ev.plainly(own.format, *map(texts.as_python, args), **plain)
    if any(mark in field for field in _fields(ev, own) for mark in ".["):
        ev.no("a format that asks for a part of what it writes")
    samples = {name: texts.sample(ev, value) for name, value in named.items()}
    ev.plainly(own.format, *(texts.sample(ev, value) for value in args), **samples)
    return Text((*(texts.written(ev, value) for value in values), FORMATTED))


def _fields(ev: Evaluator, template: str) -> list[str]:
    """Return the names in a template for ``format``."""
    return [field for _, field, _, _ in ev.plainly(list, Formatter().parse(template)) if field]


@method(str, Text, name="__add__")
def _add(ev: Evaluator, own: Any, other: Any) -> Any:
    if not isinstance(other, (str, Text)):
        ev.throw(TypeError)
    return texts.joined(ev, [own, other])


@method(str, Text, name="__mul__")
@method(str, Text, name="__rmul__")
def _mul(ev: Evaluator, own: Any, times: Any) -> Any:
    if not is_number(times):
        ev.throw(TypeError)
    count = position(ev, times)
    return own * count if isinstance(own, str) else texts.joined(ev, [own] * count)


@method(str, Text, name="__mod__")
def _mod(ev: Evaluator, own: Any, values: Any) -> Any:
    if isinstance(own, Text):
        own = ev.resolved(own)
    if isinstance(values, Dict):
        if not texts.is_known(values):
            ev.no("% of text by a dictionary with a bid in it")
        return ev.plainly(operator.mod, own, texts.as_python(values))
    given = values if isinstance(values, tuple) else (values,)
    if all(map(texts.is_known, given)):
        return ev.plainly(operator.mod, own, tuple(map(texts.as_python, given)))
    if "%c" in own:
        ev.no("a number that depends on the bids as a character")
    ev.plainly(operator.mod, own, tuple(texts.sample(ev, value) for value in given))
    return Text((*(texts.written(ev, value) for value in given), FORMATTED))


__all__ = ["List"]
