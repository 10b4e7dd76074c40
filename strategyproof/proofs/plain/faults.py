"""How a run of user code can end other than with an outcome."""

from __future__ import annotations

from types import TracebackType


class Unsupported(BaseException):
    """The code does what a proof cannot follow. No ``Exception``, so that user code does not catch it."""


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
