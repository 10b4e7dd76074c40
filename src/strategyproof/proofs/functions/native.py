"""The user's function as CPython runs it, untouched: for replaying counterexamples, for examples, for comparison."""

from __future__ import annotations

import dataclasses
import importlib.util
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from strategyproof.mechanism.grounds import Cause
from strategyproof.proofs.evaluator import Evaluator
from strategyproof.proofs.evaluator.containers import Dict, Set
from strategyproof.proofs.evaluator.faults import BadOutcome, Unsupported
from strategyproof.proofs.evaluator.objects import Class, Field, Instance, Named, Unreadable
from strategyproof.proofs.functions import outcomes
from strategyproof.proofs.functions.arguments import Shape
from strategyproof.proofs.functions.faults import Decided, Fault
from strategyproof.proofs.functions.target import LoadError

SECONDS_PER_RUN = 2.0
"""A single run takes microseconds; what takes longer than this does not end."""


class Endless(BaseException):
    """A run that takes too long."""


ENDINGS = (Exception, SystemExit, Unsupported, Endless)
"""How a run of user code can end without a result."""


def module_at(path: Path) -> ModuleType:
    """Import a file as CPython does.

    Raises
    ------
    LoadError
        If it does not import.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    try:
        with limited(10 * SECONDS_PER_RUN):
            spec.loader.exec_module(module)
    except (Exception, SystemExit, Endless) as error:  # whatever the user's file raises is shown
        line = error.lineno if isinstance(error, SyntaxError) else line_of(error.__traceback__, str(path))
        where = f" (line {line})" if line else ""
        raise LoadError(f"{path.name} does not import: {type(error).__name__}: {error}{where}", line) from error
    return module


def line_of(trace: TracebackType | None, file: str) -> int | None:
    """Return the last line of a file on the way to where something was raised."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def run(
    function: Callable[..., Any],
    shape: Shape,
    bids: Sequence[Any],
    parameters: Mapping[str, Any],
    file: str,
    reads: outcomes.Reader = outcomes.read,
) -> Decided | Fault:
    """Run the function itself on numbers, and read its outcome."""
    given, before = shape.made(list(bids)), shape.made(list(bids))
    try:
        with limited(SECONDS_PER_RUN):
            result = function(given, **parameters)
        if not is_unchanged(given, before):
            return Fault("raises", "the function changes its argument")
        ev = Evaluator()
        wins, payments = reads(ev, imported(result), shape.names(len(bids)))
    except ENDINGS as error:  # whatever user code raises is a finding about it
        return fault_of(error, file)
    return Decided(wins, payments, holds_float(result))


def fault_of(error: BaseException, file: str) -> Fault:
    """Return why a run of the function itself has no outcome."""
    line = line_of(error.__traceback__, file)
    match error:
        case BadOutcome():
            return Fault("raises", str(error))
        case Endless():
            return Fault("endless", f"a run that does not end within {SECONDS_PER_RUN:g} s", line)
        case Unsupported() | RecursionError() | MemoryError():
            return Fault(_cause(error), str(error) or type(error).__name__, line)
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Fault("raises", text, line)


def _cause(error: BaseException) -> Cause:
    """Say what a run that only a larger machine could end is unknown for."""
    if isinstance(error, Unsupported):
        return error.cause
    return "memory" if isinstance(error, MemoryError) else "budget"


def holds_float(result: Any) -> bool:
    """Tell whether a number in a result is a double."""
    if isinstance(result, (float, complex)):
        return True
    if hasattr(result, "dtype"):
        return bool(result.dtype.kind == "f") or (result.dtype.kind == "O" and holds_float(result.tolist()))
    parts = result.values() if isinstance(result, dict) else getattr(result, "__dict__", {}).values()
    return any(map(holds_float, result if isinstance(result, (list, tuple)) else parts))


def is_unchanged(given: Any, before: Any) -> bool:
    """Tell whether a run has left its argument as it was."""
    if hasattr(given, "tolist"):
        given, before = given.tolist(), before.tolist()
    return type(given) is type(before) and len(given) == len(before) and bool(given == before)


def imported(value: Any) -> Any:
    """Return a value of CPython's as one of the evaluator's."""
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        return imported(value.tolist())
    if value is None or isinstance(value, (bool, int, float, Decimal, str, range, Fraction)):
        return Fraction(value) if isinstance(value, Fraction) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: imported(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return Instance(Class(type(value).__name__), fields)
    if isinstance(value, (list, deque)):
        return Evaluator().new_list(map(imported, value))
    if isinstance(value, dict):
        made = Dict()
        for key, entry in value.items():
            made.put(imported(key), imported(entry), lambda a, b: bool(a == b))
        return made
    if isinstance(value, tuple):
        return _tuple(value)
    return _object(value)


def _object(value: Any) -> Any:
    wins, payments = getattr(value, "wins", None), getattr(value, "payments", None)
    if wins is not None and payments is not None:
        return imported((wins, payments))
    return Set() if isinstance(value, (set, frozenset)) else Unreadable(type(value).__name__)


def _tuple(value: tuple[Any, ...]) -> tuple[Any, ...]:
    entries = tuple(map(imported, value))
    if not hasattr(value, "_fields"):
        return entries
    named = Named(entries)
    named.cls = Class(type(value).__name__, native=tuple, fields=[Field(name) for name in value._fields])
    return named


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt a run that does not end, in the main thread of a process, where signals arrive."""

    def interrupt(*_: Any) -> None:
        raise Endless

    try:
        former = signal.signal(signal.SIGVTALRM, interrupt)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
