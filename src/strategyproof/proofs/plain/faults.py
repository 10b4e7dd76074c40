"""How a run of user code can end other than with an outcome."""

from __future__ import annotations

from types import TracebackType
from typing import ClassVar


class Unsupported(BaseException):
    """The code does what a proof cannot follow. No ``Exception``, so that user code seldom catches it.

    Where it does, with a bare ``except`` or a ``return`` in a ``finally``, the run is unsupported all the same.
    """

    raised: ClassVar[list[Unsupported]] = []

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.raised.append(self)


class OutOfBudget(Unsupported):
    """The code, or the exploration of its paths, went on for longer than allowed."""


class BadOutcome(Exception):
    """The function returned something that is no outcome, or changed its argument."""


def line_of(traceback: TracebackType | None, file: str) -> int | None:
    """Return the last line of the user's file on the way to where something was raised."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
