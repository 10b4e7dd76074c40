"""The solver as a child process: a crash or a runaway question costs a verdict, never the run."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from strategyproof.proofs.smtlib import OBSERVED, script
from strategyproof.proofs.terms import Term

Status: TypeAlias = Literal["sat", "unsat", "unknown"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one question may cost.

    Attributes
    ----------
    units
        Solver resource units, the same on every machine, for each of the solver's strategies that is tried in turn;
        decides which verdicts are ``unknown``.
    seconds
        Wall clock, a backstop against a solver that does not count.
    """

    units: int = 20_000_000
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A solver's answer. In a model, a value is None where it is irrational."""

    status: Status
    model: dict[str, Fraction | bool | None] = field(default_factory=dict)
    reason: str | None = None
    spent: int = 0


class Solver:
    """Z3 in a child process, started when first asked and restarted after a crash.

    Attributes
    ----------
    name
        The solver and its version.
    seconds
        CPU time that its answers have taken so far.

    Examples
    --------
    >>> from strategyproof.proofs.terms import less, real, variable
    >>> x = variable("x", "Real")
    >>> with Solver() as solver:
    ...     solver.ask([less(x, real(0)), less(real(1), x)]).status
    'unsat'
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.name = "z3"
        self.seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Solver:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, assertions: Sequence[Term], observed: Mapping[str, Term] | None = None) -> Answer:
        """Ask whether the assertions can hold together, and if so for a model of the observed terms."""
        observed = dict(observed or {})
        return self.ask_text(script(assertions, observed), list(observed))

    def ask_text(self, text: str, observe: Sequence[str] = ()) -> Answer:
        """Ask a question that is SMT-LIB text already."""
        question = {"script": text, "rlimit": self.budget.units, "observe": [OBSERVED + name for name in observe]}
        try:
            self._start()
            self._write(question)
            reply = self._read()
        except (OSError, EOFError, json.JSONDecodeError) as error:
            self.close()
            return Answer("unknown", reason=f"the solver process gave no answer: {error}")
        self.seconds += reply.get("seconds", 0.0)
        model = {name.removeprefix(OBSERVED): _value(value) for name, value in reply.get("model", {}).items()}
        return Answer(reply["status"], model, reply.get("reason"), reply.get("spent", 0))

    def close(self) -> None:
        """End the child process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        if self._process is None:
            command = [sys.executable, "-m", "strategyproof.proofs.z3_worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.name = self._read()["solver"]

    def _write(self, question: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        watchdog = threading.Timer(self.budget.seconds, self._process.kill)
        watchdog.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line:
            raise EOFError(f"it ended with code {self._process.wait()}, after at most {self.budget.seconds:g} s")
        reply: dict[str, Any] = json.loads(line)
        return reply


def _value(value: str | bool | None) -> Fraction | bool | None:
    return Fraction(value) if isinstance(value, str) else value
