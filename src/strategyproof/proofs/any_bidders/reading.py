"""A rule in the vocabulary as a proof reads it, and why the proof may not be about what users run."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.proofs.any_bidders.concordance import disagreement
from strategyproof.proofs.any_bidders.faces import guarded
from strategyproof.proofs.any_bidders.numbers import REALS, Reals
from strategyproof.proofs.rule_source import refusal

UNREAD = "the rule cannot be read over any number of bidders"


@dataclass(frozen=True, slots=True)
class Reading:
    """One mechanism, read behind faces on symbols and run as it is on numbers.

    Attributes
    ----------
    original
        The mechanism as users run it.
    refusals
        What was refused to its rule on symbols, in order.
    """

    original: Mechanism
    refusals: list[str] = field(default_factory=list)

    @property
    def mechanism(self) -> Mechanism:
        """The mechanism as the proof runs it."""
        return guarded(self.original, self.refusals)

    def refused(self) -> Ground | None:
        """Return the first thing that was refused to the rule, whatever became of the error; None if nothing was."""
        return unread(self.refusals[0]) if self.refusals else None

    def doubt(self, numbers: Reals = REALS) -> Ground | None:
        """Say why a proof of what was read is none of what runs: refused, or by its source, or where the two differ."""
        if (refused := self.refused()) is not None:
            return refused
        if (listed := refusal(self.original)) is not None:
            return unread(listed)
        differs = disagreement(numbers.read(self.original), numbers.read(self.mechanism), numbers.inside)
        return self.refused() if differs is None else Ground("differs-from-python", differs)


def unread(why: object) -> Ground:
    """Say why a rule cannot be read."""
    return Ground("unsupported", f"{UNREAD}: {why}")
