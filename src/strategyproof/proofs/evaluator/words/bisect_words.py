"""``bisect``: the position by halving, with the comparisons that CPython makes, whatever the order of the list."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator import attributes, comparing, positions
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import negated
from strategyproof.proofs.evaluator.table import method_of, word

Before = Callable[[Any], Any]


def _halved(ev: Evaluator, holder: Any, bounds: tuple[Any, Any], key: Any, goes_right: Before) -> Any:
    """Return the position; one that depends on the bids is a choice of the positions that it can be."""
    low = positions.position(ev, bounds[0])
    if low < 0:
        ev.throw(ValueError)
    high = bounds[1]
    high = positions.position(ev, ev.call(ev.function("len"), [holder], {}) if high is None else high)

    def search(low: int, high: int) -> int:
        if low >= high:
            return low
        middle = (low + high) // 2
        entry = positions.item(ev, holder, middle)
        entry = entry if key is None else ev.call(key, [entry], {})
        when = ev.truth(goes_right(entry))
        return ev.branch(when, lambda: search(middle + 1, high), lambda: search(low, middle))  # type: ignore[no-any-return]

    return search(low, high)


@word("bisect.bisect_left")
def _left(ev: Evaluator, a: Any, x: Any, lo: Any = 0, hi: Any = None, *, key: Any = None) -> Any:
    return _halved(ev, a, (lo, hi), key, lambda entry: comparing.compare(ev, ast.Lt, entry, x))


@word("bisect.bisect_right", "bisect.bisect")
def _right(ev: Evaluator, a: Any, x: Any, lo: Any = 0, hi: Any = None, *, key: Any = None) -> Any:
    def goes_right(entry: Any) -> Any:
        return negated(ev, comparing.compare(ev, ast.Lt, x, entry))

    return _halved(ev, a, (lo, hi), key, goes_right)


@word("bisect.insort_left")
def _insort_left(ev: Evaluator, a: Any, x: Any, lo: Any = 0, hi: Any = None, *, key: Any = None) -> None:
    own = x if key is None else ev.call(key, [x], {})
    _insert(ev, a, _left(ev, a, own, lo, hi, key=key), x)


@word("bisect.insort_right", "bisect.insort")
def _insort_right(ev: Evaluator, a: Any, x: Any, lo: Any = 0, hi: Any = None, *, key: Any = None) -> None:
    row = method_of(a, "__insort__")
    if row is not None and (lo, hi, key) == (0, None, None):
        row(ev, a, x)
        return
    own = x if key is None else ev.call(key, [x], {})
    _insert(ev, a, _right(ev, a, own, lo, hi, key=key), x)


def _insert(ev: Evaluator, holder: Any, at: Any, value: Any) -> None:
    ev.call(attributes.attribute(ev, holder, "insert"), [at, value], {})
