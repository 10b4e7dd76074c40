"""What was found of a law for one number of bidders."""

from __future__ import annotations

from dataclasses import dataclass

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.verdict import Counterexample


@dataclass(frozen=True, slots=True)
class Finding:
    """The law is proved; ``ground`` says what the proof rests on, if that needs saying."""

    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Unknown(Finding):
    """Neither proved nor refuted; the ground says why, and its kind is a cause."""


@dataclass(frozen=True, slots=True)
class Refuted(Finding):
    """A counterexample that the function itself confirms."""

    counterexample: Counterexample | None = None
