"""What a function returns, where that is more than who wins: words for the annotation of its result."""

from __future__ import annotations

from types import GenericAlias
from typing import Any


class _Word:
    """An annotation; words combine, as in ``Lottery[Amounts]``."""

    def __class_getitem__(cls, inner: Any) -> GenericAlias:
        return GenericAlias(cls, inner)


class Amounts(_Word):
    """A win is a number: clicks, units, a probability, a share, -1 for giving one away. ``v(t, got) = t * got``.

    Examples
    --------
    >>> def pro_rata(bids) -> Amounts:
    ...     total = sum(bids)
    ...     return [bid / total if total else 0 for bid in bids], [bid for bid in bids]
    """


class Public(_Word):
    """One outcome for all, though it has as many entries as there are agents."""


class Lottery(_Word, list):  # type: ignore[type-arg]  # a list of pairs of the user's own outcomes
    """A list of ``(probability, outcome)``: truthful in expectation, or in every draw.

    Probabilities are >= 0 and sum to 1, exactly: ``Fraction(1, 3)``, or floats whose sum is 1.

    Examples
    --------
    >>> from fractions import Fraction
    >>> def coin(bids) -> Lottery:
    ...     gift = [i == 0 for i in range(len(bids))], [0] * len(bids)
    ...     nothing = [False] * len(bids), [0] * len(bids)
    ...     return [(Fraction(1, 2), gift), (Fraction(1, 2), nothing)]
    """
