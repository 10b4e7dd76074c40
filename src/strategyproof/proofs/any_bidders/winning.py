"""A search on numbers for bids that are proved not to exist; finding some shows that something else was proved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Counterexample

LEVELS = (0, 1, 2, Fraction(7, 2), 10, 1000)
"""Bids that are tried in every combination, for few bidders."""

FEW, MOST = 4, 7
"""Bidders for whom every combination is tried, and for whom one bidder is tried against equal rivals."""


def bids_that_win(law: Law, mechanism: Mechanism, never: Counterexample) -> tuple[Any, ...] | None:
    """Return bids at which an existential law holds although the counterexample says that there are none; or None.

    Parameters
    ----------
    law, mechanism
        The law, whose variable ``i`` is the bidder, and the mechanism, run as it is.
    never
        The bidder and the parameters for which no bids are said to do.
    """
    i = int(str(never.variables["i"]))
    for market in _markets(i):
        auction = mechanism.assume(**{name: _fitted(value, len(market)) for name, value in never.parameters.items()})
        try:
            if law.holds(auction, bids=exact(market), i=i):
                return market
        except ArithmeticError:
            continue
    return None


def _markets(i: int) -> Iterator[tuple[Any, ...]]:
    for size in range(i + 1, FEW + 1):
        yield from product(LEVELS, repeat=size)
    for size in range(max(i, FEW) + 1, MOST + 1):
        for own, others in product(LEVELS, repeat=2):
            yield tuple(own if place == i else others for place in range(size))


def _fitted(value: Any, size: int) -> Any:
    """Return a parameter's value; one for each bidder is continued by its last."""
    if not isinstance(value, list):
        return Fraction(value)
    entries = [Fraction(entry) for entry in value]
    return exact([*entries, *[entries[-1]] * max(0, size - len(entries))])
