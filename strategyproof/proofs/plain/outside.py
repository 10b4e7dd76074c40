"""What a function must not ask while a proof reads it: the clock, files, the network, the system's randomness."""

from __future__ import annotations

import operator
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.plain.builtins_for_bids import Mode
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.source import refuse_is

_CLOCK = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "sleep")
_CODE = (".py", ".pyc", ".so", ".pyd", ".dll")
_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.putenv", "os.remove",
           "os.rename", "os.mkdir", "urllib.", "sqlite3.", "shutil.", "ctypes.dlopen")  # fmt: skip


def watch(mode: Mode) -> None:
    """Refuse such questions while a proof reads code in this mode; at other times they are answered.

    It cannot be undone: for a process of its own, and before it loads what could hold on to the native functions.
    """
    sys.addaudithook(lambda event, arguments: _audit(mode, event, arguments))
    for name in _CLOCK:
        setattr(time, name, _refusing(mode, getattr(time, name), f"the clock: time.{name}()"))
    for name in ("is_", "is_not"):
        setattr(operator, name, _of_known(getattr(operator, name)))
    os.urandom = _refusing(mode, os.urandom, "the system's randomness: os.urandom()")
    random._urandom = os.urandom  # type: ignore[attr-defined]  # random.SystemRandom, and secrets, ask this one
    random.Random.seed = _seeding(mode, random.Random.seed)  # type: ignore[method-assign]


def _audit(mode: Mode, event: str, arguments: tuple[Any, ...]) -> None:
    if not mode.symbolic:
        return
    if event == "open" and not (isinstance(arguments[0], str) and arguments[0].endswith(_CODE)):
        raise Unsupported("input or output: a file is opened")
    if event.startswith(_EVENTS):
        raise Unsupported(f"input or output: {event}")


def _refusing(mode: Mode, native: Callable[..., Any], construct: str) -> Callable[..., Any]:
    def ask(*arguments: Any, **named: Any) -> Any:
        if mode.symbolic and sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] != "strategyproof":
            raise Unsupported(construct)
        return native(*arguments, **named)

    return ask


def _of_known(native: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda a, b, /: native(refuse_is(a), refuse_is(b))


def _seeding(mode: Mode, native: Callable[..., None]) -> Callable[..., None]:
    def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        if mode.symbolic and a is None:
            raise Unsupported("the system's randomness: a generator without a seed")
        native(self, a, version)

    return seed
