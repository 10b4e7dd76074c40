"""Does this thread compute with subnormal numbers? Where it does not, nothing may be judged."""

from __future__ import annotations

import numpy as np

__all__ = ["FlushedToZero", "expect_subnormals", "flushes"]

_LEAST = np.array([5e-324])
_ONE = np.ones(1)


class FlushedToZero(ArithmeticError):
    """The processor takes subnormal numbers for 0 in this thread, so the judge would judge another auction."""


def flushes() -> bool:
    """Tell whether 5e-324 * 1 is 0 in this thread.

    The flag (FTZ and DAZ of the processor) is a thread's own. ``torch.set_flush_denormal(True)`` sets it, and so do
    libraries that were built with ``-ffast-math`` when they are loaded.
    """
    return not bool((_LEAST * _ONE)[0] > 0)


def expect_subnormals() -> None:
    """Refuse to judge where subnormal numbers are flushed.

    Raises
    ------
    FlushedToZero
        If 5e-324 * 1 is 0: two subnormal bids are then no longer told apart, and the winner may be another.
    """
    if flushes():
        raise FlushedToZero(
            "expected 5e-324 * 1 = 5e-324, got 0: this thread flushes subnormal numbers to zero, which can change a "
            "winner, so nothing is judged; call torch.set_flush_denormal(False), or unload what was built with "
            "-ffast-math"
        )
