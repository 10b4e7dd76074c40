"""Policies that nobody trained: random weights, for tests without torch."""

from typing import Any

import numpy as np

from strategyproof.learning.config import DiffusionConfig, architecture, config_of
from strategyproof.learning.information import fields_of
from strategyproof.learning.policy.network import Architecture, shapes
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.stream import Array
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario


def architecture_of(**settings: Any) -> Architecture:
    config = config_of("diffusion", settings)
    assert isinstance(config, DiffusionConfig)
    return architecture(config)


def random_weights(how: Architecture, columns: int, actions: int, seed: int = 0) -> dict[str, Array]:
    """Float32, of a size that neither saturates nor vanishes."""
    rng = np.random.default_rng(seed)
    found = {name: rng.normal(size=shape) for name, shape in shapes(how, columns, actions).items()}
    return {name: (values / values.shape[-1] ** 0.5).astype(np.float32) for name, values in found.items()}


def untrained(scenario: Scenario, information: str, seed: int = 0, **settings: Any) -> DiffusionSelector:
    how = architecture_of(hidden=(16, 16), **settings)
    columns = len(fields_of(information, draw(scenario, 1, 0).state_names, scenario.market.base_stations))
    prices = price_grid(scenario.auction.actions)
    return DiffusionSelector(random_weights(how, columns, len(prices), seed), how, prices, information, columns)
