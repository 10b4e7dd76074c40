"""A user's function as a mechanism value, whatever runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Vector
from strategyproof.mechanism.parameter import Parameter


def mechanism_of(identity: str, title: str, source: str, rule: Any, parameters: Sequence[Parameter]) -> Mechanism:
    """Build the mechanism; a declared parameter named rho is its price scaling factor."""
    has_rho = any(parameter.name == "rho" for parameter in parameters)
    return Mechanism(
        id=identity,
        title=title,
        rule=rule,
        summary="An ordinary Python function.",
        source=source,
        parameters=tuple(parameters),
        rho=_declared_rho if has_rho else None,
    )


def _declared_rho(_bids: Vector, rho: Number, **_: Any) -> Number:
    return rho
