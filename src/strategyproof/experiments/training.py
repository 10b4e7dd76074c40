"""A training whose curve is measured in steps: surplus at the most likely price, and as drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from strategyproof.learning.config import Config, PpoConfig, config_of
from strategyproof.learning.evaluate import evaluate
from strategyproof.learning.learners import Learner, make_learner
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Batch, Stream
from strategyproof.scenarios.schema import Scenario

__all__ = ["Curve", "trained"]

_DRAWN = 22


class Curve:
    """Points (rounds trained on, surplus at the argmax, surplus as drawn), at equal distances.

    Parameters
    ----------
    batch
        Held-out rounds.
    zeta
        Weight of the UAV's surplus.
    total
        Rounds of the whole training.
    points
        How many points.
    seed
        Seed of what is drawn.
    """

    def __init__(self, batch: Batch, zeta: float, total: int, points: int, seed: int) -> None:
        self.batch, self.zeta, self.total, self.steps, self.seed = batch, zeta, total, points, seed
        self.points: list[tuple[int, float, float]] = []

    def mark(self, done: int, selector: Callable[[], Selector]) -> None:
        """Add a point if one is due."""
        if done * self.steps >= (len(self.points) + 1) * self.total and len(self.points) < self.steps:
            policy = selector()
            drawn = evaluate(policy, self.batch, self.zeta, drawing(self.seed))
            self.points.append((done, evaluate(policy, self.batch, self.zeta), drawn))


def drawing(seed: int) -> np.random.Generator:
    """Return the generator that a policy is drawn with."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_DRAWN,)))


def trained(
    scenario: Scenario, selector: str, information: str, settings: dict[str, Any], seed: int, curve: Curve | None = None
) -> Selector:
    """Train a selector from a seed, and mark its curve on the way.

    Raises
    ------
    ValueError
        If selector, class or settings are none, or the scenario has a single price: there is nothing to learn.
    """
    if scenario.auction.actions < 2:
        raise ValueError(f"expected auction.actions >= 2, got {scenario.auction.actions}: one price leaves no choice")
    config = config_of(selector, settings)
    learner = make_learner(scenario, information, config, seed)
    if isinstance(config, PpoConfig):
        return _ppo(learner, config, curve)
    return _in_batches(scenario, learner, config, seed, curve)


def _in_batches(scenario: Scenario, learner: Learner, config: Config, seed: int, curve: Curve | None) -> Selector:
    stream, done = Stream(scenario, seed), 0
    while done < config.rounds:
        batch = min(config.batch, config.rounds - done)
        learner.learn(stream.take(batch), done / config.rounds)
        done += batch
        if curve is not None:
            curve.mark(done, learner.selector)
    return learner.selector()


def _ppo(learner: Any, config: PpoConfig, curve: Curve | None) -> Selector:
    """Train with the library's loop, whose policy changes only between its rollouts."""

    def step(local: dict[str, Any], _: dict[str, Any]) -> bool:
        if curve is not None:
            curve.mark(int(local["self"].num_timesteps), learner.selector)
        return True

    learner.fit(config.rounds, step)
    selector: Selector = learner.selector()
    if curve is not None:
        curve.mark(config.rounds, lambda: selector)
    return selector
