"""The child's side: answer one question after another, within limits, and never outlive the parent."""

from __future__ import annotations

import faulthandler
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from strategyproof.proofs.child.lifeline import end_with_parent
from strategyproof.proofs.child.messages import Question, read_question, reply_line

GRACE = 5.0
"""Seconds after the deadline of a question at which the child ends itself, should the parent not have done so."""


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]], memory: int) -> None:
    """Answer until the parent closes the pipe or ends.

    Parameters
    ----------
    answer
        From a request to its reply, both JSON objects. What it prints goes nowhere: the replies have a pipe of their
        own. An exception ends the process, which the parent sees as a crash.
    memory
        Bytes of address space that the process may take, where the system can limit it (not on Windows).
    """
    end_with_parent()
    source, sink, nowhere = _own_pipes()
    limit_memory(memory)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, lines), daemon=True).start()
    while True:
        asked = read_question(lines.get())
        _write(sink, reply_line(asked, _timed(answer, asked, nowhere)))


def limit_memory(size: int) -> None:
    """Limit the address space, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    limits = [limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY]
    allowed = min([size, *limits])  # never more than what was set before
    try:
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    except (ValueError, OSError):  # macOS knows the limit and refuses to set it
        return


def _timed(answer: Callable[[dict[str, Any]], dict[str, Any]], asked: Question, nowhere: TextIO) -> dict[str, Any]:
    """Answer, or end: this timer needs no thread of Python's, which code that keeps Python's lock would stop."""
    faulthandler.dump_traceback_later(asked.seconds + GRACE, exit=True, file=nowhere)
    try:
        return answer(json.loads(asked.text))
    finally:
        faulthandler.cancel_dump_traceback_later()


def _own_pipes() -> tuple[int, int, TextIO]:
    """Keep the pipes for messages alone: what the work reads is empty, and what it prints goes nowhere."""
    source, sink = os.dup(0), os.dup(1)
    nowhere = open(os.devnull, "r+", encoding="utf-8")  # noqa: PTH123, SIM115  # kept open: faulthandler writes there
    for descriptor in (0, 1, 2):
        os.dup2(nowhere.fileno(), descriptor)
    return source, sink, nowhere


def _listen(source: int, lines: queue.SimpleQueue[bytes]) -> None:
    """Pass lines on; the end of the pipe ends the process, also in the middle of a question."""
    with os.fdopen(source, "rb") as pipe:
        for line in pipe:
            lines.put(line)
    os._exit(0)


def _write(sink: int, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(sink, rest) :]
