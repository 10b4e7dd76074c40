"""The law of equivalence: a mutant decides what its original decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction, Mechanism
from strategyproof.mechanism.outcome import Outcome, Truth, Vector
from strategyproof.mechanism.vocabulary import at, both
from strategyproof.proofs.any_bidders.reading import Reading


@dataclass(frozen=True, slots=True)
class Beside(Outcome):
    """The outcome of a mutant, with that of its original beside it; every interpreter hands it on to the law.

    Attributes
    ----------
    expected
        What the original decides on the same bids and parameters.
    rho
        The mutant's rho and the original's; two zeros where they have none.
    """

    expected: Outcome
    rho: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """The rule of a mutant, with its original run on the same bids and parameters."""

    mutant: Reading
    original: Reading

    def __call__(self, bids: Vector, **parameters: Any) -> Outcome:
        """Run both."""
        mutant, original = self.mutant.mechanism, self.original.mechanism
        outcome, expected = mutant.rule(bids, **parameters), original.rule(bids, **parameters)
        rho = (0, 0)
        if mutant.rho is not None and original.rho is not None:
            rho = mutant.rho(bids, **parameters), original.rho(bids, **parameters)
        return Beside(outcome.wins, outcome.payments, expected, rho)

    def doubt(self, _: Mechanism) -> Ground | None:
        """Say why a proof of what was read of either is none of what runs."""
        return self.mutant.doubt() or self.original.doubt()


def beside(mutant: Mechanism, original: Mechanism) -> Mechanism:
    """Return the mutant as a mechanism whose outcomes carry those of the original."""
    return replace(mutant, rule=Pair(Reading(mutant), Reading(original)))


def _holds(auction: Auction, bids: Vector, i: int) -> Truth:
    outcome = auction(bids)
    assert isinstance(outcome, Beside)
    same_wins = outcome.wins[i] == outcome.expected.wins[i]
    same_payments = outcome.payments[i] == outcome.expected.payments[i]
    mine, original = (at(rho, i) for rho in outcome.rho)
    return both(both(same_wins, same_payments), mine == original)


SAME = Law(
    id="same-outcome",
    title="Same outcome as the original",
    statement=r"x'(b) = x(b), \; p'(b) = p(b), \; \rho'(b) = \rho(b)",
    holds=_holds,
    variables=(Bids(), Bidder("i")),
    source="equivalence of a mutant: DeMillo, Lipton, Sayward 1978, doi:10.1109/C-M.1978.218136",
    breaks="The mistake changes what the auction decides.",
    remedy="Undo the change.",
    exact_in_float64="Both rules run on the same doubles; what differs differs.",
)
