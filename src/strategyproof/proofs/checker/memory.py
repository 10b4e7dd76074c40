"""Keep freed memory in the process, so that work on blocks does not fault every page in again."""

from __future__ import annotations

from functools import cache

import numpy as np

__all__ = ["keep_freed_memory"]

_LARGEST = 2**25 - 2**14
"""Bytes; the threshold of glibc rises to 32 MiB at most, bookkeeping included (mallopt(3), M_MMAP_THRESHOLD)."""


@cache
def keep_freed_memory() -> None:
    """Tell the C library to keep freed blocks; once per process.

    glibc gives blocks above a threshold back to the system as soon as they are freed, and the threshold rises to the
    largest block that was. Intermediate vectors are such blocks: without this, a third of the time goes to fetching
    their pages again. The block is never touched, so it costs no memory. Other C libraries are not moved by it.
    """
    np.empty(_LARGEST, np.uint8)
