"""What a selector was given, and what was established of the rho that it emitted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.conditions import CONDITIONS

Floats: TypeAlias = NDArray[np.float64]
Mode: TypeAlias = Literal["refuse", "audit"]
Information: TypeAlias = Literal["blind", "exogenous", "history", "leave-one-out", "full"]

INFORMATION: tuple[Information, ...] = ("blind", "exogenous", "history", "leave-one-out", "full")
WITHOUT_CURRENT_BIDS: tuple[Information, ...] = ("blind", "exogenous", "history")
NOBODY, SEVERAL = -1, -2


@dataclass(frozen=True, slots=True)
class Observations:
    """What the selector was given in each round of a batch, and nothing else was.

    Attributes
    ----------
    information
        The information class (spec section 4).
    names
        What each column holds.
    values
        float64, (rounds, len(names)); no column for a selector that sees nothing.

    Raises
    ------
    ValueError
        If the class is unknown or the shape does not fit.
    """

    information: Information
    names: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.information not in INFORMATION:
            known = ", ".join(INFORMATION)
            raise ValueError(f"expected an information class of {known}; got {self.information!r}")
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names):
            raise ValueError(
                f"expected observations of shape (rounds, {len(self.names)}), a column for each of {list(self.names)}, "
                f"got {self.values.shape}"
            )

    @classmethod
    def nothing(cls, rounds: int, information: Information = "exogenous") -> Observations:
        """Return the observations of a selector that is given nothing: a constant, or a random one."""
        return cls(information, (), np.empty((rounds, 0)))

    def digest(self) -> bytes:
        """Return the SHA-256 of class, names, shape and values: 32 bytes that bind the batch to what was seen."""
        header = msgspec.msgpack.encode((self.information, self.names, self.values.shape))
        state = hashlib.sha256(len(header).to_bytes(8, "little") + header)
        state.update(np.ascontiguousarray(self.values, "<f8").reshape(-1).view(np.uint8).data)
        return state.digest()


@dataclass(frozen=True, slots=True)
class Certificates:
    """What was established of each rho of a batch of rounds.

    Attributes
    ----------
    first_round
        The number of the first round; round k of the batch is ``first_round + k``.
    rho
        The doubles that were emitted, (rounds,).
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
    mode
        ``refuse``: if any round failed, the batch was refused. ``audit``: failures were counted, and allocated.
    information, digest
        What the selector was given: the class, and the digest of all observations of the batch.
    replayed
        In how many rounds the selector was run again on other current bids.
    grid
        |A|, or None where any rho >= 1 was allowed.
    theorem
        Hash of the any-N theorem whose premises were established.
    """

    first_round: int
    rho: Floats
    bids: Floats
    winner: NDArray[np.int16]
    price: Floats
    failed: NDArray[np.uint16]
    rounded: NDArray[np.intp]
    mode: Mode
    information: Information
    digest: bytes
    replayed: int
    grid: int | None
    theorem: str

    @property
    def size(self) -> int:
        """Return the number of rounds."""
        return len(self.rho)

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
