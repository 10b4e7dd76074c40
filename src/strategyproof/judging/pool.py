"""Processes beside this one, for what can be asked in parallel. They leave interrupts to it, and end when it does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess


def pool(processes: int = 1) -> ProcessPoolExecutor:
    """Return a pool of processes that start afresh, each loading what it needs."""
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), live_with_parent)


def live_with_parent() -> None:
    """Leave interrupts to the parent, and end when it does, killed or not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
