"""What a scenario holds, with the unit and the range of every value.

Each table of the TOML file is one frozen struct. Ranges that concern one value stand in its type; those that concern
several values stand in :func:`conflicts`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

import msgspec

__all__ = [
    "Accuracy",
    "Auction",
    "CommonValue",
    "Compute",
    "Feature",
    "Market",
    "Radio",
    "Sampling",
    "Scenario",
    "Scene",
    "State",
    "Task",
    "Uav",
    "Valuation",
    "conflicts",
]

Positive: TypeAlias = Annotated[float, msgspec.Meta(gt=0)]
Range: TypeAlias = tuple[Positive, Positive]
"""A uniform law: its low and its high end."""

Feature: TypeAlias = Literal["scene", "size", "bandwidth", "power", "compute"]

CommonValue: TypeAlias = Literal["one", "each"]
"""``one``: c is the same for all, from the mean latency of all providers, and v_n = c m_n with one c (eq. 11).
``each``: c_n is a provider's own, from its own latency, as the index of eq. 9 has it, and v_n = c_n m_n."""


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a scenario: strict, immutable, and without defaults."""


class Market(Table, frozen=True):
    """Who bids, and how long the averages of eqs. 9 and 10 are."""

    base_stations: Annotated[int, msgspec.Meta(ge=2, le=1000, description="N, the number of base stations")]
    slots: Annotated[int, msgspec.Meta(ge=1, le=1000, description="T, slots averaged by eqs. 9 and 10")]


class Task(Table, frozen=True):
    """The task of a round."""

    size_mb: Annotated[Range, msgspec.Meta(description="D_req = D_task, MB (1 MB = 8e6 bits)")]


class Radio(Table, frozen=True):
    """The links of eqs. 1 and 2."""

    uplink_bandwidth_mhz: Annotated[Range, msgspec.Meta(description="B_u, MHz")]
    downlink_bandwidth_mhz: Annotated[Range, msgspec.Meta(description="B_d, MHz")]
    uplink_power_units: Annotated[Range, msgspec.Meta(description="p_u, power units")]
    downlink_power_units: Annotated[Range, msgspec.Meta(description="p_d, power units")]
    power_unit_w: Annotated[float, msgspec.Meta(gt=0, description="the power unit, W")]
    path_gain_db: Annotated[float, msgspec.Meta(ge=-200, le=0, description="mean of g, dB")]
    fading_shape: Annotated[float, msgspec.Meta(ge=1, le=1000, description="m of Nakagami-m fading; 1 is Rayleigh")]
    noise_w: Annotated[float, msgspec.Meta(gt=0, description="sigma^2, W over the band")]


class Compute(Table, frozen=True):
    """The processors of eq. 4."""

    gpu_units: Annotated[Range, msgspec.Meta(description="f_g, GPU units")]
    cpu_units: Annotated[Range, msgspec.Meta(description="f_c, CPU units")]
    gpu_unit_cycles_per_s: Annotated[float, msgspec.Meta(gt=0, description="the GPU unit, cycles/s")]
    cpu_unit_bits_per_s: Annotated[float, msgspec.Meta(gt=0, description="the CPU unit, bit/s")]
    cycles_per_bit: Annotated[float, msgspec.Meta(gt=0, description="e_p, GPU cycles per bit")]


class Scene(Table, frozen=True):
    """A kind of picture, seen by all before the bids."""

    name: Annotated[str, msgspec.Meta(min_length=1, description="what reports call the scene")]
    floor: Annotated[float, msgspec.Meta(ge=0, lt=1, description="lowest accuracy of a base station, a ratio")]
    weight: Annotated[float, msgspec.Meta(gt=0, description="relative frequency of the scene")]


class Accuracy(Table, frozen=True):
    """The accuracies of eq. 8: 1 - R = (1 - floor) U^(1 / (2 tail)), U uniform, counted in pixels and capped."""

    pixels: Annotated[int, msgspec.Meta(ge=2, description="k, pixels of a picture")]
    cap: Annotated[float, msgspec.Meta(gt=0, lt=1, description="highest accuracy, a ratio below 1, the pole of eq. 10")]
    tail: Annotated[float, msgspec.Meta(gt=0, description="a: with beta = 2, m of one slot is Pareto(a) up to the cap")]
    scene_slots: Annotated[
        float, msgspec.Meta(ge=1, description="mean slots that a scene lasts; 1: drawn anew each slot")
    ]
    scenes: Annotated[tuple[Scene, ...], msgspec.Meta(min_length=1, description="the scenes")]


class Valuation(Table, frozen=True, omit_defaults=True):
    """The weights of eqs. 9 and 10, and whose the common value is.

    ``common_value`` came later than the other keys. It may be left out, and then means what files without it always
    meant; left out of what is hashed too, so weights that were trained before it keep their scenario.
    """

    omega_1: Annotated[float, msgspec.Meta(gt=0, description="omega_1 of eq. 9, value * s")]
    omega_2: Annotated[float, msgspec.Meta(gt=0, description="omega_2 of eq. 10, value")]
    beta: Annotated[float, msgspec.Meta(gt=0, le=10, description="beta of eq. 10")]
    common_value: Annotated[
        CommonValue, msgspec.Meta(description="whose c of eq. 9 is: `one` of all providers, or `each` its own")
    ] = "one"


class Uav(Table, frozen=True):
    """The UAV: the bidder that cannot value a single task."""

    accuracy: Annotated[float, msgspec.Meta(ge=0, lt=1, description="its constant accuracy, which makes m_0, a ratio")]
    zeta: Annotated[float, msgspec.Meta(gt=0, description="zeta of eq. 12, the weight of its surplus")]


class Auction(Table, frozen=True):
    """What a selector of rho can do."""

    actions: Annotated[int, msgspec.Meta(ge=1, le=10000, description="|A|: prices are 10^(a/|A|)")]


class State(Table, frozen=True):
    """What a selector of rho can see before the bids."""

    features: Annotated[tuple[Feature, ...], msgspec.Meta(min_length=1, description="parts of the market state")]


class Sampling(Table, frozen=True):
    """How much is drawn, and from which seed."""

    rounds: Annotated[int, msgspec.Meta(ge=1, description="auctions in one run")]
    history: Annotated[int, msgspec.Meta(ge=1, description="rounds of the independent history")]
    seed: Annotated[int, msgspec.Meta(ge=0, description="seed of every random stream")]


class Scenario(Table, frozen=True):
    """A market: every setting that a run depends on."""

    name: Annotated[str, msgspec.Meta(min_length=1, description="what reports call this market")]
    market: Market
    task: Task
    radio: Radio
    compute: Compute
    accuracy: Accuracy
    valuation: Valuation
    uav: Uav
    auction: Auction
    state: State
    sampling: Sampling


def conflicts(scenario: Scenario) -> Iterator[tuple[str, str, object, str]]:
    """Yield what contradicts itself across values: the key, what was expected, what was got, and the fix."""
    for table in ("task", "radio", "compute"):
        fields = msgspec.structs.asdict(getattr(scenario, table))
        for key, value in fields.items():
            if isinstance(value, tuple) and value[0] > value[1]:
                yield f"{table}.{key}", "[low, high] with low <= high", list(value), "swap them"
    accuracy = scenario.accuracy
    lowest = math.floor(accuracy.cap * accuracy.pixels) / accuracy.pixels
    for place, scene in enumerate(accuracy.scenes):
        if scene.floor >= lowest:
            key = f"accuracy.scenes[{place}].floor"
            yield key, f"a floor below {lowest:g} (accuracy.cap in pixels)", scene.floor, "lower it, or raise the cap"
    if scenario.uav.accuracy > accuracy.cap:
        got = scenario.uav.accuracy
        yield "uav.accuracy", f"at most accuracy.cap = {accuracy.cap:g}", got, "lower it, or raise the cap"
    names = [scene.name for scene in accuracy.scenes]
    if len(set(names)) < len(names):
        yield "accuracy.scenes", "names that differ", names, "rename one"
    if len(set(scenario.state.features)) < len(scenario.state.features):
        yield "state.features", "features that differ", list(scenario.state.features), "drop the repeated one"
