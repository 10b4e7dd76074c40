"""Small numbers for the slots of a case, the lightest choice first, without making a list of all choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeAlias, TypeVar

from strategyproof.mechanism.outcome import Number

T = TypeVar("T")

Choices: TypeAlias = Sequence[Sequence[tuple[int, Number]]]
"""For each slot the small values that it may have, each with its weight, lightest first."""

SLIGHT = 12
"""What a gain below 1, or a market in which nobody bids, weighs besides its numbers."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A case that fails, and what it weighs."""

    weight: int
    case: T


def lightest(
    choices: Choices,
    failing: Callable[[tuple[Number, ...]], T | None],
    is_slight: Callable[[T], bool],
    most: int,
    below: int | None = None,
) -> Found[T] | None:
    """Return the lightest case that fails among the choices; a slight one waits until no other can be lighter.

    Parameters
    ----------
    choices
        The values of each slot.
    failing
        Returns a case that fails with some values, or None.
    is_slight
        Whether a failing case weighs :data:`SLIGHT` more than its numbers.
    most
        How many choices are tried.
    below
        A weight that the case must be lighter than, if there is one.
    """
    slight: Found[T] | None = None
    for tried, (total, values) in enumerate(by_weight(choices)):
        limit = slight.weight if slight is not None else below
        if tried >= most or (limit is not None and total >= limit):
            break
        case = failing(values)
        if case is None:
            continue
        if not is_slight(case):
            return Found(total, case)
        if slight is None and (below is None or total + SLIGHT < below):
            slight = Found(total + SLIGHT, case)
    return slight


def by_weight(choices: Choices) -> Iterator[tuple[int, tuple[Number, ...]]]:
    """Yield every choice of one value per slot with its weight, the lightest first, the last slots small first.

    >>> from fractions import Fraction
    >>> bids = [(0, Fraction(0)), (1, Fraction(1))]
    >>> [(total, [str(bid) for bid in values]) for total, values in by_weight([bids, bids])]
    [(0, ['0', '0']), (1, ['1', '0']), (1, ['0', '1']), (2, ['1', '1'])]
    """
    if not all(choices):
        return
    least = [0, *accumulate(values[0][0] for values in choices)]
    most = [0, *accumulate(values[-1][0] for values in choices)]

    def of_weight(slots: int, total: int) -> Iterator[tuple[Number, ...]]:
        if slots == 0:
            yield ()
            return
        for heavy, value in choices[slots - 1]:
            if least[slots - 1] <= total - heavy <= most[slots - 1]:
                yield from ((*values, value) for values in of_weight(slots - 1, total - heavy))

    for total in range(least[-1], most[-1] + 1):
        yield from ((total, values) for values in of_weight(len(choices), total))
