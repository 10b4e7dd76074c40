"""The child process that runs user code: one JSON object per line in, one per line out.

Standard output and error of user code go nowhere: the answers use a descriptor of their own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.verdict import Verdict, numeral
from strategyproof.proofs.plain import outside
from strategyproof.proofs.plain.adapter import at_point
from strategyproof.proofs.plain.budget import Budget
from strategyproof.proofs.plain.builtins_for_bids import Mode, shadowed
from strategyproof.proofs.plain.judge import Subject, judge
from strategyproof.proofs.plain.ranges import declared
from strategyproof.proofs.plain.runs import Fault
from strategyproof.proofs.plain.source import Dialect, HelperFinder, load_function
from strategyproof.proofs.plain.target import LoadError
from strategyproof.proofs.plain.total import TOTAL

if TYPE_CHECKING:
    from strategyproof.proofs.lift import Lift

MEMORY = 8 << 30
"""Bytes of address space: a function that eats memory costs a verdict, not the machine."""


class Worker:
    """Answers requests about the one function that it has loaded."""

    def __init__(self) -> None:
        self._subjects: dict[str, Subject] = {}
        self._target = ""
        self._lift: Lift | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        match request["do"]:
            case "load":
                return self._load(request)
            case "check":
                return self._check(request)
            case "run":
                return self._run(request)
        raise AssertionError(request["do"])

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        mode = Mode()
        dialect = Dialect(mode, shadowed(mode))
        outside.watch(mode)
        sys.meta_path.insert(0, HelperFinder(request["target"], dialect))
        loaded = load_function(request["target"], dialect)
        self._target = request["target"]
        domains = {name: _interval(bounds) for name, bounds in request["parameters"].items()}
        for arithmetic in ("real", "integer"):
            self._subjects[arithmetic] = Subject(loaded, request["id"], declared(domains), arithmetic)
        expected = {
            name: parameter.default is not parameter.empty
            for name, parameter in loaded.parameters.items()
            if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        }
        takes_any = any(p.kind is p.VAR_KEYWORD for p in loaded.parameters.values())
        return {"line": loaded.line, "expected": expected, "takes_any": takes_any}

    def _check(self, request: dict[str, Any]) -> dict[str, Any]:
        subject = self._subjects[request["arithmetic"]]
        subject.budget = msgspec.convert(request["budget"], Budget)
        law = TOTAL if request["law"] == TOTAL.id else LAWS[request["law"]]
        subject.loaded.mode.merging = request["merging"]
        verdict = judge(subject, law, request["bidders"])
        if request["lift"] and verdict.verdict == "proved" and subject.arithmetic == "real":
            verdict = self._lifted(subject, law, verdict)
        return {"verdict": msgspec.to_builtins(verdict)}

    def _lifted(self, subject: Subject, law: Law, proved: Verdict) -> Verdict:
        if self._lift is None:
            from strategyproof.proofs.lift import Lift

            self._lift = Lift(subject, self._target)
        return self._lift.verdict(law, proved)

    def _run(self, request: dict[str, Any]) -> dict[str, Any]:
        subject, in_floats = self._subjects["real"], request["in_floats"]
        read = float if in_floats else Fraction
        parameters = {name: read(value) for name, value in request["values"].items()}
        found = at_point(subject.loaded, [read(bid) for bid in request["bids"]], parameters, in_floats=in_floats)
        if isinstance(found, Fault):
            return {"fault": str(found)}
        wins = [bool(term.data) for term in found.wins]
        return {"wins": wins, "payments": [numeral(term.data) for term in found.payments]}


def _interval(bounds: dict[str, Any]) -> Interval:
    high = None if bounds["high"] is None else Fraction(bounds["high"])
    return Interval(Fraction(bounds["low"]), high, bounds["open_low"], bounds["open_high"])


def _answers() -> TextIO:
    """Keep the pipe for answers, and send what user code prints nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    return answers


def main() -> None:
    """Serve until the input ends."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    answers, worker = _answers(), Worker()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(10_000)
    for line in requests:
        try:
            reply = worker.answer(json.loads(line))
        except LoadError as error:
            reply = {"load_error": str(error)}
        except Exception as error:  # noqa: BLE001  # a crash of ours costs this verdict: it is `unknown`, with the cause
            reply = {"crash": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
