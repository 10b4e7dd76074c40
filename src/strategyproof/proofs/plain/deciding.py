"""Whom a symbolic condition asks when it must choose a branch: the exploration that is running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.terms import Term

Decider = Callable[[Term], bool]
_current: ContextVar[Decider | None] = ContextVar("decider", default=None)


def decide(term: Term) -> bool:
    """Choose a branch.

    Raises
    ------
    Unsupported
        If no exploration is running: a symbolic bid outlived the run that it belongs to.
    """
    if term.op == "const":
        return bool(term.data)
    decider = _current.get()
    if decider is None:
        raise Unsupported("a symbolic bid kept after the run that it belongs to")
    return decider(term)


@contextmanager
def deciding(decider: Decider) -> Iterator[None]:
    """Let a decider answer."""
    token = _current.set(decider)
    try:
        yield
    finally:
        _current.reset(token)
