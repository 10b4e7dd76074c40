"""Why a run of a user's function has no outcome, and what one is where it has."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from strategyproof.mechanism.grounds import Cause, Ground, Kind
from strategyproof.proofs.smt.terms import Term


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a run has no outcome: the function fails on these bids, or a proof cannot follow it.

    Attributes
    ----------
    kind
        ``raises`` counts against the function; anything else makes a verdict ``unknown`` for that cause.
    text
        What happened, without its place.
    line
        The line of the user's file.
    """

    kind: Literal["raises", Cause]
    text: str
    line: int | None = None

    def __str__(self) -> str:
        return self.text + (f" (line {self.line})" if self.line else "")

    def ground(self, lead: str = "", kind: Kind | None = None) -> Ground:
        """Return why a verdict is unknown for it, with words before the text."""
        own: Kind = "no-outcome" if self.kind == "raises" else self.kind
        return Ground(kind or own, lead + self.text, (self.line,) if self.line else ())

    @property
    def error(self) -> str:
        """Return the type of the exception that was raised."""
        return self.text.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Decided:
    """Wins and payments of a run, one term for each bidder.

    Attributes
    ----------
    in_floats
        Whether the function itself returned a double, which may be rounded.
    """

    wins: tuple[Term, ...]
    payments: tuple[Term, ...]
    in_floats: bool = field(default=False, compare=False)


def alike(exact: Decided, rounded: Decided) -> bool:
    """Tell whether a run on doubles is the exact one, rounding apart."""
    return rounded.wins == exact.wins and all(
        math.isclose(p.data, q.data, rel_tol=1e-9, abs_tol=1e-9)
        for p, q in zip(rounded.payments, exact.payments, strict=True)
    )
