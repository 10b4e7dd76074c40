"""Which learner trains which selector, and how a trained selector is stored and read."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
import numpy as np

from strategyproof.learning.config import Config, DiffusionConfig, GreedyConfig, config_of
from strategyproof.learning.extra import load
from strategyproof.learning.files import read_tensors, scenario_hash, write_tensors
from strategyproof.learning.information import fields_of
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Batch
from strategyproof.mechanism.baselines import price_grid
from strategyproof.proofs.checker.memory import keep_freed_memory
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario

__all__ = ["Learner", "load_selector", "make_learner", "save_selector", "shipped_weights"]


class _Facts(msgspec.Struct, frozen=True):
    """What a file of weights says of itself, as far as loading needs it."""

    scenario: str
    scenario_hash: str
    information: Literal["blind", "exogenous", "history", "leave-one-out", "full"]
    config: dict[str, Any]


class Learner(Protocol):
    """Something that learns a selector, batch by batch."""

    def learn(self, batch: Batch, progress: float) -> None:
        """Update on consecutive rounds."""
        ...

    def selector(self) -> Selector:
        """Return the selector learned so far."""
        ...

    def tensors(self) -> dict[str, Any]:
        """Return everything that learning goes on from."""
        ...

    def load(self, tensors: dict[str, Any]) -> None:
        """Go on from what :meth:`tensors` returned."""
        ...


def make_learner(scenario: Scenario, information: str, config: Config, seed: int, device: str = "cpu") -> Learner:
    """Return an untrained learner.

    Raises
    ------
    MissingExtra
        If torch is not installed.
    ValueError
        If the device is not there.
    """
    torch = load("torch")
    if device != "cpu" and not (device.startswith("cuda") and torch.cuda.is_available()):
        raise ValueError(f"expected the device cpu, or cuda where torch sees one, got {device!r}; leave --device out")
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    keep_freed_memory()
    if isinstance(config, GreedyConfig):
        from strategyproof.learning.selectors.greedy import GreedyLearner

        return GreedyLearner(scenario, config)
    if isinstance(config, DiffusionConfig):
        from strategyproof.learning.diffusion.chosen import ChosenLearner
        from strategyproof.learning.diffusion.exact import ExactLearner

        kind = ExactLearner if config.feedback == "exact" else ChosenLearner
        return kind(scenario, information, config, seed, device)
    from strategyproof.learning.selectors.ppo import PpoLearner

    return PpoLearner(scenario, information, config, seed, device)


def save_selector(
    path: Path, learner: Learner, scenario: Scenario, information: str, config: Config, facts: dict[str, Any]
) -> None:
    """Write the weights that a selector needs, with the configuration and the scenario's hash, atomically."""
    kept = {
        name: t for name, t in learner.tensors().items() if name.startswith(("actor.", "policy.", "sums", "counts"))
    }
    what = {
        "config": msgspec.to_builtins(config),
        "information": information,
        "scenario": scenario.name,
        "scenario_hash": scenario_hash(scenario),
        **facts,
    }
    write_tensors(path, kept, what)


def load_selector(path: Path, scenario: Scenario) -> Selector:
    """Return a trained selector.

    Raises
    ------
    ValueError
        If the file is truncated, or the weights belong to another scenario or architecture.
    """
    tensors, written = read_tensors(path)
    try:
        facts = msgspec.convert(written, _Facts)
    except msgspec.ValidationError as error:
        raise ValueError(
            f"{path}: expected weights with their scenario, information class and configuration, got {error}; give the "
            "weights that `train` wrote"
        ) from error
    if facts.scenario_hash != scenario_hash(scenario):
        raise ValueError(
            f"{path}: expected weights for the scenario {scenario.name!r} (hash {scenario_hash(scenario)[:12]}), got "
            f"weights for {facts.scenario!r} (hash {facts.scenario_hash[:12]}); train on this scenario first"
        )
    for name, tensor in tensors.items():
        if not np.isfinite(tensor.numpy()).all():
            raise ValueError(f"{path}: expected finite weights, got NaN or infinity in {name}; train again")
    try:
        return _selector(scenario, facts, tensors)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _selector(scenario: Scenario, facts: _Facts, tensors: dict[str, Any]) -> Selector:
    settings = dict(facts.config)
    config = config_of(str(settings.pop("selector", "")), settings)
    if isinstance(config, DiffusionConfig):
        return _diffusion(scenario, facts.information, config, tensors)
    learner = make_learner(scenario, facts.information, config, 0)
    learner.load(tensors)
    return learner.selector()


def _diffusion(scenario: Scenario, information: str, config: DiffusionConfig, tensors: dict[str, Any]) -> Selector:
    """Return the policy alone: a learner has optimisers, and these take torch seconds to load."""
    from strategyproof.learning.diffusion.networks import Actor
    from strategyproof.learning.selectors.diffusion import DiffusionSelector
    from strategyproof.learning.tensors import load_module

    torch = load("torch")
    torch.set_num_threads(1)
    names = draw(scenario, 1, 0).state_names
    columns, prices = fields_of(information, names, scenario.market.base_stations), price_grid(scenario.auction.actions)
    with torch.random.fork_rng(devices=[]):
        actor = Actor(len(columns), len(prices), config)
    load_module(actor, "actor.", tensors)
    return DiffusionSelector(actor, prices, information)


def shipped_weights(scenario: Scenario, information: str = "blind") -> Path | None:
    """Return the weights that ship with the package for a scenario and an information class, if any do."""
    name = scenario.name if information == "blind" else f"{scenario.name}-{information}"
    path = Path(str(resources.files("strategyproof.learning").joinpath("weights", f"{name}.safetensors")))
    return path if path.is_file() else None
