"""The child process that replays counterexamples of a user's function. It imports no solver."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any

import msgspec

from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.verdict import Counterexample, Scope, numeral
from strategyproof.proofs.child.serving import serve
from strategyproof.proofs.functions.concrete import ConcreteRule, ExampleRule, Faulty
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.loading import Loaded, loaded
from strategyproof.proofs.functions.target import LoadError

MEMORY = 4 << 30
"""Bytes of address space."""


class Replayer:
    """Answers requests about the one function that it has loaded."""

    def __init__(self) -> None:
        self._found: Loaded | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Load the function, or replay a counterexample of it."""
        if request["do"] == "load":
            self._found = loaded(request)
            return self._found.reply
        assert self._found is not None
        written = msgspec.convert(request["counterexample"], Counterexample)
        scope = msgspec.convert(request["scope"], Scope)
        if request["law"] == TOTAL.id:
            return {"found": _without_outcome(self._found, written, scope)}
        kind = int if scope.arithmetic == "integer" else float
        rule = (ExampleRule if request["is_example"] else ConcreteRule)(self._found.program, kind)
        mechanism = mechanism_of(request["id"], "", "", rule, self._found.parameters)
        try:
            found = replay.again(LAWS[request["law"]], mechanism, written, scope.arithmetic)
        except (Faulty, ArithmeticError, LookupError, TypeError, ValueError) as error:
            return {"fault": str(error) or type(error).__name__}
        return {"found": msgspec.to_builtins(found)}


def _without_outcome(found: Loaded, written: Counterexample, scope: Scope) -> Any:
    """Return the counterexample to totality if the function fails there, on its own and as the evaluator reads it."""
    kind = int if scope.arithmetic == "integer" else float
    bids = [Fraction(bid) for bid in written.bids]
    values = {name: Fraction(str(value)) for name, value in written.parameters.items()}
    there, ours = found.program.natively(bids, values, kind), found.program.exactly(bids, values, kind)
    if not all(isinstance(one, Fault) and one.kind == "raises" for one in (there, ours)):
        return None
    parameters = {name: numeral(value) for name, value in values.items()}
    return {"bids": list(map(numeral, bids)), "parameters": parameters, "variables": {}, "outcomes": []}


def main() -> None:
    """Serve until the parent closes the pipe or ends."""
    sys.setrecursionlimit(40_000)
    replayer = Replayer()

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return replayer.answer(request)
        except LoadError as error:
            return {"load_error": str(error), "line": error.line}
        except (MemoryError, RecursionError, Exception) as error:  # noqa: BLE001  # it costs this replay alone
            return {"fault": f"{type(error).__name__}: {error}"}

    serve(answer, MEMORY)


if __name__ == "__main__":
    main()
