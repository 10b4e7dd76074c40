"""The clock as a parameter: a function that reads the time is read as one that is given it, for every time.

A run reads the clock once. What it reads afterwards, as to see how long it took, is later by an amount that nobody
knows: it may be logged, and must not reach the outcome.
"""

from __future__ import annotations

import functools
import inspect
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from strategyproof.proofs.evaluator.numbers import Quantity, real_term
from strategyproof.proofs.evaluator.objects import Builtin
from strategyproof.proofs.functions.ranges import CLOCK

if TYPE_CHECKING:
    from strategyproof.proofs.evaluator.core import Evaluator

READS = ("time", "monotonic", "perf_counter")
"""The functions of ``time`` that give seconds."""


def given(value: Any) -> Builtin:
    """Return a function of the evaluator's that takes the time as a parameter."""

    def timed(ev: Evaluator, bids: Any, **parameters: Any) -> Any:
        seconds = real_term(parameters.pop(CLOCK))
        ev.clock = None if seconds is None else Quantity(seconds, float)
        return ev.call(value, [bids], parameters)

    return Builtin(CLOCK, timed)


def stopped(function: Callable[..., Any], files: Collection[str] = ()) -> Callable[..., Any]:
    """Return a function itself, which finds the clock at the time that it is given.

    Parameters
    ----------
    function
        Takes the bids and parameters of its own.
    files
        The files that it belongs to; what they imported from ``time`` by name is stopped too.
    """

    @functools.wraps(function)
    def timed(bids: Any, **parameters: Any) -> Any:
        with _clock_at(parameters.pop(CLOCK), _names(function, files)):
            return function(bids, **parameters)

    signature = inspect.signature(function)
    clock = inspect.Parameter(CLOCK, inspect.Parameter.KEYWORD_ONLY)
    own = list(signature.parameters.values())
    place = len(own) - (bool(own) and own[-1].kind is inspect.Parameter.VAR_KEYWORD)
    timed.__signature__ = signature.replace(  # type: ignore[attr-defined]  # what inspect reads
        parameters=[*own[:place], clock, *own[place:]]
    )
    return timed


def _names(function: Callable[..., Any], files: Collection[str]) -> list[dict[str, Any]]:
    """Return the names of the function's module and of those of its files, where the clock may stand."""
    own = getattr(inspect.unwrap(function), "__globals__", {})
    return [vars(time), own, *(vars(m) for m in list(sys.modules.values()) if getattr(m, "__file__", None) in files)]


@contextmanager
def _clock_at(seconds: Any, holders: list[dict[str, Any]]) -> Iterator[None]:
    originals = [getattr(time, name) for name in READS]
    found = [(h, key, value) for h in holders for key, value in list(h.items()) if value in originals]
    try:
        for holder, key, _ in found:
            holder[key] = lambda: float(seconds)
        yield
    finally:
        for holder, key, value in found:
            holder[key] = value
