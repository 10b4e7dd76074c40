"""What a function must not ask while a proof reads it: the clock, files, the network, the system's randomness."""

from __future__ import annotations

import datetime as dt
import importlib
import operator
import os
import random
import sys
import time
import types
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.plain.builtins_for_bids import Mode
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.rewrite import refuse_is
from strategyproof.proofs.plain.source import is_users_own

_OWN = ("os.getpid", "os.times", "os.getrandom", "os.getloadavg", "gc.get_count", "gc.get_objects", "gc.isenabled",
        "gc.enable", "gc.disable", "gc.get_threshold", "gc.set_threshold", "sys.getrecursionlimit",
        "sys.setrecursionlimit", "sys.getswitchinterval", "sys.setswitchinterval", "locale.setlocale",
        "threading.get_ident", "threading.current_thread", "sys._getframe",
        "sys.getrefcount", "sys.getsizeof", "inspect.currentframe", "inspect.stack", "resource.getrusage")  # fmt: skip
"""What of the process a user's code must not ask; other code may."""
_WRITING = os.O_WRONLY | os.O_RDWR
_frame = sys._getframe
_CODE = (".py", ".pyc", ".so", ".pyd", ".dll")
_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.putenv", "os.remove",
           "os.rename", "os.mkdir", "urllib.", "sqlite3.", "shutil.", "ctypes.dlopen")  # fmt: skip


def watch(mode: Mode) -> None:
    """Refuse such questions while a proof reads code in this mode; at other times they are answered.

    It cannot be undone: for a process of its own, and before it loads what could hold on to the native functions.
    """
    sys.addaudithook(lambda event, arguments: _audit(mode, event, arguments))
    for name, native in list(vars(time).items()):
        if isinstance(native, types.BuiltinFunctionType):
            setattr(time, name, _refusing(mode, native, f"the clock: time.{name}()"))
    for kind in (dt.datetime, dt.date):
        setattr(dt, kind.__name__, _without_clock(mode, kind))
    for name in _OWN:
        home, _, own = name.partition(".")
        module = importlib.import_module(home)
        setattr(module, own, _refusing(mode, getattr(module, own), f"the process: {name}()", only_users=True))
    for name in ("is_", "is_not"):
        setattr(operator, name, _of_known(getattr(operator, name)))
    os.urandom = _refusing(mode, os.urandom, "the system's randomness: os.urandom()")
    random._urandom = os.urandom  # type: ignore[attr-defined]  # random.SystemRandom, and secrets, ask this one
    random.Random.seed = _seeding(mode, random.Random.seed)  # type: ignore[method-assign]  # for all generators


def _audit(mode: Mode, event: str, arguments: tuple[Any, ...]) -> None:
    if not mode.symbolic:
        return
    is_code = event == "open" and isinstance(arguments[0], str) and arguments[0].endswith(_CODE)
    if event == "open" and not (is_code and arguments[1] in (None, "r", "rb") and not arguments[2] & _WRITING):
        raise Unsupported("input or output: a file is opened")
    if event.startswith(_EVENTS):
        raise Unsupported(f"input or output: {event}")


def _refusing(
    mode: Mode, native: Callable[..., Any], construct: str, *, only_users: bool = False
) -> Callable[..., Any]:
    def ask(*arguments: Any, **named: Any) -> Any:
        asking = _frame(1).f_globals
        own = asking.get("__name__", "").partition(".")[0] == "strategyproof"
        if mode.symbolic and (is_users_own(asking) if only_users else not own):
            raise Unsupported(construct)
        return native(*arguments, **named)

    return ask


class _Native(type):
    """Of a type that stands for its base: what is one is the other."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, cls.__mro__[1])


def _without_clock(mode: Mode, kind: Any) -> Any:
    """Return a type of dates whose constructors that read the clock refuse."""
    names = [name for name in ("now", "today", "utcnow") if hasattr(kind, name)]

    def asked(name: str) -> Any:
        refuse = _refusing(mode, getattr(kind, name), f"the clock: {kind.__name__}.{name}()")
        return staticmethod(refuse)

    return _Native(kind.__name__, (kind,), {"__module__": kind.__module__, **{name: asked(name) for name in names}})


def _of_known(native: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda a, b, /: native(refuse_is(a), refuse_is(b))


def _seeding(mode: Mode, native: Callable[..., None]) -> Callable[..., None]:
    def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        if mode.symbolic and a is None:
            raise Unsupported("the system's randomness: a generator without a seed")
        native(self, a, version)

    return seed
