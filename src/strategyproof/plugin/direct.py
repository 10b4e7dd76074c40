"""Run a function of the test's own, in the test's process, on one counterexample."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any


def function_at(path: Path | str, name: str) -> Callable[..., Any]:
    """Import a file and return a function of it.

    Raises
    ------
    ImportError
        If there is no such file or function.
    """
    file = Path(path).resolve()
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise ImportError(f"no such file: {file}")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(file.parent))
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise ImportError(f"{file} has no function {name!r}")
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def assert_law(
    function: Callable[..., Any],
    law: str,
    *,
    bids: Sequence[str],
    parameters: Mapping[str, str] | None = None,
    whole: bool = False,
    **variables: Any,
) -> None:
    """Fail, with the story, if a law is false of a function at one point.

    Parameters
    ----------
    function
        The function itself; it runs in this process, on exact rationals.
    law
        Id of the law, or ``"total"``.
    bids, parameters
        Numerals.
    whole
        Run on integers.
    variables
        The law's other variables: bidders by position, bids as numerals, further names as lists of numerals.

    Raises
    ------
    AssertionError
        If the law is false there.
    """
    from strategyproof.mechanism.arrays import exact
    from strategyproof.mechanism.counterexample import replay
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.mechanism.verdict import Scope, Verdict
    from strategyproof.proofs.functions.clock import stopped
    from strategyproof.proofs.functions.described import mechanism_of
    from strategyproof.proofs.functions.ranges import CLOCK, declared
    from strategyproof.reports.verdicts_document import story

    if CLOCK in (parameters or {}) and CLOCK not in inspect.signature(function).parameters:
        function = stopped(function)
    values = {name: Fraction(value) for name, value in (parameters or {}).items()}
    read = int if whole else Fraction
    name = getattr(function, "__name__", "function")
    rule = rule_of(function, read)
    mechanism = mechanism_of(name, name, name, rule, declared(values))
    if law == "total":
        rule(exact([Fraction(bid) for bid in bids]), **values)
        return
    arguments: dict[str, Any] = {"bids": exact([Fraction(bid) for bid in bids])}
    arguments |= {key: argument(value) for key, value in variables.items()}
    found = replay.counterexample(LAWS[law], mechanism, values, arguments)
    if found is not None:
        verdict = Verdict(name, law, "refuted", Scope([len(bids)], "rational"), "replay", found)
        raise AssertionError(f"{name} is not {law}. {story(verdict)}")


def argument(value: Any) -> Any:
    """Read a variable of a law: a position, a numeral, or several numerals."""
    from strategyproof.mechanism.arrays import exact

    if isinstance(value, (list, tuple)):
        return exact([Fraction(entry) for entry in value])
    return Fraction(value) if isinstance(value, str) else value


def rule_of(function: Callable[..., Any], read: Callable[[Any], Any] = Fraction) -> Callable[..., Any]:
    """Return a rule that gives the function a plain list, and takes a pair or an ``Outcome`` from it."""
    import numpy as np

    from strategyproof.mechanism.arrays import exact
    from strategyproof.mechanism.outcome import Outcome

    def rule(bids: Any, **values: Any) -> Outcome:
        given = [read(bid) for bid in bids]
        result = function(list(given), **values)
        wins, payments = (result.wins, result.payments) if hasattr(result, "payments") else result
        if len(wins) != len(given) or len(payments) != len(given):
            raise AssertionError(f"expected one win and one payment for each of {len(given)} bidders, got {result!r}")
        return Outcome(np.array([bool(win) for win in wins]), exact([Fraction(payment) for payment in payments]))

    return rule
