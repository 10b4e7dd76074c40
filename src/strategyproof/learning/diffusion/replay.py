"""The replay buffer of Algorithm 1: a ring of transitions (s, a, r, s')."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["Replay"]


class Replay:
    """A ring buffer of transitions.

    Parameters
    ----------
    capacity
        Transitions kept.
    observed
        Columns of an observation.
    device
        Where they are kept.
    """

    def __init__(self, capacity: int, observed: int, device: str) -> None:
        self.columns = [
            torch.zeros(capacity, observed, device=device),
            torch.zeros(capacity, dtype=torch.int64, device=device),
            torch.zeros(capacity, device=device),
            torch.zeros(capacity, observed, device=device),
        ]
        self.added = 0

    @property
    def held(self) -> int:
        """Transitions held."""
        return min(self.added, len(self.columns[0]))

    def add(self, *transition: Tensor) -> None:
        """Add (s, a, r, s'), each with one row per transition; the oldest make room."""
        count, capacity = len(transition[0]), len(self.columns[0])
        first = self.added % capacity
        if first + count <= capacity:
            rows: slice | Tensor = slice(first, first + count)
        else:
            rows = (torch.arange(count) + first) % capacity
        for column, values in zip(self.columns, transition, strict=True):
            column[rows] = values
        self.added += count

    def sample(self, count: int, generator: torch.Generator) -> list[Tensor]:
        """Draw transitions uniformly, with replacement."""
        rows = torch.randint(self.held, (count,), generator=generator)
        return [column[rows] for column in self.columns]

    def tensors(self) -> dict[str, Tensor]:
        """Return the transitions held and the count of all that were added."""
        held = {str(n): column[: self.held] for n, column in enumerate(self.columns)}
        return {**held, "added": torch.tensor([self.added])}

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Go on from what :meth:`tensors` returned."""
        self.added = int(tensors["added"])
        for n, column in enumerate(self.columns):
            column[: self.held] = tensors[str(n)]
