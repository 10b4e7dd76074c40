"""Let a trained selector emit rho for a scenario's rounds, each certified: what ``strategyproof verify`` asks for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from strategyproof.learning.blindness import reads
from strategyproof.learning.evaluate import Bench, rho_of
from strategyproof.learning.policy.traced import CannotBeFollowed
from strategyproof.learning.regret import regret
from strategyproof.learning.reward import reward
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.shield import Shield
from strategyproof.learning.stream import MEMORY, Array, batch_of
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.proofs.checker import Certificates, Checker
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["Emission", "emit"]

_HISTORY = 100_000
"""Rounds that the best exogenous rho is computed from."""

_FOLLOWED = 3
"""Rounds in which the selector is run on traced arrays: enough to see whether one reads another."""


@dataclass(frozen=True, slots=True)
class Emission:
    """What came of it.

    Attributes
    ----------
    information
        The selector's class.
    reads
        What its rho was computed from on a few of the rounds; None if it cannot be followed.
    certificates
        Winner, price and certificate of every round.
    rewards
        Surplus of every round, (B,): the selector's under ``selector``, then every rival's and bound's by id.
    regret
        The largest gain that any bidder has from any lie in any round, in value; 0 for a selector that sees no bid.
    """

    information: str
    reads: list[str] | None
    certificates: Certificates
    rewards: dict[str, Array]
    regret: float

    @property
    def surplus(self) -> dict[str, float]:
        """Mean surplus on the rounds, by id."""
        return {name: float(each.mean()) for name, each in self.rewards.items()}

    def summary(self) -> dict[str, Any]:
        """Return the numbers that a report shows."""
        checked = self.certificates.summary()
        return {"information": self.information, **checked, "surplus": self.surplus, "regret": self.regret}


def emit(
    scenario: Scenario, rounds: Rounds | int, *, weights: Path | None = None, seed: int | None = None,
    checker: Checker | None = None,
) -> Emission:  # fmt: skip
    """Run a scenario's auctions with a trained selector behind the shield.

    Parameters
    ----------
    scenario
        The market.
    rounds
        Rounds that were drawn, of which the first 4 are the selector's past; or how many to draw.
    weights
        A trained selector; the exogenous one that ships for the scenario by default.
    seed
        Seed of rounds to draw; the scenario's by default.
    checker
        Certifies; by default it refuses whatever is not one of the scenario's prices.

    Raises
    ------
    ValueError
        If no weights ship for the scenario, or the weights are another scenario's.
    RhoRefused
        If a rho fails.
    """
    path = weights or shipped_weights(scenario)
    if path is None:
        raise ValueError(
            f"expected weights for scenario {scenario.name!r}, got none: only the default's ship; train first"
        )
    selector, sha256 = load_selector(path, scenario), hashlib.sha256(path.read_bytes()).hexdigest()
    with Shield(selector, checker or Checker(scenario.auction.actions), weights=sha256) as shield:
        drawn = draw(scenario, rounds + MEMORY, seed) if isinstance(rounds, int) else rounds
        certificates = shield.run(drawn)
    batch, zeta = batch_of(drawn), scenario.uav.zeta
    rivals = Bench(scenario, history=_HISTORY).selectors
    rewards = {"selector": reward(batch, certificates.rho, zeta)}
    rewards |= {name: reward(batch, rho_of(rival, batch), zeta) for name, rival in rivals.items()}
    largest = float(np.max(regret(selector, batch, certificates.rho).gain))
    return Emission(selector.information, _reads(selector, scenario), certificates, rewards, largest)


def _reads(selector: Selector, scenario: Scenario) -> list[str] | None:
    """Follow the selector on rounds of its own; a random past is as good as any."""
    try:
        return sorted(reads(selector, draw(scenario, MEMORY + _FOLLOWED)))
    except CannotBeFollowed:
        return None
