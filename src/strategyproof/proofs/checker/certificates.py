"""What was established of the rho of a batch of rounds, once its bids were opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.border import Floats
from strategyproof.proofs.checker.commitments import Commitment, Information, Mode
from strategyproof.proofs.checker.conditions import CONDITIONS

__all__ = ["NOBODY", "SEVERAL", "Certificates"]

NOBODY, SEVERAL = -1, -2


@dataclass(frozen=True, slots=True)
class Certificates:
    """What was established of each rho of a batch of rounds; every array is read-only.

    Attributes
    ----------
    commitment
        What was fixed before the bids were opened.
    bids
        b_n, (rounds, N).
    winner
        The winner of each round; -1 where the outside option has it, -2 where several win (audit mode only).
    price
        What the winner pays; 0 where there is none.
    failed
        The bits of the conditions that failed (:data:`~strategyproof.proofs.checker.conditions.CONDITIONS`); 0 is
        certified.
    rounded
        Positions of the rounds in which the top bid lies above rho times the second, yet not above its nearest
        double: in exact arithmetic it would win, in the doubles that run it ties and loses.
    replayed
        In how many rounds the selector was run again on other current bids.
    """

    commitment: Commitment
    bids: Floats
    winner: NDArray[np.int16]
    price: Floats
    failed: NDArray[np.uint16]
    rounded: NDArray[np.intp]
    replayed: int

    @property
    def first_round(self) -> int:
        """Return the number of the first round."""
        return self.commitment.first_round

    @property
    def rho(self) -> Floats:
        """Return the doubles that were emitted, (rounds,)."""
        return self.commitment.rho

    @property
    def mode(self) -> Mode:
        """Return the mode: if it is ``refuse`` and any round failed, the batch was refused."""
        return self.commitment.mode

    @property
    def information(self) -> Information:
        """Return the class of what the selector was given."""
        return self.commitment.observations.information

    @property
    def theorem(self) -> str:
        """Return the hash of the any-N theorem whose premises were established."""
        return self.commitment.theorem

    @property
    def size(self) -> int:
        """Return the number of rounds."""
        return self.commitment.size

    @property
    def refused(self) -> int:
        """Return how many rounds have a rho that failed; in audit mode these are counted and allocated all the same."""
        return int(np.count_nonzero(self.failed))

    @property
    def certified(self) -> int:
        """Return how many rounds have a rho of which everything was established."""
        return self.size - self.refused

    def counts(self) -> dict[str, int]:
        """Return how often each condition failed; conditions that never failed are left out."""
        counted = {c.id: int(np.count_nonzero(self.failed & c.bit)) for c in CONDITIONS}
        return {name: count for name, count in counted.items() if count}

    def summary(self) -> dict[str, Any]:
        """Return the numbers that reports show."""
        return {"emitted": self.size, "reverified": self.certified, "refused": self.refused, "failed": self.counts()}
