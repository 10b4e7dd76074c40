"""What is found of each round of a batch, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Judged", "Truths"]

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Winner, price, failed conditions (bits) and ties by rounding of each round."""

    winner: NDArray[np.int16]
    price: Floats
    failed: NDArray[np.uint16]
    rounded: Truths

    @classmethod
    def empty(cls, rounds: int) -> Judged:
        """Return room for the judgements of so many rounds."""
        return cls(
            np.empty(rounds, np.int16), np.empty(rounds), np.empty(rounds, np.uint16), np.empty(rounds, np.bool_)
        )

    def put(self, block: slice, part: Judged) -> None:
        """Fill in the judgements of a block."""
        self.winner[block], self.price[block] = part.winner, part.price
        self.failed[block], self.rounded[block] = part.failed, part.rounded
