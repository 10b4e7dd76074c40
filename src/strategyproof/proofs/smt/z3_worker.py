"""A child process that answers satisfiability questions with Z3. It loads Z3 and nothing else that is large."""

from __future__ import annotations

import sys
import time
from typing import Any

import z3

from strategyproof.proofs.child.serving import serve

STRATEGIES: tuple[tuple[str, float], ...] = (("", 0.05), ("QF_NRA", 1.0), ("", 1.0))
"""Z3's solvers in the order in which they are tried, each with its share of the budget. The general one answers most
questions at once; the one for nonlinear arithmetic answers some, with divisions, on which the general one runs on."""

OUT_OF_MEMORY = "out of memory"
"""Z3's words where an allocation failed."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Say who answers, or decide one question under its resource budget."""
    if question["do"] == "hello":
        return {"solver": f"z3 {z3.get_version_string()}"}
    started = time.process_time()
    try:
        reply = _decided(question)
    except (z3.Z3Exception, MemoryError) as error:
        words = str(error) if isinstance(error, z3.Z3Exception) else OUT_OF_MEMORY
        reply = {"status": "unknown", "spent": 0, **_reason("text", words)}
    return {**reply, "seconds": time.process_time() - started}


def _decided(question: dict[str, Any]) -> dict[str, Any]:
    spent = 0
    for logic, share in STRATEGIES:
        context = z3.Context()  # a fresh one: no answer depends on the questions before it
        solver = z3.SolverFor(logic, ctx=context) if logic else z3.Solver(ctx=context)
        units = max(1, int(share * question["rlimit"]))  # 0 would mean without limit
        solver.set("rlimit", units)
        solver.from_string(question["script"])
        status = str(solver.check())
        used = _spent(solver)
        spent += used
        if status != "unknown":
            break
    reply: dict[str, Any] = {"status": status, "spent": spent}
    if status == "sat":
        model = dict(_values(solver.model()))
        reply["model"] = {name: model.get(name) for name in question["observe"]}
    if status == "unknown":
        reply |= _reason("budget" if used >= units else "incomplete", solver.reason_unknown())
    return reply


def _reason(cause: str, words: str) -> dict[str, str]:
    return {"cause": "memory" if OUT_OF_MEMORY in words else cause, "detail": words}


def _values(model: Any) -> Any:
    for declaration in model.decls():
        if declaration.arity() == 0:
            yield declaration.name(), _numeral(model[declaration])


def _numeral(value: Any) -> str | bool | None:
    """Write a value exactly; an irrational one has no numeral."""
    if z3.is_int_value(value) or z3.is_rational_value(value):
        return str(value.as_fraction()) if z3.is_rational_value(value) else str(value.as_long())
    if z3.is_bool(value):
        return bool(z3.is_true(value))
    return None


def _spent(solver: Any) -> int:
    statistics = solver.statistics()
    return int(statistics.get_key_value("rlimit count")) if "rlimit count" in statistics.keys() else 0  # noqa: SIM118  # no mapping


if __name__ == "__main__":
    serve(answer, memory=int(sys.argv[1]))
