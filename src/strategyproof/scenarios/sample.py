"""Draw rounds of a scenario's market: seeded, vectorised, and computed by ``mechanism.market.equations`` alone.

The market is one sequence of slots, an auction in each. Round k sees eqs. 9 and 10 averaged over the T slots that end
with it, so rounds closer than T slots (or than the life of a scene) are dependent, and none depends on who won before.

Two things the paper leaves open are settled here:

* The common value. The paper writes c_n (eq. 9) and calls it common. ``valuation.common_value = "one"``: eq. 9 takes
  the mean latency over all providers, so that v_n = c m_n with one c (eq. 11), which is what adverse selection is
  about; a provider's own latency is reported, and does not move its bid. ``"each"``: c_n is the provider's own, so a
  fast provider bids more, and who wins moves the delay; then c is not common, and freedom from adverse selection, a
  statement about a common factor of all bids and v_0, covers only what the latencies share.
* The UAV cannot value a single task. Its value is v_0 = c m_0 (c_0 m_0), with m_0 that of a constant accuracy (eq. 10).

Latencies and accuracies come from separate draws: c and m are independent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.mechanism.market import equations as market
from strategyproof.mechanism.market.contract import Contract, contract_price
from strategyproof.scenarios.schema import Range, Scenario

__all__ = ["Links", "Rounds", "Seed", "contract_from_history", "draw", "draw_accuracy", "draw_history"]

Floats: TypeAlias = NDArray[np.float64]
Seed: TypeAlias = int | np.random.Generator
"""A seed, or a generator, from which successive calls draw on."""

_ROUNDS, _HISTORY = 0, 1
_MB = 8e6


@dataclass(frozen=True, slots=True)
class Links:
    """What the providers work with in each round; arrays of shape (N + 1, rounds), the UAV at 0, or (rounds,).

    Attributes
    ----------
    size
        D_req = D_task, bits, (rounds,).
    uplink_power, downlink_power
        p_u of the user, W, (rounds,); p_d of each provider, W.
    uplink_bandwidth, downlink_bandwidth
        B_u, B_d, Hz.
    uplink_gain, downlink_gain
        g, a ratio.
    gpu, cpu
        f_g, GPU cycles/s; f_c, bit/s.
    """

    size: Floats
    uplink_power: Floats
    downlink_power: Floats
    uplink_bandwidth: Floats
    downlink_bandwidth: Floats
    uplink_gain: Floats
    downlink_gain: Floats
    gpu: Floats
    cpu: Floats


@dataclass(frozen=True)
class Rounds:
    """Rounds of a market, the bidder on axis 0 and the round on the last.

    Attributes
    ----------
    links
        What the providers worked with.
    uplink_rate, downlink_rate
        R_u, R_d of eqs. 1 and 2, bit/s, (N + 1, rounds); provider 0 is the UAV.
    uplink_latency, processing_latency, downlink_latency, latency
        T_u, T_p, T_d and T of eqs. 3 to 6, s, (N + 1, rounds).
    scene
        Index of the scene of the round's own slot, (rounds,).
    accuracy
        R of the base stations in the round's own slot (eq. 8), (N, rounds).
    common
        c of eq. 9: (rounds,) where it is one for all, (N + 1, rounds) where each provider has its own, the UAV at 0.
    matching
        m_n of eq. 10, (N, rounds).
    bids
        v_n = c m_n of eq. 11, (N, rounds): the truthful bids of the base stations.
    brand_matching
        m_0, a number.
    brand_value
        v_0 = c m_0, (rounds,).
    state
        What a selector may see before the bids, (rounds, features), every entry in [0, 1].
    state_names
        What each column of ``state`` holds.
    """

    links: Links
    uplink_rate: Floats
    downlink_rate: Floats
    uplink_latency: Floats
    processing_latency: Floats
    downlink_latency: Floats
    latency: Floats
    scene: NDArray[np.intp]
    accuracy: Floats
    common: Floats
    matching: Floats
    bids: Floats
    brand_matching: float
    brand_value: Floats
    state: Floats
    state_names: tuple[str, ...]

    def window(self, first: int, last: int, bids: Floats) -> Rounds:
        """Return the rounds from ``first`` to ``last``, in the last of which the base stations bid otherwise.

        Everything else that is theirs in the last round goes with the bids: m_n is b_n / c, and the accuracy from which
        it came is NaN.

        Parameters
        ----------
        first, last
            Numbers of rounds, both among those returned.
        bids
            b_n of the last round, (N,).
        """
        now, own = slice(first, last + 1), {"links", "brand_matching", "state", "state_names", "brand_value", "bids"}
        kept = {name: getattr(self, name)[..., now] for name in (each.name for each in fields(self)) if name not in own}
        told, matching, accuracy = self.bids[:, now].copy(), kept["matching"].copy(), kept["accuracy"].copy()
        told[:, -1], matching[:, -1], accuracy[:, -1] = bids, bids / kept["common"][-1], np.nan
        return replace(
            self,
            **kept | {"matching": matching, "accuracy": accuracy},
            links=Links(*(getattr(self.links, name)[..., now] for name in Links.__slots__)),
            bids=told,
            brand_value=self.brand_value[now],
            state=self.state[now],
        )

    @property
    def values(self) -> Floats:
        """The valuations v_n with the round first, (rounds, N): a view of ``bids``."""
        return self.bids.T

    @cached_property
    def top_two(self) -> tuple[Floats, Floats]:
        """v_(1) and v_(2), each (rounds,)."""
        first, second = np.maximum(self.bids[0], self.bids[1]), np.minimum(self.bids[0], self.bids[1])
        for bid in self.bids[2:]:
            second = np.maximum(second, np.minimum(first, bid))
            first = np.maximum(first, bid)
        return first, second


def draw(scenario: Scenario, rounds: int | None = None, seed: Seed | None = None) -> Rounds:
    """Draw rounds of the scenario's market.

    Parameters
    ----------
    scenario
        The market.
    rounds
        How many rounds, at least 1; the scenario's by default.
    seed
        A seed (the scenario's by default), or a generator to draw on from.

    Raises
    ------
    ValueError
        If ``rounds`` is below 1.
    """
    count = scenario.sampling.rounds if rounds is None else rounds
    return _draw(scenario, count, _stream(scenario, seed, _ROUNDS))


def draw_history(scenario: Scenario, rounds: int | None = None, seed: Seed | None = None) -> Rounds:
    """Draw past rounds: as :func:`draw`, from a stream that is independent of it for the same seed.

    Raises
    ------
    ValueError
        If ``rounds`` is below 1.
    """
    count = scenario.sampling.history if rounds is None else rounds
    return _draw(scenario, count, _stream(scenario, seed, _HISTORY))


def contract_from_history(scenario: Scenario, rounds: int | None = None, seed: Seed | None = None) -> Contract:
    """Return the UAV's contract price (eq. 13) from the rounds of :func:`draw_history`."""
    history = draw_history(scenario, rounds, seed)
    return contract_price(history.top_two[0], history.brand_value)


def _stream(scenario: Scenario, seed: Seed | None, use: int) -> np.random.Generator:
    if isinstance(seed, np.random.Generator):
        return seed
    entropy = scenario.sampling.seed if seed is None else seed
    return np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=(use,)))


def _draw(scenario: Scenario, rounds: int, rng: np.random.Generator) -> Rounds:
    if rounds < 1:
        raise ValueError(f"expected at least one round to draw, got {rounds}; give rounds >= 1")
    slots = rounds + scenario.market.slots - 1
    links = _draw_links(scenario, slots, rng)
    served = _serve(scenario, links)
    scenes = _draw_scenes(scenario, slots, rng)
    accuracy = draw_accuracy(scenario, scenes, rng)
    worth, ours = scenario.valuation, slice(scenario.market.slots - 1, None)
    own = worth.common_value == "each"
    felt = served["latency"] if own else served["latency"].mean(axis=0)
    common = market.common_value(_windows(scenario, felt), worth.omega_1)
    matching = market.matching_value(_windows(scenario, accuracy), worth.omega_2, worth.beta)
    brand = float(market.matching_value([scenario.uav.accuracy], worth.omega_2, worth.beta))
    now = Links(**{name: getattr(links, name)[..., ours] for name in Links.__slots__})
    names, state = _state(scenario, now, _windows(scenario, scenes))
    return Rounds(
        links=now,
        **{name: values[:, ours] for name, values in served.items()},
        scene=scenes[ours],
        accuracy=accuracy[:, ours],
        common=common,
        matching=matching,
        bids=market.valuation(common[1:] if own else common, matching),
        brand_matching=brand,
        brand_value=market.valuation(common[0] if own else common, brand),
        state=state,
        state_names=names,
    )


def _windows(scenario: Scenario, values: NDArray[Any]) -> NDArray[Any]:
    """Return, on a new axis 0, the T slots that end with each round; a view."""
    windows = np.lib.stride_tricks.sliding_window_view(values, scenario.market.slots, axis=-1)
    return np.moveaxis(windows, -1, 0)


def _draw_links(scenario: Scenario, slots: int, rng: np.random.Generator) -> Links:
    radio, compute = scenario.radio, scenario.compute
    providers = (scenario.market.base_stations + 1, slots)
    gain = 10 ** (radio.path_gain_db / 10) / radio.fading_shape
    return Links(
        size=_uniform(rng, scenario.task.size_mb, _MB, slots),
        uplink_power=_uniform(rng, radio.uplink_power_units, radio.power_unit_w, slots),
        downlink_power=_uniform(rng, radio.downlink_power_units, radio.power_unit_w, providers),
        uplink_bandwidth=_uniform(rng, radio.uplink_bandwidth_mhz, 1e6, providers),
        downlink_bandwidth=_uniform(rng, radio.downlink_bandwidth_mhz, 1e6, providers),
        uplink_gain=gain * rng.standard_gamma(radio.fading_shape, providers),
        downlink_gain=gain * rng.standard_gamma(radio.fading_shape, providers),
        gpu=_uniform(rng, compute.gpu_units, compute.gpu_unit_cycles_per_s, providers),
        cpu=_uniform(rng, compute.cpu_units, compute.cpu_unit_bits_per_s, providers),
    )


def _uniform(rng: np.random.Generator, law: Range, unit: float, shape: int | tuple[int, int]) -> Floats:
    return rng.uniform(law[0] * unit, law[1] * unit, shape)


def _serve(scenario: Scenario, links: Links) -> dict[str, Floats]:
    """Return rates and latencies, eqs. 1 to 6, of every provider in every slot."""
    noise = scenario.radio.noise_w
    up = market.uplink_rate(links.uplink_bandwidth, links.uplink_gain, links.uplink_power, noise)
    down = market.downlink_rate(links.downlink_bandwidth, links.downlink_gain, links.downlink_power, noise)
    sent = market.uplink_latency(links.size, up)
    processed = market.processing_latency(links.size, scenario.compute.cycles_per_bit, links.gpu, links.cpu)
    returned = market.downlink_latency(links.size, down)
    return {
        "uplink_rate": up,
        "downlink_rate": down,
        "uplink_latency": sent,
        "processing_latency": processed,
        "downlink_latency": returned,
        "latency": market.total_latency(sent, processed, returned),
    }


def _draw_scenes(scenario: Scenario, slots: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return the scene of each slot: redrawn with probability 1 / scene_slots, held otherwise."""
    weights = np.array([scene.weight for scene in scenario.accuracy.scenes])
    drawn = rng.choice(len(weights), size=slots, p=weights / weights.sum())
    redrawn = rng.random(slots) * scenario.accuracy.scene_slots < 1
    redrawn[0] = True
    kept: NDArray[np.intp] = drawn[np.maximum.accumulate(np.where(redrawn, np.arange(slots), 0))]
    return kept


def draw_accuracy(scenario: Scenario, scenes: NDArray[np.intp], rng: np.random.Generator) -> Floats:
    """Return the accuracy of each base station in each slot: a count of pixels, at most the cap."""
    law = scenario.accuracy
    floors = np.array([scene.floor for scene in law.scenes])[scenes]
    uniform = rng.random((scenario.market.base_stations, len(scenes)))
    share = 1 - (1 - floors) * uniform ** (1 / (2 * law.tail))
    matching = np.floor(np.minimum(share, law.cap) * law.pixels)
    result: Floats = market.accuracy(matching, law.pixels)
    return result


def _state(scenario: Scenario, links: Links, scenes: NDArray[np.intp]) -> tuple[tuple[str, ...], Floats]:
    """Return the market state of each round: no bid, no accuracy, and every entry in [0, 1]."""
    radio, compute, unit = scenario.radio, scenario.compute, scenario.radio.power_unit_w
    kinds = enumerate(scenario.accuracy.scenes)
    columns = {
        "scene": {f"share of slots: {scene.name}": (scenes == n).mean(axis=0) for n, scene in kinds},
        "size": {"size": _scaled(links.size, scenario.task.size_mb, _MB)},
        "bandwidth": {
            "mean uplink bandwidth": _scaled(links.uplink_bandwidth, radio.uplink_bandwidth_mhz, 1e6),
            "mean downlink bandwidth": _scaled(links.downlink_bandwidth, radio.downlink_bandwidth_mhz, 1e6),
        },
        "power": {
            "uplink power": _scaled(links.uplink_power, radio.uplink_power_units, unit),
            "mean downlink power": _scaled(links.downlink_power, radio.downlink_power_units, unit),
        },
        "compute": {
            "mean GPU speed": _scaled(links.gpu, compute.gpu_units, compute.gpu_unit_cycles_per_s),
            "mean CPU speed": _scaled(links.cpu, compute.cpu_units, compute.cpu_unit_bits_per_s),
        },
    }
    seen = {name: column for feature in scenario.state.features for name, column in columns[feature].items()}
    return tuple(seen), np.stack(list(seen.values()), axis=-1)


def _scaled(values: Floats, law: Range, unit: float) -> Floats:
    """Return the mean over providers, 0 at the low end of its range and 1 at the high end (0 if they coincide)."""
    low, high = law[0] * unit, law[1] * unit
    mean = values.mean(axis=0) if values.ndim > 1 else values
    return (mean - low) / (high - low) if high > low else np.zeros_like(mean)
