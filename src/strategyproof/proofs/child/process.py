"""The parent's side of a child process: one question, one reply, one deadline, and no process left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.child.lifeline import LIFELINE
from strategyproof.proofs.child.messages import LONGEST, Malformed, question, question_line, read_reply, shown

KILLS = frozenset({"SIGHUP", "SIGINT", "SIGKILL", "SIGTERM", "SIGXCPU"})
"""Signals that come from outside; the others are the child's own doing."""

REAPING = 5.0
"""Seconds that the system may take to end a process that was killed."""


def python_worker(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of the toolkit in this interpreter; nothing of the current directory."""
    return [sys.executable, "-P", "-m", module, *arguments]


def worker_environment() -> dict[str, str]:
    """Return this process's environment, with the places where it finds modules, the toolkit's own among them."""
    own = str(Path(__file__).parents[3])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys([*filter(None, sys.path), own]))}


class Child:
    """A process that answers questions, started when first asked and again after it ended.

    A reply counts only if it carries the number of the question and the SHA-256 of its text. Whatever else happens
    (another reply, no reply by the deadline, an end, an interrupt), the process and those that it started are ended,
    and the next question goes to a new one. Threads may share a child; they are answered in turn. A process forked
    from this one starts its own.

    Parameters
    ----------
    command
        Program and arguments. It serves with :func:`strategyproof.proofs.child.serving.serve`.
    environment
        Its environment variables.

    Examples
    --------
    >>> child = Child(python_worker("strategyproof.proofs.smt.z3_worker", str(1 << 30)))
    >>> child.ask({"do": "hello"}, seconds=60)["solver"][:2]
    'z3'
    >>> child.close()
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._command = list(command)
        self._environment = worker_environment() if environment is None else dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[..., Any] | None = None
        self._number = 0
        self._turn = threading.Lock()
        _children.add(self)

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the number of the process, or None if none runs."""
        return self._process.pid if self._process is not None and self.is_running else None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait for its reply.

        Parameters
        ----------
        request
            A JSON object.
        seconds
            The deadline, by the clock.

        Returns
        -------
        dict
            The reply. Its shape is the caller's to check.

        Raises
        ------
        NoAnswer
            If there is no reply that counts; its cause is ``time``, ``killed``, ``crash``, ``protocol`` or ``start``.
        """
        with self._turn:
            try:
                process = self._started()
                self._number += 1
                asked = question(self._number, request, seconds)
                return read_reply(_exchanged(process, question_line(asked), seconds), asked)
            except Malformed as error:
                self.close()
                raise NoAnswer("protocol", str(error)) from None
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """End the process, if one runs."""
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self.is_running:
            return self._process
        self.close()
        held, line = _lifeline()
        try:
            process = subprocess.Popen(
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**self._environment, LIFELINE: str(held)},
                pass_fds=(held,) if sys.platform != "win32" else (),
                start_new_session=True,  # its own group: what it starts ends with it, and Ctrl-C is the parent's alone
            )
        except OSError as error:
            os.close(line)
            raise NoAnswer("start", str(error)) from None
        finally:
            os.close(held)
        self._process, self._number = process, 0
        self._end = weakref.finalize(self, _ended, process, line)
        return process

    def _disown(self) -> None:
        """Forget, in a process just forked, what belongs to the other, and let go of its pipes."""
        if self._process is not None and self._end is not None:
            self._process.returncode = 0  # or its destructor would warn that it still runs
            _, _, (_, line), _ = self._end.detach() or (None, None, (None, -1), None)
            _let_go(self._process, line)
        self._process, self._end, self._turn = None, None, threading.Lock()


_children: weakref.WeakSet[Child] = weakref.WeakSet()


def _disown_all() -> None:
    for child in _children:
        child._disown()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown_all)


def _lifeline() -> tuple[int, int]:
    """Return the child's end and this process's end of a pipe, neither in the place of a standard stream.

    A process that was started with its standard input closed would else get 0 here, and the child's input goes there.
    """
    if sys.platform == "win32":
        return os.pipe()
    import fcntl

    first_free, ends = 3, os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, first_free) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def _exchanged(process: subprocess.Popen[bytes], line: bytes, seconds: float) -> bytes:
    """Write a line and read one, both before the deadline: a child that does not read can block the parent too."""
    outcome: list[bytes | Malformed | None] = []

    def talk() -> None:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            _write(process.stdin, line)
            outcome.append(_line(process.stdout))
        except Malformed as error:
            outcome.append(error)
        except (OSError, ValueError):  # the pipe broke, or was closed after the deadline
            outcome.append(None)

    talking = threading.Thread(target=talk, daemon=True)
    talking.start()
    talking.join(seconds)
    if not outcome:
        raise NoAnswer("time", f"{seconds:g} s")
    if isinstance(outcome[0], Malformed):
        raise outcome[0]
    if outcome[0] is None:
        raise _how_it_ended(process)
    return outcome[0]


def _write(pipe: IO[bytes], line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[pipe.write(rest) :]


def _line(pipe: IO[bytes]) -> bytes | None:
    """Read what one question may bring: one line and nothing after it; None where the pipe ends before."""
    heard = bytearray()
    while chunk := pipe.read(1 << 16):
        heard += chunk
        if b"\n" in chunk:
            line, _, rest = bytes(heard).partition(b"\n")
            if rest:
                raise Malformed(f"expected one line, got more after it: {shown(rest)}")
            return line
        if len(heard) > LONGEST:
            raise Malformed(f"expected a line of at most {LONGEST} bytes, got {shown(bytes(heard))}")
    return None


def _how_it_ended(process: subprocess.Popen[bytes]) -> NoAnswer:
    try:
        code = process.wait(REAPING)
    except subprocess.TimeoutExpired:
        return NoAnswer("protocol", "expected a reply, got the end of its output while it runs on")
    if code >= 0:
        return NoAnswer("crash", f"exit code {code}")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return NoAnswer("killed" if name in KILLS else "crash", name)


def _ended(process: subprocess.Popen[bytes], line: int) -> None:
    """End a process and its group."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(REAPING)
    _let_go(process, line)


def _let_go(process: subprocess.Popen[bytes], line: int) -> None:
    os.close(line)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
