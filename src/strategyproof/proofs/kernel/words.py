"""The vocabulary of mechanisms and laws on text: each word is applied to its operands, as the prelude defines it."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.kernel.text import NoText, Text, Vector, applied, both, everywhere, negation, texted

__all__ = ["both", "negation"]


@everywhere
def where(condition: Any, yes: Any, no: Any) -> Text:
    """Return ``if condition then yes else no``."""
    test, chosen = texted(condition, "bool"), texted(yes)
    return Text(f"if {test.text} then {chosen.text} else {texted(no, chosen.sort).text}", chosen.sort, 200)


def highest(values: Vector, rank: int) -> Text:
    """Return the ``rank``-th highest value."""
    return applied("highest", _rank(rank), values.size, values.text(), sort="R")


def highest_of_others(values: Vector, rank: int) -> Vector:
    """Return each bidder's ``rank``-th highest rival."""
    word = ["max_of_others"] if rank == 1 else ["highest_of_others", _rank(rank)]
    return Vector(values.size, lambda k: applied(*word, values.size, values.text(), k, sort="R"))


def any_of(mask: Vector) -> Text:
    """Tell whether the mask holds for some bidder."""
    return applied("any_of", mask.size, mask.text(), sort="bool")


def first_of(mask: Vector) -> Vector:
    """Keep the mask at the first bidder for whom it holds."""
    return Vector(mask.size, lambda k: applied("first_of", mask.text(), k, sort="bool"))


def replaced(values: Vector, bidder: str, value: Any) -> Vector:
    """Change one entry."""
    return Vector.named(values.size, "replaced", values.text(), bidder, texted(value, "R").within(9))


def swapped(values: Vector, first: str, second: str) -> Vector:
    """Exchange two entries."""
    return Vector.named(values.size, "swapped", values.text(), first, second, sort=values[first].sort)


def alone(like: Vector, bidder: str, value: Any) -> Vector:
    """Return 0 for everybody but one."""
    return Vector.named(like.size, "alone", bidder, texted(value, "R").within(9))


def extended(values: Vector, extra: Vector) -> Vector:
    """Append further names."""
    return Vector.named(f"({values.size} + {extra.size})%nat", "extended", values.size, values.text(), extra.text())


def pair(like: Vector, first: Any, second: Any) -> Vector:  # noqa: ARG001  # arrays take their type from it
    """Build a market of two bidders."""
    return Vector.named("2%nat", "pair", texted(first, "R").within(9), texted(second, "R").within(9))


def _rank(rank: Any) -> str:
    if type(rank) is not int or rank < 1:
        raise NoText(f"expected a rank of 1, 2, ..., got {rank!r}")
    return str(rank)
