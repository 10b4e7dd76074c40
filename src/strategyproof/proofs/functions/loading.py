"""What every process that runs user code does first: load the function, and say what it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.ranges import CLOCK, declared


@dataclass(frozen=True, slots=True)
class Loaded:
    """A function with its declared parameters, and what is said of it to the process that asked."""

    program: Program
    parameters: tuple[Parameter, ...]
    reply: dict[str, Any]


def loaded(request: dict[str, Any]) -> Loaded:
    """Load the function that a request names; one that reads the clock gets the time as a parameter.

    Raises
    ------
    LoadError
        If it cannot be had.
    """
    program = Program(request["target"])
    domains = {name: _interval(bounds) for name, bounds in request["parameters"].items()}
    timed = program.take_clock({n: _inside(domain) for n, domain in domains.items() if n != CLOCK})
    if timed:
        domains.setdefault(CLOCK, Interval(Fraction(0), None))
    expected = {
        name: parameter.default is not parameter.empty
        for name, parameter in program.parameters.items()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }
    takes_any = any(p.kind is p.VAR_KEYWORD for p in program.parameters.values())
    reply = {
        "line": program.line,
        "source": program.source,
        "expected": expected,
        "takes_any": takes_any,
        "timed": timed,
    }
    return Loaded(program, declared(domains), reply)


def _interval(bounds: dict[str, Any]) -> Interval:
    high = None if bounds["high"] is None else Fraction(bounds["high"])
    return Interval(Fraction(bounds["low"]), high, bounds["open_low"], bounds["open_high"])


def _inside(domain: Interval) -> Fraction:
    return Fraction(domain.low) + 1 if domain.high is None else Fraction(domain.low + domain.high) / 2
