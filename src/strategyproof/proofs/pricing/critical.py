"""Critical bids at points: what a bidder gets between its cuts, and the least bid with which it gets a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.pricing.cuts import Cut
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term


class HigherDegree(Exception):
    """A critical bid that is no quotient of what the others bid, such as a square root."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The critical bid of one bidder at one point.

    Attributes
    ----------
    bidders, bidder
        The number of bidders, and which one it is.
    others
        What the others bid, in their order.
    parameters
        The values of the parameters.
    level
        How much it must get.
    bid
        The infimum of the bids with which it gets the level; None if there is none.
    """

    bidders: int
    bidder: int
    others: tuple[Fraction, ...]
    parameters: Mapping[str, Fraction]
    level: Fraction
    bid: Fraction | None


def steps(
    got: Term, own: Term, cuts: Sequence[Cut], fixed: Mapping[Term, Fraction]
) -> list[tuple[Fraction | float, Fraction]]:
    """Return the bids from which on a bidder may get something else, each with what it gets just above.

    Parameters
    ----------
    got
        What it gets, in terms of all bids.
    own
        The variable of its bid.
    cuts
        Its cuts.
    fixed
        The values of all other variables.
    """
    names = {term.data: value for term, value in fixed.items()}
    places = {Fraction(0), *(place for cut in cuts for place in cut.at(names) if place > 0)}
    ordered = sorted(places)
    [alone] = terms_at([got], {term: terms.real(value) for term, value in fixed.items()})
    found = []
    for low, high in zip(ordered, [*ordered[1:], None], strict=True):
        between = Fraction(low) + 1 if high is None else (Fraction(low) + Fraction(high)) / 2
        [value] = terms_at([alone], {own: terms.real(between)})
        found.append((low, Fraction(value.data)))
    return found


def critical_bid(found: Sequence[tuple[Fraction | float, Fraction]], level: Fraction) -> Fraction | None:
    """Return the infimum of the bids with which a level is got; None if there is none.

    Raises
    ------
    HigherDegree
        If it is irrational.
    """
    for place, gets in found:
        if gets >= level:
            if isinstance(place, float):
                raise HigherDegree(f"{place:.6g}")
            return place
    return None
