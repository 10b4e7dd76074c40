"""How a point at which a law over types fails is made simple: by the order of all counterexamples."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from strategyproof.mechanism.counterexample.lightest import lightest
from strategyproof.mechanism.counterexample.lowering import lowered
from strategyproof.mechanism.counterexample.values import misreports, of_interval, weight
from strategyproof.mechanism.outcome import Number
from strategyproof.mechanism.spaces import Type
from strategyproof.proofs.functions.shrinking import SECONDS
from strategyproof.proofs.spaces.subject import SpacedSubject

Types: TypeAlias = Mapping[str, Sequence[Type]]

TRIES = 10_000
"""Choices of small numbers that are tried, the lightest first; those outside of the type space are not run."""


@dataclass(frozen=True, slots=True)
class TypeCase:
    """Types by the law's variables, and the mechanism's parameters."""

    types: Types
    parameters: Mapping[str, Fraction]

    @property
    def numbers(self) -> list[Number]:
        """Every number, those of the types first."""
        own = [number for several in self.types.values() for own in several for number in own.numbers]
        return [*own, *self.parameters.values()]

    def at(self, numbers: Sequence[Number]) -> TypeCase:
        """Return the point of the same variants with other numbers."""
        left = iter([Fraction(number) for number in numbers])
        types = {
            name: [Type(own.space, own.variant, tuple(next(left) for _ in own.numbers)) for own in several]
            for name, several in self.types.items()
        }
        return TypeCase(types, {name: next(left) for name in self.parameters})


def simplest(
    subject: SpacedSubject,
    point: TypeCase,
    fails: Callable[[TypeCase], bool],
    gain: Callable[[TypeCase], Fraction | None] = lambda _: None,
) -> TypeCase:
    """Return the simplest point of the same variants at which a function fails that is found in some seconds.

    Parameters
    ----------
    subject
        The function.
    point
        Where it fails.
    fails, gain
        Whether it fails at a point of its type space, and by how much.
    """
    end = time.process_time() + SECONDS
    intervals = [parameter.interval for parameter in subject.parameters]
    count = len(point.numbers) - len(intervals)

    def failing(numbers: Sequence[Number]) -> TypeCase | None:
        tried = point.at(numbers)
        return tried if time.process_time() < end and _is_inside(tried) and fails(tried) else None

    def is_slight(tried: TypeCase) -> bool:
        by = gain(tried)
        return not any(tried.numbers[:count]) or (by is not None and by < 1)

    def fits(place: int, value: Fraction) -> bool:
        if place >= count:
            return value in intervals[place - count]
        return subject.kind is float or value.denominator == 1

    values = [misreports(subject.kind is int)] * count + [of_interval(interval) for interval in intervals]
    choices = [sorted((weight(value), value) for value in of) for of in values]
    found = lightest(choices, failing, is_slight, TRIES)
    return found.case if found else point.at(lowered(point.numbers, lambda n: failing(n) is not None, fits))


def _is_inside(point: TypeCase) -> bool:
    return all(own.space.outside(own.numbers) is None for several in point.types.values() for own in several)
