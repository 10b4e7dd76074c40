"""The shield: a learned rho reaches the auction through the checker, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyproof.learning.apart import Apart, Beside, Runner, can_run_apart
from strategyproof.learning.evaluate import class_of
from strategyproof.learning.information import Observation, fields_of
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.stream import Array, Batch, batch_of
from strategyproof.proofs.checker import Certificates, Checker, Observations, SelectorId
from strategyproof.scenarios.sample import Rounds

__all__ = ["Shield"]


class Shield:
    """Runs auctions with a selector: winner and price come out of the certificates alone.

    The selector's process is started here, before there are rounds. For each batch the observations are made without a
    current bid, rho is emitted from them, both are committed to, and only then the bids are opened.

    Parameters
    ----------
    selector
        Emits rho.
    checker
        Certifies every rho, or refuses it; it also says where certificates are kept.
    make
        From rounds to what may be known of them: the first of them are the past of the others.
    weights
        SHA-256 of the file of the selector's weights, if it has one.
    apart
        Run the selector in a process that does not have the bids. False, a system without ``fork``, or a class that
        sees current bids: it runs in this one, and the ledger says so.

    Raises
    ------
    SelectorFailed
        If the selector cannot be loaded in a process of its own.
    """

    def __init__(
        self,
        selector: Selector,
        checker: Checker,
        make: Callable[[Rounds], Batch] = batch_of,
        *,
        weights: str | None = None,
        apart: bool = True,
    ) -> None:
        self.checker, self.make = checker, make
        self.kind = class_of(selector.information)
        self._names_by_batch = isinstance(selector, RandomSelector)
        away = apart and can_run_apart() and not self.kind.sees_current_bids
        self._runner: Runner = Apart(selector) if away else Beside(selector)
        self._id = SelectorId(selector.id, weights, dict(getattr(selector, "settings", {})))

    def __enter__(self) -> Shield:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the selector's process."""
        self._runner.close()

    def run(self, rounds: Rounds) -> Certificates:
        """Run the auctions of the rounds, but for the first ones, which are their past.

        Raises
        ------
        RhoRefused
            If a rho fails a condition and the checker refuses; nothing is allocated then.
        SelectorFailed
            If the selector emits nothing.
        TypeError
            If what it emits are no doubles.
        """
        batch = self.make(rounds)
        seen = self._observed(batch)
        rho = self._emitted(seen, self._lanes(rounds, batch))
        information: Any = self.kind.information
        names = tuple(field.name for field in fields_of(information, rounds.state_names, len(rounds.bids)))
        observations = Observations(information, names, _values(seen))
        commitment = self.checker.commit(rho, observations, selector=self._id, apart=self._runner.apart)

        def again(positions: NDArray[np.intp], bids: Array) -> tuple[Array, Array]:
            return self._again(rounds, seen, commitment.rho, positions, bids)

        return self.checker.open(commitment, rounds.bids[:, -len(batch) :].T, again=again)

    def _observed(self, batch: Batch) -> Observation:
        """Return what the selector is given; made of a batch without bids, if its class has none."""
        if not self.kind.sees_current_bids:
            nothing = np.full_like(np.asarray(batch.bids), np.nan)
            batch = Batch(batch.state, batch.past, nothing, nothing[0])
        observation: Observation = self.kind.of(batch)
        return observation

    def _lanes(self, rounds: Rounds, batch: Batch) -> int:
        """Return how far apart rounds are whose observations say nothing of one another's current bids."""
        return len(rounds.state) - len(batch) + 1 if self.kind.remembers else 1

    def _emitted(self, seen: Observation, lanes: int) -> Array:
        rho = [self._runner.emit(seen.part(slice(lane, None, lanes))) for lane in range(min(lanes, len(seen)))]
        if lanes == 1:
            return rho[0]
        whole = np.empty(len(seen))
        for lane, part in enumerate(rho):
            whole[lane::lanes] = part
        return whole

    def _again(
        self, rounds: Rounds, seen: Observation, rho: Array, positions: NDArray[np.intp], bids: Array
    ) -> tuple[Array, Array]:
        """Return what is emitted and seen in some rounds if their current bids, and no others, are these."""
        before = len(rounds.state) - len(seen)
        now = zip(positions.tolist(), bids, strict=True)
        remade = [self._observed(self.make(rounds.window(n, n + before, own))) for n, own in now]
        parts = zip(*(observation.parts() for observation in remade), strict=True)
        then: Observation = type(seen)(*(np.concatenate(part) for part in parts))
        rho_then = np.array(self._runner.emit(then))
        same = (_values(then) == _values(seen.part(positions))).all(axis=1)
        moved = np.flatnonzero(same & (rho_then != rho[positions]))
        if len(moved) and (self._runner.apart or self._names_by_batch):
            # On the same observation another rho, from a process that has no bids: what is other is the size of the
            # batch, by which the last bits of a product of matrices vary, or a draw. The first call is made again.
            lanes = before + 1 if self.kind.remembers else 1
            rho_then[moved] = self._emitted(seen, lanes)[positions[moved]]
        return rho_then, _values(then)


def _values(observation: Observation) -> Array:
    return np.asarray(observation.array(), dtype=np.float64)
