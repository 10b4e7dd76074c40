"""The child process that runs user code. What user code prints goes nowhere."""

from __future__ import annotations

import gc
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.verdict import Verdict, numeral
from strategyproof.proofs.child.serving import serve
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.loading import loaded
from strategyproof.proofs.functions.target import LoadError
from strategyproof.proofs.smt.choice import SolverChoice

if TYPE_CHECKING:
    from strategyproof.proofs.functions.lift import Lift
    from strategyproof.proofs.spaces.loading import SpacedFunction

MEMORY = 8 << 30
"""Bytes of address space: a function that eats memory costs a verdict, not the machine."""

MOST_TOLD = 1 << 20
"""Characters of a text in one reply."""


class Worker:
    """Answers requests about the one function that it has loaded."""

    def __init__(self) -> None:
        self._subjects: dict[str, Subject] = {}
        self._lift: Lift | None = None
        self._spaced: SpacedFunction | None = None
        self._target = ""
        self._deciding: dict[SolverChoice, Deciding] = {}
        self._texts: dict[str, str] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        match request["do"]:
            case "load":
                return self._load(request)
            case "check":
                return self._check(request)
            case "run":
                return self._run(request)
            case "price":
                return self._price(request)
            case "text":
                return self._text(request)
        raise AssertionError(request["do"])

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        found = loaded(request)
        self._target = request["target"]
        self._lift = self._spaced = None
        for arithmetic in ("real", "integer"):
            self._subjects[arithmetic] = Subject(found.program, request["id"], found.parameters, arithmetic)
        if found.program.annotations is None:
            return found.reply
        from strategyproof.proofs.spaces.loading import spaced

        self._spaced = spaced(found.program, request["id"], found.parameters)
        return {**found.reply, "space": None if self._spaced is None else msgspec.to_builtins(self._spaced.read)}

    def _check(self, request: dict[str, Any]) -> dict[str, Any]:
        choice: SolverChoice = request["solver"]
        deciding = self._deciding.setdefault(choice, Deciding(choice))
        verdict = self._judged(request, deciding)
        contrary = deciding.solver.disputed()
        cited = {asked.sha256 for asked in verdict.questions} | {found.sha256 for found in contrary}
        self._texts |= {name: text for name, text in (deciding.solver.texts or {}).items() if name in cited}
        told = [{"sha256": found.sha256, "answers": {a.by: a.status for a in found.answers}} for found in contrary]
        return {"verdict": msgspec.to_builtins(verdict), "contradictions": told}

    def _judged(self, request: dict[str, Any], deciding: Deciding) -> Verdict:
        budget = msgspec.convert(request["budget"], Budget)
        if self._spaced is not None:
            found = self._spaced.judged(request["law"], request["bidders"], request["arithmetic"], budget, deciding)
            if request["lift"] and found.verdict == "proved" and request["arithmetic"] == "real":
                found = self._spaced.lifted(request["law"], found, budget, deciding)
            return found
        subject = self._subjects[request["arithmetic"]]
        subject.budget, subject.deciding = budget, deciding
        law = TOTAL if request["law"] == TOTAL.id else LAWS[request["law"]]
        verdict = judge(subject, law, request["bidders"])
        if request["lift"] and verdict.verdict == "proved" and subject.arithmetic == "real":
            verdict = self._lifted(subject, law, verdict)
        return verdict

    def _lifted(self, subject: Subject, law: Law, proved: Verdict) -> Verdict:
        if self._lift is None:
            from strategyproof.proofs.functions.lift import Lift

            self._lift = Lift(subject)
        return self._lift.verdict(law, proved)

    def _text(self, request: dict[str, Any]) -> dict[str, Any]:
        text, end = self._texts[request["sha256"]], request["start"] + MOST_TOLD
        return {"text": text[request["start"] : end], "whole": end >= len(text)}

    def _price(self, request: dict[str, Any]) -> dict[str, Any]:
        from strategyproof.proofs.pricing.answering import answer

        reading = None if self._spaced is None else self._spaced.reading
        return answer(self._target, self._subjects["real"], request, reading)

    def _run(self, request: dict[str, Any]) -> dict[str, Any]:
        program, kind = self._subjects["real"].program, float if request["in_floats"] else Fraction
        values = {name: Fraction(value) for name, value in request["values"].items()}
        found = program.natively([Fraction(bid) for bid in request["bids"]], values, kind)
        if isinstance(found, Fault):
            return {"fault": str(found)}
        wins = [bool(term.data) for term in found.wins]
        payments = [numeral(term.data) for term in found.payments]
        return {"wins": wins, "payments": payments, "rounded": found.in_floats}


def main() -> None:
    """Serve until the parent closes the pipe or ends."""
    sys.setrecursionlimit(40_000)
    gc.set_threshold(100_000, 20, 20)  # terms live as long as the process: looking for garbage among them takes 4 %
    worker = Worker()

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return worker.answer(request)
        except LoadError as error:
            return {"load_error": str(error), "line": error.line}
        except (MemoryError, RecursionError, Exception) as error:  # noqa: BLE001  # it costs this verdict: `unknown`
            cause = "memory" if isinstance(error, MemoryError) else "prover-failed"
            return {"crash": f"{type(error).__name__}: {error}", "cause": cause}

    serve(answer, MEMORY)


if __name__ == "__main__":
    main()
