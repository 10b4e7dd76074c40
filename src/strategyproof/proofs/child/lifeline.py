"""No child outlives its parent, whatever it is computing and however the parent ends.

On Linux the child holds the reading end of a pipe into which nobody ever writes. When the parent is gone the kernel
closes the writing end, and sends the child, and what the child has started, the signal that it has asked for: SIGKILL.
This needs no thread, so that it works while a library keeps Python's lock. (``PR_SET_PDEATHSIG`` is not used: it comes
when the *thread* that started the child ends.) Elsewhere a thread looks whether another process has become the parent;
the one that reads the questions sees their pipe end.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

LIFELINE = "STRATEGYPROOF_LIFELINE"
"""The environment variable that tells the child the number of its end of the pipe."""

LOOK = 0.5
"""Seconds between two looks at who the parent is."""


def end_with_parent() -> None:
    """Arrange that this process ends within two seconds of its parent."""
    line = os.environ.pop(LIFELINE, None)
    if sys.platform == "win32":
        return  # the end of the pipe of questions tells
    if sys.platform == "linux" and line is not None:
        _let_the_kernel_watch(int(line))
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _let_the_kernel_watch(line: int) -> None:
    if sys.platform != "linux":
        return
    import fcntl

    fcntl.fcntl(line, fcntl.F_SETOWN, -os.getpid() if _leads() else os.getpid())  # negative: the whole group
    fcntl.fcntl(line, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    os.set_inheritable(line, False)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    if sys.platform != "win32" and _leads():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _leads() -> bool:
    """Tell whether this process leads a group, which then is its own work and nothing else."""
    return sys.platform != "win32" and os.getpgrp() == os.getpid()
