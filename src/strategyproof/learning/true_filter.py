"""A bound for every selector that sees no bid of the round: the best price given all slots before it.

A round's matching value averages T slots, of which T - 1 are over when the round begins. Who knows the accuracies of
these slots and the scene of the last one knows the law of what is left to chance: each base station's accuracy in the
slot itself. Past bids are functions of past slots (c, which scales bids and v_0 alike, moves no choice of rho), so no
selector of class ``history`` knows more, and its best policy earns no more in expectation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from strategyproof.learning.stream import Array
from strategyproof.mechanism.market import equations as market
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.mechanism.rules.msb import msb
from strategyproof.mechanism.vocabulary import highest
from strategyproof.scenarios.sample import Rounds, draw_accuracy
from strategyproof.scenarios.schema import Scenario

__all__ = ["filtered_rho"]

_CHUNK = 256


def filtered_rho(scenario: Scenario, rounds: Rounds, draws: int = 256, seed: int = 0) -> Array:
    """Return the best rho of the grid of each round but the first T - 1, given the slots before it.

    Parameters
    ----------
    scenario
        The market; where the scene is among ``state.features``, the scene of the round's own slot is known too.
    rounds
        Rounds drawn from it.
    draws
        Accuracies of the round's own slot to average over, the same for all rounds. The policy is a little below the
        best for that.
    seed
        Seed of the draws.

    Raises
    ------
    ValueError
        If there are not more than T - 1 rounds, or each provider has its own common value, which then moves the choice.
    """
    slots = scenario.market.slots
    if scenario.valuation.common_value == "each":
        raise ValueError(
            'expected valuation.common_value = "one" for the true filter, got "each": c_n moves the choice then'
        )
    if rounds.scene.size < slots:
        raise ValueError(f"expected at least T = {slots} rounds, got {rounds.scene.size}; draw more")
    known = _known(_worth(scenario, rounds.accuracy), slots)
    weights = _scene_weights(scenario, rounds.scene[slots - 1 :], _scene_before(rounds.scene, slots))
    chances = [_worth(scenario, _accuracies(scenario, n, draws, seed)) for n in range(weights.shape[1])]
    prices = np.asarray(price_grid(scenario.auction.actions))
    brand = scenario.uav.zeta * rounds.brand_matching
    best = [
        _expected(known[:, part], chances, weights[part], prices, brand, slots).argmax(axis=1)
        for part in (slice(at, at + _CHUNK) for at in range(0, len(weights), _CHUNK))
    ]
    return prices[np.concatenate(best)]


def _worth(scenario: Scenario, accuracy: Array) -> Array:
    """Return omega_2 / (1 - R)^beta of single slots."""
    worth = scenario.valuation
    return market.matching_value(accuracy[None], worth.omega_2, worth.beta)


def _known(worth: Array, slots: int) -> Array:
    """Return what the slots before the round add up to, (N, rounds - T + 1)."""
    if slots == 1:
        return np.zeros_like(worth)
    return np.lib.stride_tricks.sliding_window_view(worth[:, :-1], slots - 1, axis=1).sum(axis=-1)


def _scene_before(scene: Array, slots: int) -> Array:
    return scene[max(slots - 2, 0) : len(scene) - 1] if slots > 1 else np.concatenate([scene[:1], scene[:-1]])


def _scene_weights(scenario: Scenario, now: Array, before: Array) -> Array:
    """Return the law of the scene of each round, (rounds, scenes)."""
    law = np.array([scene.weight for scene in scenario.accuracy.scenes])
    law = law / law.sum()
    if "scene" in scenario.state.features:
        return np.eye(len(law))[now]
    redrawn = 1 / scenario.accuracy.scene_slots
    return redrawn * law + (1 - redrawn) * np.eye(len(law))[before]


def _accuracies(scenario: Scenario, scene: int, draws: int, seed: int) -> Array:
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(scene,)))
    return draw_accuracy(scenario, np.full(draws, scene), rng)


def _expected(
    known: Array, chances: list[Any], weights: Array, prices: Array, brand: float, slots: int
) -> Array:  # fmt: skip
    """Return the expected reward of each round at each price, over c, (rounds, |A|)."""
    total = np.zeros((known.shape[1], len(prices)))
    for scene, chance in enumerate(chances):
        matching = (known[:, :, None] + chance[:, None, :]) / slots
        top, second = highest(matching, 1)[..., None], highest(matching, 2)[..., None]
        sold = msb(np.stack([top, second]), prices).wins[0]
        total += weights[:, scene : scene + 1] * np.where(sold, top, brand).mean(axis=1)
    return total
