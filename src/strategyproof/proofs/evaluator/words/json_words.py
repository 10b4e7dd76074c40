"""``json``: a bid written as text is opaque; text without a bid is read and written by Python's own library."""

from __future__ import annotations

import json
from typing import Any

from strategyproof.proofs.evaluator import leftovers, natives, text
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.errors import EXCEPTIONS
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.numbers import IntOrFloat, Symbolic, is_number, kind_of
from strategyproof.proofs.evaluator.objects import Opaque, Text
from strategyproof.proofs.evaluator.table import constant, word

OPTIONS = {"indent", "sort_keys", "separators", "ensure_ascii"}

constant("json.JSONDecodeError", EXCEPTIONS[json.JSONDecodeError])


@word("json.dumps")
def _dumps(ev: Evaluator, value: Any, **options: Any) -> Any:
    if not options.keys() <= OPTIONS:
        ev.no("json.dumps() with these options")
    plain = text.as_python(value) if text.is_known(value) else None
    if text.is_known(value):
        return ev.plainly(json.dumps, plain, **{k: natives.plain(ev, v) for k, v in options.items()})
    _check(ev, value)
    return Text((("text in JSON", "", ""),))


def _check(ev: Evaluator, value: Any) -> None:
    """Raise what Python raises of what JSON cannot write."""
    if isinstance(value, Dict):
        for key, part in ev.known(value).entries.values():
            if not isinstance(key, (str, int, float, bool, Text, Symbolic, type(None))):
                ev.throw(TypeError)
            _check(ev, part)
    elif isinstance(value, (List, tuple)):
        for part in ev.known(value):
            _check(ev, part)
    elif isinstance(value, Opaque):
        if value.kind not in (leftovers.INT, leftovers.NUMBER, leftovers.TEXT):
            ev.stateful(value)
    elif is_number(value):
        if kind_of(value) not in (bool, int, float, IntOrFloat):
            ev.throw(TypeError)
    elif not isinstance(value, (str, Text, type(None))):
        ev.throw(TypeError)


@word("json.loads")
def _loads(ev: Evaluator, value: Any) -> Any:
    given = ev.resolved(value) if isinstance(value, Text) else value
    if not isinstance(given, (str, bytes)):
        ev.throw(TypeError)
    try:
        return natives.wrapped(ev, json.loads(given), changes=False)
    except json.JSONDecodeError as error:
        raise PyError(error_of(ev), ev.line) from error


def error_of(ev: Evaluator) -> Any:
    """Return the exception of text that is no JSON."""
    return ev.call(EXCEPTIONS[json.JSONDecodeError], [], {})
