"""One thread for linear algebra: two that wait for each other on a busy machine are many times slower than one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController

__all__ = ["one_thread"]


@cache
def _controller() -> ThreadpoolController:
    """Find the libraries that are loaded, NumPy's among them; once, as looking takes a millisecond."""
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Let products of matrices use one thread for a while.

    The products are small, so a second thread gains little where a core is free; where none is, it spins until it gets
    one. What is computed is then the same on any number of cores, too.
    """
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited
