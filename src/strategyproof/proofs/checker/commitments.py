"""What is fixed of a batch of rounds before a bid is opened: what the selector was given, and what it emitted.

That rho does not depend on the bids of its round can be *shown* only by the order of things: first rho is fixed, then
the bids are opened. So a commitment is made, and written down, without a bid in sight; the certificates cite it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.border import Floats, frozen_doubles

__all__ = [
    "INFORMATION",
    "UNNAMED",
    "WITHOUT_CURRENT_BIDS",
    "Commitment",
    "Entry",
    "Information",
    "Mode",
    "Observations",
    "SelectorId",
]

Mode: TypeAlias = Literal["refuse", "audit"]
Information: TypeAlias = Literal["blind", "exogenous", "history", "leave-one-out", "full"]

INFORMATION: tuple[Information, ...] = ("blind", "exogenous", "history", "leave-one-out", "full")
WITHOUT_CURRENT_BIDS: tuple[Information, ...] = ("blind", "exogenous", "history")

_KEEP = "hand in what the selector was given, as it was given"


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
        float64, (rounds, len(names)), copied and read-only; no column for a selector that sees nothing.

    Raises
    ------
    TypeError
        If the values are not float64.
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
        object.__setattr__(self, "values", frozen_doubles(self.values, "observations", _KEEP))
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


class SelectorId(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Which selector emitted, so that whoever has it can run it again on the observations.

    Attributes
    ----------
    id
        Its identifier, e.g. ``diffusion``; empty where the caller did not say.
    weights
        SHA-256 of the file of its weights, 64 hexadecimal digits; None for a selector that has none.
    settings
        What else it takes to make it, e.g. ``{"rho": 1.5}`` of a constant.
    """

    id: str = ""
    weights: str | None = None
    settings: dict[str, str | int | float | bool] = {}


UNNAMED = SelectorId()
"""A selector of which nothing was said."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """Where something stands in a ledger: the number of its record, and the hash of the chain there."""

    sequence: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Commitment:
    """Rho and observations of a batch, fixed before its bids are opened.

    Attributes
    ----------
    first_round
        The number of the first round; round k of the batch is ``first_round + k``.
    rho
        The doubles that were emitted, (rounds,), copied and read-only.
    observations
        What the selector was given.
    mode
        ``refuse``: a rho that fails is refused, and nothing is allocated. ``audit``: failures are counted.
    grid
        |A|, or None where any rho >= 1 is allowed.
    theorem
        Hash of the any-N theorem whose premises are to be established.
    selector
        Which selector emitted.
    apart
        Whether it ran in a process of its own that was given the observations alone, as told by the caller.
    entry
        Where the commitment stands in the ledger; None without a ledger.
    """

    first_round: int
    rho: Floats
    observations: Observations
    mode: Mode
    grid: int | None
    theorem: str
    selector: SelectorId = UNNAMED
    apart: bool = False
    entry: Entry | None = None

    @property
    def size(self) -> int:
        """Return the number of rounds."""
        return len(self.rho)

    def rounds(self) -> NDArray[np.int64]:
        """Return the number of each round."""
        return self.first_round + np.arange(self.size, dtype=np.int64)
