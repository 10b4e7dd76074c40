"""Derive each rho of a ledger again: run its selector on the observations that were committed to. No torch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from strategyproof.learning.information import Exogenous
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.selectors.greedy import GreedySelector
from strategyproof.learning.selectors.optimal import OptimalSelector
from strategyproof.learning.selectors.policy import PolicySelector
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.selectors.spa import SpaSelector
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.stream import Array
from strategyproof.learning.trained import every_shipped, read_selector
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.proofs.checker import Commitment
from strategyproof.proofs.ledger import Derived

__all__ = ["Rederiver"]

_WITHOUT_WEIGHTS: dict[str, Callable[[Mapping[str, Any]], Selector]] = {
    **dict.fromkeys(
        (ConstantSelector.id, GreedySelector.id, OptimalSelector.id), lambda told: ConstantSelector(told["rho"])
    ),
    SpaSelector.id: lambda told: SpaSelector(),
    RandomSelector.id: lambda told: RandomSelector(price_grid(told["actions"])),
}


class Rederiver:
    """Runs the selectors of commitments again.

    A policy is known by the SHA-256 of the file of its weights: the files that ship, and those given here. A selector
    without a file is made from the settings in the commitment. Any other one cannot be run, and its rounds count as not
    derived again.

    Parameters
    ----------
    weights
        Files that ``train`` wrote.

    Raises
    ------
    ValueError
        If a file is none of ours.
    """

    def __init__(self, weights: Iterable[Path] = ()) -> None:
        self._selectors: dict[str, Selector] = {}
        for path in (*every_shipped(), *weights):
            self._selectors[hashlib.sha256(path.read_bytes()).hexdigest()] = read_selector(path)

    def __call__(self, commitment: Commitment) -> Derived | None:
        """Return what the selector emits on the observations, with every other price that counts as the same.

        Raises
        ------
        ValueError
            If the observations are not of the selector's class or width, or the grid is not its own.
        """
        selector = self._selector(commitment)
        if selector is None:
            return None
        _expect_its_own(selector, commitment)
        if isinstance(selector, PolicySelector):
            return _of_policy(selector, commitment.observations.values)
        rho = selector.select(Exogenous(commitment.observations.values))
        return Derived(rho, rho)

    def _selector(self, commitment: Commitment) -> Selector | None:
        told = commitment.selector
        if told.weights is not None:
            found = self._selectors.get(told.weights)
            return found if found is not None and found.id == told.id else None
        try:
            make = _WITHOUT_WEIGHTS.get(told.id)
            return None if make is None else make(told.settings)
        except (KeyError, TypeError, ValueError):
            return None


def _expect_its_own(selector: Selector, commitment: Commitment) -> None:
    seen, grid = commitment.observations, commitment.grid
    if seen.information != selector.information:
        raise ValueError(f"observations of class {seen.information!r} for a selector of class {selector.information!r}")
    if not isinstance(selector, PolicySelector):
        return
    if seen.values.shape[1] != selector.columns:
        raise ValueError(f"{seen.values.shape[1]} columns for a selector that reads {selector.columns}")
    if grid is not None and grid != len(selector.prices):
        raise ValueError(f"a grid of {grid} prices for a selector of {len(selector.prices)}")


def _of_policy(selector: PolicySelector, seen: Array) -> Derived:
    """List the prices that a machine may emit in each round; NaN where the policy has diverged."""
    may = selector.contenders(seen)
    most = max(1, int(may.sum(axis=1).max(initial=1)))
    order = np.argsort(~may, axis=1, kind="stable")[:, :most]
    emitted = np.where(np.take_along_axis(may, order, axis=1), selector.prices[order], np.nan)
    rho = emitted[:, 0]
    return Derived(rho, np.where(np.isnan(emitted), rho[:, None], emitted))
