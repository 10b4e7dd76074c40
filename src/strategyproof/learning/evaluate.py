"""What a selector is worth: its surplus on held-out rounds beside every bound and rival that needs no learning."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from strategyproof.learning.information import INFORMATION, Observation, Oracle
from strategyproof.learning.reward import reward
from strategyproof.learning.selectors.best_exogenous import BestExogenousSelector
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.selectors.first_best import FirstBestSelector
from strategyproof.learning.selectors.flat_reserve import FlatReserveSelector
from strategyproof.learning.selectors.myopic import MyopicBrandBid, MyopicLiteral
from strategyproof.learning.selectors.optimal import OptimalSelector
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.selectors.spa import SpaSelector
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.stream import Array, Batch, batch_of
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.scenarios.sample import contract_from_history, draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["Bench", "class_of", "evaluate", "given", "rho_of"]

_HELD_OUT, _HISTORY = 11, 12


def class_of(information: str) -> Any:
    """Return an information class, the oracle's included."""
    return Oracle if information == Oracle.information else INFORMATION[information]


def given(information: str, batch: Batch) -> Observation:
    """Return the observation of a class, the oracle's included."""
    observation: Observation = class_of(information).of(batch)
    return observation


def rho_of(selector: Selector, batch: Batch, generator: np.random.Generator | None = None) -> Array:
    """Return the selector's rho of each round; it gets the observation of its class, and nothing else."""
    return selector.select(given(selector.information, batch), generator)


def evaluate(
    selector: Selector, batch: Batch, zeta: float = 1.0, generator: np.random.Generator | None = None
) -> float:
    """Return the mean surplus (eq. 12) of MSB at the selector's rho; deterministic without a generator."""
    return float(reward(batch, rho_of(selector, batch, generator), zeta).mean())


@dataclass(frozen=True)
class Bench:
    """Held-out rounds of a scenario and what to compare with on them.

    Attributes
    ----------
    scenario
        The market.
    rounds
        Held-out rounds; no training stream and no history shares them.
    history
        Rounds that the best exogenous rho is computed from.
    seed
        Seed of both; the scenario's by default.
    """

    scenario: Scenario
    rounds: int = 50_000
    history: int = 200_000
    seed: int | None = field(default=None)

    def _draw(self, rounds: int, use: int) -> Batch:
        seed = self.scenario.sampling.seed if self.seed is None else self.seed
        return batch_of(
            draw(self.scenario, rounds, np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(use,))))
        )

    @cached_property
    def batch(self) -> Batch:
        """The held-out rounds."""
        return self._draw(self.rounds, _HELD_OUT)

    @cached_property
    def past(self) -> Batch:
        """The rounds that the bounds and the flat reserve are computed from."""
        return self._draw(self.history, _HISTORY)

    @cached_property
    def best_exogenous(self) -> BestExogenousSelector:
        """The bound for selectors that see no bid, past or present; one that remembers can pass it."""
        names = draw(self.scenario, 1, 0).state_names
        return BestExogenousSelector(self.past, names, self.prices, self.scenario.uav.zeta)

    @cached_property
    def prices(self) -> tuple[float, ...]:
        """The grid."""
        return price_grid(self.scenario.auction.actions)

    @cached_property
    def selectors(self) -> dict[str, Selector]:
        """Everything that needs no learning, by id; ``best-constant`` is the best single price."""
        brand_bid = float(contract_from_history(self.scenario).price)
        return {
            "random": RandomSelector(self.prices),
            "spa": SpaSelector(),
            "myopic-brand-bid": MyopicBrandBid(brand_bid),
            "myopic-literal": MyopicLiteral(),
            "optimal": OptimalSelector(self.scenario),
            "best-constant": ConstantSelector(self.best_exogenous.constant),
            "best-exogenous": self.best_exogenous,
            "flat-reserve": FlatReserveSelector(self.past, self.scenario.uav.zeta),
            "first-best": FirstBestSelector(self.scenario.uav.zeta),
        }

    @cached_property
    def rivals(self) -> dict[str, float]:
        """Mean surplus of everything that needs no learning, by id."""
        return {name: self.surplus(selector) for name, selector in self.selectors.items()}

    def surplus(self, selector: Selector, generator: np.random.Generator | None = None) -> float:
        """Return the selector's mean surplus on the held-out rounds."""
        return evaluate(selector, self.batch, self.scenario.uav.zeta, generator)
