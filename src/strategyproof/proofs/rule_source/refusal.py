"""Whether a rule, and all that it calls, keeps to the list; if not, the first line that does not."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType
from typing import Any

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.proofs.rule_source.definition import NotRead, definition
from strategyproof.proofs.rule_source.grammar import NotOnTheList, Reader
from strategyproof.proofs.rule_source.names import is_constant, keeps_to_builtins


def refusal(mechanism: Mechanism) -> str | None:
    """Say what in the source of a mechanism's rule, or of its rho, no proof can speak of; None if nothing.

    Parameters
    ----------
    mechanism
        Its ``rule``, its ``rho`` and every function that they call are read.

    Returns
    -------
    str or None
        The file, the line, the construct and the remedy.
    """
    for part in (mechanism, *mechanism.parameters, *(parameter.interval for parameter in mechanism.parameters)):
        if type(part) not in (Mechanism, Parameter, Interval):
            return f"a {type(part).__name__} may run otherwise than it is read: use Mechanism, Parameter and Interval"
    read: set[FunctionType] = set()
    waiting: list[Any] = [mechanism.rule, *([] if mechanism.rho is None else [mechanism.rho])]
    while waiting:
        function = waiting.pop()
        if type(function) is not FunctionType:
            return f"{_named(function)} is no plain function, and may hold a state: write the rule as a `def`"
        if function not in read:
            read.add(function)
            if (found := _refused(function, waiting)) is not None:
                return found
    return None


def _refused(function: FunctionType, waiting: list[Any]) -> str | None:
    """Read one function; the functions that it calls wait to be read."""
    place = Path(function.__code__.co_filename).name
    if not keeps_to_builtins(function):
        return f"{_named(function)} of {place} runs with builtins of its own"
    for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        if not is_constant(default):
            return f"{_named(function)} of {place} has a default argument that can change, {default!r:.60}"
    try:
        waiting += Reader(function).called(definition(function))
    except NotRead as error:
        return f"{_named(function)} of {place}: {error}"
    except NotOnTheList as error:
        return f"line {error.line} of {place}: {error}"
    return None


def _named(function: Any) -> str:
    return f"`{getattr(function, '__name__', type(function).__name__)}`"
