"""One run of a user's function, symbolic or exact, with every way in which it can fail told apart."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from strategyproof.proofs.plain import outcomes, state
from strategyproof.proofs.plain.bid_list import BidList
from strategyproof.proofs.plain.faults import BadOutcome, OutOfBudget, Unsupported, line_of
from strategyproof.proofs.plain.paths import NotAFunction
from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.plain.source import Loaded
from strategyproof.proofs.terms import Term


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a run has no outcome: the function fails on these bids, or a proof cannot follow it.

    Attributes
    ----------
    kind
        ``raises`` counts against the function; ``unsupported`` and ``stateful`` make a verdict ``unknown``.
    text
        What happened, without its place.
    line
        The line of the user's file.
    """

    kind: Literal["raises", "unsupported", "stateful"]
    text: str
    line: int | None = None

    def __str__(self) -> str:
        return self.text + (f" (line {self.line})" if self.line else "")


@dataclass(frozen=True, slots=True)
class Decided:
    """Wins and payments of a run."""

    wins: tuple[Term, ...]
    payments: tuple[Term, ...]


DEEPEST = 1_200
"""Calls within calls that a run may make: Python's own limit, and some for what computes with symbols. Beyond it the
function raises when it is used, whatever the prover allows itself."""

SECONDS_PER_RUN = 2.0
"""A single run takes microseconds; what takes longer than this does not end."""


def run(loaded: Loaded, bids: Sequence[Any], parameters: Mapping[str, Any], *, watched: bool = True) -> Decided | Fault:
    """Run the function once.

    Raises
    ------
    OutOfBudget
        If the exploration that this run belongs to must end.
    """
    Unsupported.raised.clear()
    own = BidList(bids) if loaded.mode.merging else list(bids)
    try:
        before = state.snapshot(loaded) if watched else {}
        result = _called(loaded, own, parameters)
        remembered = state.changed(before, state.snapshot(loaded)) if watched else None
    except Unsupported as error:
        return _unsupported(error, loaded)
    if Unsupported.raised:
        return _unsupported(Unsupported.raised[0], loaded)
    if remembered:
        return Fault(
            "stateful", f"a run changes {remembered}: the function is not a function of its input", loaded.line
        )
    if isinstance(result, Fault):
        return result
    if not _unchanged(own, bids):
        return Fault("raises", "the function changes its argument", loaded.line)
    return result


def _unsupported(error: Unsupported, loaded: Loaded) -> Fault:
    if isinstance(error, OutOfBudget):
        raise error
    kind: Literal["stateful", "unsupported"] = "stateful" if isinstance(error, NotAFunction) else "unsupported"
    return Fault(kind, str(error), line_of(error.__traceback__, loaded.file))


def _unchanged(own: Sequence[Any], bids: Sequence[Any]) -> bool:
    """Tell whether a list still holds the same bids; whether it does may depend on them."""
    pairs = list(zip(own, bids, strict=False))
    kinds = all(a is b or isinstance(a, (Symbolic, int, float, Fraction)) for a, b in pairs)
    return len(own) == len(bids) and kinds and all(a is b or bool(a == b) for a, b in pairs)


def _called(loaded: Loaded, bids: list[Any], parameters: Mapping[str, Any]) -> Decided | Fault:
    try:
        with _limited(SECONDS_PER_RUN), _no_deeper_than(DEEPEST):
            result = loaded.function(bids, **parameters)
            wins, payments = outcomes.columns(result, len(bids))
            return Decided(
                tuple(outcomes.win(value, bidder) for bidder, value in enumerate(wins)),
                tuple(outcomes.payment(value, bidder) for bidder, value in enumerate(payments)),
            )
    except BadOutcome as error:
        return Fault("raises", str(error), loaded.line)
    except Unsupported as error:
        return _unsupported(error, loaded)
    except (RecursionError, MemoryError) as error:
        line = line_of(error.__traceback__, loaded.file)
        return Fault("unsupported", f"{type(error).__name__}: {error}", line)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever user code raises is a finding about it
        return Fault("raises", type(error).__name__, line_of(error.__traceback__, loaded.file))


@contextmanager
def _no_deeper_than(calls: int) -> Iterator[None]:
    depth, frame = 0, sys._getframe()
    while (caller := frame.f_back) is not None:
        depth, frame = depth + 1, caller
    former = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + calls)
    try:
        yield
    finally:
        sys.setrecursionlimit(former)


class _Endless(Unsupported):
    """A run that takes too long."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupt a run that does not end, in the main thread of a process, where signals arrive."""

    def interrupt(*_: Any) -> None:
        raise _Endless(f"a run that does not end within {seconds:g} s")

    try:
        former = signal.signal(signal.SIGVTALRM, interrupt)
    except ValueError:
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
