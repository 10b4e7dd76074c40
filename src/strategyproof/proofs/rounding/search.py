"""A search in doubles for a market that breaks a law: bids beside those at which a bidder begins to win.

What rounding breaks, it breaks in the last place: the search finds for a few short numbers the least double that wins,
and tries it and its neighbours. It proves nothing; what it finds is replayed by NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any

import msgspec

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Counterexample
from strategyproof.proofs.rounding.numbers import nearest
from strategyproof.proofs.rounding.running import in_doubles

MOST = 2_000
"""Markets that are tried."""

RIVALS = (0.9, 0.7, 0.3, 1.1, 0.1)
PARAMETERS = (1.5, 1.1, 0.7, 3.0, 0.1)
SCALES = (3.0, 1.1, 0.7, 0.1)
POWERS = (2.0, 0.5, 4.0, 0.25)
"""Scales of a market; those that are powers of two do not round."""


def counterexample(
    law: Law, mechanism: Mechanism, at_least: int = 1, *, scales: Sequence[float] = SCALES, most: int = MOST
) -> Counterexample | None:
    """Return a market of doubles on which the law is false, the rule being run by NumPy; None if none was found."""
    for parameters, variables in islice(_points(law, mechanism, at_least, scales), most):
        if (found := replayed(law, mechanism, parameters, variables)) is not None:
            return found
    return None


def replayed(
    law: Law, mechanism: Mechanism, parameters: Mapping[str, Any], variables: Mapping[str, Any]
) -> Counterexample | None:
    """Evaluate a law at exact numbers of which the rule is given the nearest doubles, its amounts compared exactly.

    Returns
    -------
    Counterexample or None
        Its numbers are doubles, each the shortest decimal that reads back as it.
    """
    try:
        found = replay.counterexample(law, in_doubles(mechanism), parameters, variables)
    except ArithmeticError:  # an amount that overflows or is no number is compared with nothing
        return None
    return None if found is None else _in_decimals(found)


def as_point(law: Law, found: Counterexample) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the parameters and variables of a counterexample, each number the double nearest to it."""
    parameters = {name: _double(value) for name, value in found.parameters.items()}
    positions = {variable.name for variable in law.variables if isinstance(variable, (Bidder, Name))}
    variables: dict[str, Any] = {"bids": _double(found.bids)}
    for name, value in found.variables.items():
        variables[name] = int(str(value)) if name in positions else _double(value)
    return parameters, variables


def _double(value: Any) -> Any:
    return exact([nearest(Fraction(entry)) for entry in value]) if isinstance(value, list) else nearest(Fraction(value))


def _in_decimals(found: Counterexample) -> Counterexample:
    def decimal(value: Any) -> Any:
        if isinstance(value, list):
            return [decimal(entry) for entry in value]
        return value if isinstance(value, int) else repr(float(Fraction(value)))

    runs = [
        msgspec.structs.replace(run, bids=decimal(run.bids), payments=decimal(run.payments)) for run in found.outcomes
    ]
    return Counterexample(
        decimal(found.bids),
        {name: decimal(value) for name, value in found.parameters.items()},
        {name: decimal(value) for name, value in found.variables.items()},
        runs,
    )


def _points(
    law: Law, mechanism: Mechanism, at_least: int, scales: Sequence[float]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    least = max(law.min_bidders, at_least, 1 + max((len(_others(v)) for v in law.variables), default=0))
    for size in (max(least, 2), max(least, 2) + 1):
        columns = [_values(parameter, size + 1) for parameter in mechanism.parameters]  # one further name at most
        for rivals in _rivals(size - 1):
            for values in product(*columns):
                parameters = dict(zip((p.name for p in mechanism.parameters), values, strict=True))
                beside = tuple(_beside(mechanism, parameters, rivals))
                for own in beside:
                    for variables in _assignments(law, exact([own, *rivals]), beside, scales):
                        yield parameters, variables


def _rivals(count: int) -> Iterator[tuple[float, ...]]:
    for place in range(len(RIVALS)):
        yield tuple(RIVALS[(place + k) % len(RIVALS)] for k in range(count))


def _values(parameter: Parameter, size: int) -> list[Any]:
    inside = [Fraction(value) for value in PARAMETERS if Fraction(value) in parameter.interval]
    if not inside:
        interval = parameter.interval
        high = interval.low + 1 if interval.high is None else interval.high
        inside = [nearest(Fraction(interval.low) + (high - Fraction(interval.low)) * k / 3) for k in (1, 2)]
        inside = [value for value in inside if value in interval]
    if not parameter.per_bidder:
        return inside
    return [exact([inside[(place + k) % len(inside)] for k in range(size)]) for place in range(len(inside))]


def _beside(mechanism: Mechanism, parameters: dict[str, Any], rivals: tuple[float, ...]) -> Iterator[float]:
    """Yield the least double that wins for bidder 0, both its neighbours, and the end from which it was searched."""
    auction = in_doubles(mechanism).bind(**parameters)

    def wins(bid: float) -> bool:
        try:
            return bool(auction(exact([bid, *rivals])).wins[0])
        except ArithmeticError:
            return False

    low, high = 0.0, 64.0
    if wins(high) and not wins(low):
        while (middle := (low + high) / 2) not in (low, high):
            low, high = (low, middle) if wins(middle) else (middle, high)
        yield from (high, low, math.nextafter(high, math.inf))
    yield from (1.0, 0.3)


def _assignments(law: Law, bids: Any, beside: Sequence[float], scales: Sequence[float]) -> Iterator[dict[str, Any]]:
    """Yield values of a law's variables in a market."""
    names: list[str] = []
    choices: list[list[Any]] = []
    for variable in law.variables:
        names.append(variable.name)
        match variable:
            case Bids():
                choices.append([bids])
            case Bidder():
                choices.append(list(range(len(bids))))
            case Scale():
                choices.append([Fraction(scale) for scale in scales])
            case Bid():
                choices.append([Fraction(bid) for bid in beside])
            case Names():
                choices.append([exact([bid]) for bid in beside])
            case Name():
                choices.append([len(bids)])
    for values in product(*choices):
        assigned = dict(zip(names, values, strict=True))
        if all(assigned[v.name] not in [assigned[other] for other in _others(v)] for v in law.variables if _others(v)):
            yield assigned


def _others(variable: Any) -> tuple[str, ...]:
    return variable.other_than if isinstance(variable, Bidder) else ()
