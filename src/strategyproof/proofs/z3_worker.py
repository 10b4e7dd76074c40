"""A child process that answers satisfiability questions with Z3: one JSON object per line in, one per line out."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import z3

STRATEGIES: tuple[tuple[str, float], ...] = (("", 0.05), ("QF_NRA", 1.0), ("", 1.0))
"""Z3's solvers in the order in which they are tried, each with its share of the budget. The general one answers most
questions at once; the one for nonlinear arithmetic answers some, with divisions, on which the general one runs on."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Decide one question under its resource budget."""
    started, spent = time.process_time(), 0
    for logic, share in STRATEGIES:
        context = z3.Context()  # a fresh one: no answer depends on the questions before it
        solver = z3.SolverFor(logic, ctx=context) if logic else z3.Solver(ctx=context)
        solver.set("rlimit", max(1, int(share * question["rlimit"])))  # 0 would mean without limit
        solver.from_string(question["script"])
        status = str(solver.check())
        spent += _spent(solver)
        if status != "unknown":
            break
    reply: dict[str, Any] = {"status": status, "spent": spent}
    if status == "unknown":
        reply["reason"] = solver.reason_unknown()
    if status == "sat":
        model = dict(_values(solver.model()))
        reply["model"] = {name: model.get(name) for name in question["observe"]}
    return {**reply, "seconds": time.process_time() - started}


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


def main() -> None:
    """Serve until the input ends."""
    _say({"solver": f"z3 {z3.get_version_string()}"})
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except z3.Z3Exception as error:
            reply = {"status": "unknown", "reason": f"z3: {error}", "spent": 0}
        _say(reply)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
