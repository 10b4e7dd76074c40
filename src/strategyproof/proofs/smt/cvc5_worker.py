"""A child process that answers satisfiability questions with cvc5. It loads cvc5 and nothing else that is large."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import cvc5

from strategyproof.proofs.child.serving import serve

STRATEGIES: tuple[tuple[dict[str, str], float], ...] = (
    ({"ext-rew-prep": "use"}, 0.5),
    ({"nl-cov": "true", "nl-ext": "none"}, 1.0),
    ({}, 1.0),
)
"""Options in the order in which they are tried, each with its share of the budget: rewriting of whole facts decides
most questions at once, cylindrical coverings decide polynomials, and the default the rest."""

UNITS = 100
"""A hundred of Z3's resource units pay for one of cvc5's: then both take about as long, most of the time."""

USED = "resource::resourceUnitsUsed"

CAUSES = {
    cvc5.UnknownExplanation.RESOURCEOUT: "budget",
    cvc5.UnknownExplanation.MEMOUT: "memory",
    cvc5.UnknownExplanation.TIMEOUT: "time",
}


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Say who answers, or decide one question under its resource budget."""
    if question["do"] == "hello":
        return {"solver": f"cvc5 {cvc5.__version__}"}
    started = time.process_time()
    try:
        reply = _decided(question)
    except MemoryError as error:
        reply = {"status": "unknown", "spent": 0, "cause": "memory", "detail": str(error)}
    except RuntimeError as error:  # whatever cvc5 raises is one
        reply = {"status": "unknown", "spent": 0, "cause": "text", "detail": " ".join(str(error).split())}
    return {**reply, "seconds": time.process_time() - started}


def _decided(question: dict[str, Any]) -> dict[str, Any]:
    spent = 0
    for options, share in STRATEGIES:
        solver = cvc5.Solver(cvc5.TermManager())  # a fresh one: no answer depends on the questions before it
        settings = {"rlimit-per": str(max(1, int(share * question["rlimit"] / UNITS))), **options}
        for name, value in {**settings, "produce-models": "true" if question["observe"] else "false"}.items():
            solver.setOption(name, value)
        symbols = _read(solver, question["script"])
        found = solver.checkSat()
        spent += UNITS * int(solver.getStatistics()[USED]["value"])
        if not found.isUnknown():
            break
    if found.isUnknown():
        why = found.getUnknownExplanation()
        return {"status": "unknown", "spent": spent, "cause": CAUSES.get(why, "incomplete"), "detail": why.name}
    reply: dict[str, Any] = {"status": "sat" if found.isSat() else "unsat", "spent": spent}
    if found.isSat():
        values = dict(_values(solver, symbols, set(question["observe"])))
        reply["model"] = {name: values.get(name) for name in question["observe"]}
    return reply


def _read(solver: Any, text: str) -> Any:
    """Read a text into a solver, up to its question; return its symbols."""
    parser = cvc5.InputParser(solver)
    symbols = parser.getSymbolManager()
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "question")
    while not (command := parser.nextCommand()).isNull():
        if command.getCommandName() == "check-sat":
            break
        if complaint := command.invoke(solver, symbols).strip():
            raise RuntimeError(complaint)
    return symbols


def _values(solver: Any, symbols: Any, wanted: set[str]) -> Iterator[tuple[str, str | bool | None]]:
    for term in symbols.getDeclaredTerms():
        if term.hasSymbol() and (name := term.getSymbol().strip("|")) in wanted:
            yield name, _numeral(solver.getValue(term))


def _numeral(value: Any) -> str | bool | None:
    """Write a value exactly; an irrational one has no numeral."""
    if value.isBooleanValue():
        return bool(value.getBooleanValue())
    if value.isIntegerValue():
        return str(value.getIntegerValue())
    return str(value.getRealValue()) if value.isRealValue() else None


if __name__ == "__main__":
    serve(answer, memory=int(sys.argv[1]))
