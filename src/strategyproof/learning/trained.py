"""A trained selector as a file: written after training, read wherever rho is emitted or judged. No torch."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np

from strategyproof.learning.config import Config, DiffusionConfig, GreedyConfig, architecture, config_of
from strategyproof.learning.files import read_arrays, scenario_hash, write_arrays
from strategyproof.learning.information import fields_of
from strategyproof.learning.policy.network import check_shapes, extent
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.selectors.greedy import GreedySelector
from strategyproof.learning.selectors.policy import PolicySelector
from strategyproof.learning.selectors.ppo import PpoSelector
from strategyproof.learning.selectors.protocol import TrainedSelector
from strategyproof.learning.stream import Array
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["WEIGHTS", "every_shipped", "load_selector", "read_selector", "save_selector", "shipped_weights"]

WEIGHTS = "weights.safetensors"
"""The file of a run that holds what was trained."""

_SHIPPED = Path(str(resources.files("strategyproof.learning").joinpath("weights")))


class _Facts(msgspec.Struct, frozen=True):
    """What a file of weights says of itself, as far as loading needs it."""

    scenario: str
    scenario_hash: str
    information: Literal["blind", "exogenous", "history", "leave-one-out", "full"]
    config: dict[str, Any]


def save_selector(
    path: Path, selector: TrainedSelector, scenario: Scenario, config: Config, facts: dict[str, Any]
) -> None:
    """Write a selector's weights, with the configuration and the scenario's hash, atomically."""
    what = {
        "config": msgspec.to_builtins(config),
        "information": selector.information,
        "scenario": scenario.name,
        "scenario_hash": scenario_hash(scenario),
        **facts,
    }
    write_arrays(path, selector.weights, what)


def read_selector(path: Path) -> TrainedSelector:
    """Return a trained selector, for whichever scenario it was trained.

    Raises
    ------
    ValueError
        If the file is truncated, or its weights are not of the architecture that it states.
    """
    return _read(path)[1]


def load_selector(path: Path, scenario: Scenario) -> TrainedSelector:
    """Return a selector that was trained for a scenario.

    Raises
    ------
    ValueError
        If the file is truncated, or the weights belong to another scenario or architecture.
    """
    facts, selector = _read(path)
    if facts.scenario_hash != scenario_hash(scenario):
        raise ValueError(
            f"{path}: expected weights for the scenario {scenario.name!r} (hash {scenario_hash(scenario)[:12]}), got "
            f"weights for {facts.scenario!r} (hash {facts.scenario_hash[:12]}); train on this scenario first"
        )
    if isinstance(selector, PolicySelector):
        names = draw(scenario, 1, 0).state_names
        columns = len(fields_of(facts.information, names, scenario.market.base_stations))
        if (selector.columns, len(selector.prices)) != (columns, scenario.auction.actions):
            raise ValueError(
                f"{path}: expected weights of class {facts.information!r} for {columns} columns and "
                f"{scenario.auction.actions} prices, got {selector.columns} columns and {len(selector.prices)} prices: "
                "they are of another class or scenario; load the file that `train` wrote"
            )
    return selector


def _read(path: Path) -> tuple[_Facts, TrainedSelector]:
    weights, written = read_arrays(path)
    try:
        facts = msgspec.convert(written, _Facts)
    except msgspec.ValidationError as error:
        raise ValueError(
            f"{path}: expected weights with their scenario, information class and configuration, got {error}; give the "
            "weights that `train` wrote"
        ) from error
    for name, values in weights.items():
        if not np.isfinite(values).all():
            raise ValueError(f"{path}: expected finite weights, got NaN or infinity in {name}; train again")
    try:
        return facts, _selector(facts, weights)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _selector(facts: _Facts, weights: dict[str, Array]) -> TrainedSelector:
    settings = dict(facts.config)
    config = config_of(str(settings.pop("selector", "")), settings)
    if isinstance(config, GreedyConfig):
        check_shapes({"rho": (1,)}, weights)
        return GreedySelector(float(weights["rho"][0]))
    how, kind = architecture(config), DiffusionSelector if isinstance(config, DiffusionConfig) else PpoSelector
    columns, actions = extent(how, weights)
    return kind(weights, how, price_grid(actions), facts.information, columns)


def every_shipped() -> list[Path]:
    """Return all files of weights that ship with the package."""
    return sorted(path for path in _SHIPPED.iterdir() if path.suffix == ".safetensors")


def shipped_weights(scenario: Scenario, information: str = "exogenous") -> Path | None:
    """Return the weights that ship with the package for a scenario and an information class, if any do."""
    path = _SHIPPED / f"{scenario.name}-{information}.safetensors"
    return path if path.is_file() else None
