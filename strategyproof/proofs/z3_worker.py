"""A child process that answers satisfiability questions with Z3: one JSON object per line in, one per line out."""

from __future__ import annotations

import json
import sys
from typing import Any

import z3


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Decide one question under its resource budget."""
    solver = z3.Solver()
    solver.set("rlimit", question["rlimit"])
    solver.from_string(question["script"])
    status = str(solver.check())
    reply: dict[str, Any] = {"status": status, "spent": _spent(solver)}
    if status == "unknown":
        reply["reason"] = solver.reason_unknown()
    if status == "sat":
        model = {d.name(): model_value for d, model_value in _values(solver.model())}
        reply["model"] = {name: model.get(name) for name in question["observe"]}
    return reply


def _values(model: Any) -> Any:
    for declaration in model.decls():
        if declaration.arity() == 0:
            yield declaration, _numeral(model[declaration])


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
    print(json.dumps({"solver": f"z3 {z3.get_version_string()}"}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except z3.Z3Exception as error:
            reply = {"status": "unknown", "reason": f"z3: {error}", "spent": 0}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
