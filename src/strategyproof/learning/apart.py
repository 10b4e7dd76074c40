"""Where a selector runs: in a process of its own, which never had the bids of the rounds that it emits rho for.

A selector in the auctioneer's process can reach the bids, whatever it is given: they lie in its callers' frames. So a
process is started with the selector, before there are rounds, and gets observations as bytes. Each call runs in a fork
of that process and ends with it, so that no call knows what another was given: the past of a later round holds what was
bid in an earlier one.

This keeps a selector from the bids by accident or by Python's means. It is no jail: code that was written to attack the
machine can do what its user can.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
import weakref
from multiprocessing.connection import Connection
from typing import ClassVar, NoReturn, Protocol

import msgspec
import numpy as np

from strategyproof.learning.evaluate import class_of
from strategyproof.learning.information import Observation
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Array
from strategyproof.proofs.checker.border import Floats, frozen_doubles

__all__ = ["Apart", "Beside", "Runner", "SelectorFailed", "can_run_apart"]

SECONDS_TO_START = 120
"""How long a selector may take to load, torch on a busy machine included."""

_RHO = "return the doubles that the auction is to run with"


class SelectorFailed(ValueError):
    """A selector emitted nothing: it raised, changed what it was given, or cannot be run at all."""


class Runner(Protocol):
    """Something that runs a selector on observations."""

    @property
    def apart(self) -> bool:
        """Whether it runs where no bids are."""

    def emit(self, observation: Observation) -> Floats:
        """Return rho of each round, read-only."""

    def close(self) -> None:
        """Let go of it."""


class Beside:
    """A selector in this process, with everything that this process knows.

    Parameters
    ----------
    selector
        Emits rho.
    """

    apart: ClassVar[bool] = False

    def __init__(self, selector: Selector) -> None:
        self._selector = selector

    def emit(self, observation: Observation) -> Floats:
        """Return rho of each round, read-only.

        Raises
        ------
        TypeError
            If rho is no array of doubles.
        SelectorFailed
            If the selector changes the observation, or emits another number of rho.
        """
        before = observation.content()
        rho = frozen_doubles(self._selector.select(observation), "rho", _RHO)
        if observation.content() != before:
            raise SelectorFailed(
                f"selector {self._selector.id}: expected it to read its observation, and it changed it; copy what is "
                "written to"
            )
        if rho.shape != (len(observation),):
            raise SelectorFailed(
                f"selector {self._selector.id}: expected one rho for each of {len(observation)} rounds, got shape "
                f"{rho.shape}"
            )
        return rho

    def close(self) -> None:
        """Do nothing."""


class _Told(msgspec.Struct, array_like=True):
    """An observation as bytes."""

    information: str
    parts: list[tuple[tuple[int, ...], bytes]]


class _Answer(msgspec.Struct, array_like=True):
    """Rho as bytes, or why there is none."""

    rho: bytes
    failed: str = ""
    is_type: bool = False


_OBSERVATIONS, _ANSWERS = msgspec.msgpack.Decoder(_Told), msgspec.msgpack.Decoder(_Answer)


class Apart:
    """A selector in a process of its own.

    Parameters
    ----------
    selector
        Emits rho; its class must be one that another process can import.

    Raises
    ------
    SelectorFailed
        If it cannot be loaded there.
    """

    apart: ClassVar[bool] = True

    def __init__(self, selector: Selector) -> None:
        self._id = selector.id
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, selector), daemon=True)
        try:
            process.start()
        except Exception as error:
            raise self._unloadable(f"{type(error).__name__}: {error}") from error
        finally:
            theirs.close()
        self._finalise = weakref.finalize(self, _end, self._line, process)
        if self._heard(SECONDS_TO_START) is None:
            self.close()
            raise self._unloadable("its process ended, see above")

    def emit(self, observation: Observation) -> Floats:
        """Return rho of each round, read-only.

        Raises
        ------
        TypeError
            If rho is no array of doubles.
        SelectorFailed
            If the selector raises, changes the observation, or ends its process.
        """
        parts = [(part.shape, np.ascontiguousarray(part, np.float64).tobytes()) for part in observation.parts()]
        self._line.send_bytes(msgspec.msgpack.encode(_Told(observation.information, parts)))
        heard = self._heard(None)
        if heard is None:
            raise SelectorFailed(_ended(self._id))
        answer = _ANSWERS.decode(heard)
        if answer.failed:
            raise (TypeError if answer.is_type else SelectorFailed)(answer.failed)
        rho: Floats = np.frombuffer(answer.rho, np.float64)
        return rho

    def close(self) -> None:
        """End its process."""
        self._finalise()

    def _heard(self, seconds: float | None) -> bytes | None:
        try:
            return self._line.recv_bytes() if self._line.poll(seconds) else None
        except EOFError:
            return None

    def _unloadable(self, why: str) -> SelectorFailed:
        return SelectorFailed(
            f"selector {self._id}: expected it to load in a process of its own, got: {why}; define its class in a "
            'module, guard a script with `if __name__ == "__main__"`, or let it run beside the bids (apart=False), '
            "which its certificates will say"
        )


def can_run_apart() -> bool:
    """Tell whether this system can fork, which a selector's process does."""
    return hasattr(os, "fork")


def _end(line: Connection, process: multiprocessing.process.BaseProcess) -> None:
    line.close()
    process.join(1)
    if process.is_alive():
        process.kill()
        process.join()


def _serve(line: Connection, selector: Selector) -> NoReturn:
    """Answer until the other end closes; each answer comes from a fork of what this process was at its start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line.send_bytes(b"ready")
    while True:
        try:
            told = line.recv_bytes()
        except (EOFError, OSError):
            os._exit(0)  # nothing of this process is to be kept, and libraries that tidy up at exit only slow it down
        line.send_bytes(_in_a_fork(selector, told) or msgspec.msgpack.encode(_Answer(b"", _ended(selector.id))))


def _in_a_fork(selector: Selector, told: bytes) -> bytes:
    """Return what a fork of this process answers; nothing if it ended before."""
    heard, tells = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside the idle threads of linear algebra
        child = os.fork()
    if child == 0:
        try:
            with os.fdopen(tells, "wb") as file:
                file.write(msgspec.msgpack.encode(_answered(selector, told)))
        finally:
            os._exit(0)
    os.close(tells)
    with os.fdopen(heard, "rb") as file:
        answer = file.read()
    os.waitpid(child, 0)
    return answer


def _ended(id: str) -> str:
    return f"selector {id}: expected rho, and its process ended"


def _answered(selector: Selector, told: bytes) -> _Answer:
    heard = _OBSERVATIONS.decode(told)
    parts: list[Array] = [np.frombuffer(part, np.float64).reshape(shape).copy() for shape, part in heard.parts]
    try:
        rho = Beside(selector).emit(class_of(heard.information)(*parts))
    except SelectorFailed as error:
        return _Answer(b"", str(error))
    except TypeError as error:
        return _Answer(b"", f"selector {selector.id}: {error}", is_type=True)
    except Exception as error:  # noqa: BLE001  whatever it was, it is told with its cause
        return _Answer(b"", f"selector {selector.id}: expected rho, got {type(error).__name__}: {error}")
    return _Answer(rho.tobytes())
