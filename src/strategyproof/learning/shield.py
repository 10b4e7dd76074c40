"""The shield: a learned rho reaches the auction through the checker, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from strategyproof.learning.evaluate import given
from strategyproof.learning.information import fields_of
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.stream import Array, Batch
from strategyproof.proofs.checker import Certificates, Checker, Observations, SelectorId

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Shield"]


class Shield:
    """Runs auctions with a selector: winner and price come out of the certificates alone.

    Parameters
    ----------
    selector
        Emits rho.
    names
        Names of the columns of the market state.
    checker
        Certifies every rho, or refuses it; it also says where certificates are kept.
    """

    def __init__(
        self, selector: Selector, names: Sequence[str], checker: Checker, *, weights: str | None = None
    ) -> None:
        self.selector, self.names, self.checker = selector, tuple(names), checker
        self._id = SelectorId(selector.id, weights, dict(getattr(selector, "settings", {})))

    def run(self, batch: Batch) -> Certificates:
        """Run B auctions.

        Raises
        ------
        RhoRefused
            If a rho fails a condition and the checker refuses; nothing is allocated then.
        """
        rho, values = self._emitted(batch)
        information: Any = self.selector.information
        names = tuple(field.name for field in fields_of(information, self.names, len(batch.bids)))
        commitment = self.checker.commit(rho, Observations(information, names, values), selector=self._id)
        again: Any = lambda positions, bids: self._again(batch, positions, bids)  # noqa: E731
        return self.checker.open(commitment, np.asarray(batch.bids).T, again=again)

    def _again(self, batch: Batch, positions: Array, bids: Array) -> tuple[Array, Array]:
        """Return what is emitted and seen in some rounds if their current bids are others."""
        if not isinstance(self.selector, RandomSelector):
            return self._emitted(_with_bids(batch.part(positions), bids))
        whole = np.array(batch.bids)  # the same draws of its seed need the same number of rounds
        whole[:, positions] = np.asarray(bids).T
        rho, values = self._emitted(_with_bids(batch, whole.T))
        return rho[positions], values[positions]

    def _emitted(self, batch: Batch) -> tuple[Array, Array]:
        """Return what the selector emits, and all that it was given."""
        observation = given(self.selector.information, batch)
        rho = np.asarray(self.selector.select(observation), dtype=np.float64)
        return rho, np.asarray(observation.array(), dtype=np.float64)


def _with_bids(batch: Batch, bids: Array) -> Batch:
    """Return the rounds as they would be if their current bids were others; the past stays."""
    return Batch(batch.state, batch.past, np.asarray(bids).T, batch.brand)
