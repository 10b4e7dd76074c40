"""Scenario files are strict, the default accounts for every value, and the market it draws is the one it promises."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from strategyproof.mechanism.market import equations as market
from strategyproof.mechanism.market.baselines import best_exogenous_rho, first_best, msb_surplus, optimal_rho
from strategyproof.mechanism.market.contract import contract_price
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.run import run
from strategyproof.scenarios.load import (
    PAPER_BASE_STATIONS,
    load_scenario,
    paper_variants,
    scenario_names,
    with_settings,
)
from strategyproof.scenarios.sample import Rounds, contract_from_history, draw, draw_history
from strategyproof.scenarios.schema import Scenario

DEFAULT = load_scenario()
SEED = 2024


@pytest.fixture(scope="module")
def rounds() -> Rounds:
    return draw(DEFAULT, 100_000, SEED)


@pytest.fixture(scope="module")
def history() -> Rounds:
    return draw_history(DEFAULT, 100_000, SEED)


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_default_states_the_settings_of_the_paper() -> None:
    assert 3 <= DEFAULT.market.base_stations <= 9
    assert DEFAULT.task.size_mb == (20.0, 40.0)
    assert DEFAULT.radio.uplink_bandwidth_mhz == DEFAULT.radio.downlink_bandwidth_mhz == (20.0, 60.0)
    assert DEFAULT.radio.uplink_power_units == DEFAULT.radio.downlink_power_units == (1.0, 10.0)
    assert DEFAULT.compute.gpu_units[1] == DEFAULT.compute.cpu_units[1] == 2
    assert (DEFAULT.compute.cycles_per_bit, DEFAULT.valuation.beta) == (0.5, 2)


def test_every_value_of_the_default_says_where_it_comes_from() -> None:
    text = resources.files("strategyproof.scenarios").joinpath("default.toml").read_text("utf-8")
    values = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    assert len(values) > 30
    for line in values:
        assert re.search(r"# (paper 6\.1|ours): .+", line), line


def test_variants_differ_in_the_number_of_base_stations_alone() -> None:
    variants = paper_variants()
    assert tuple(variant.market.base_stations for variant in variants) == PAPER_BASE_STATIONS == (3, 5, 7, 9)
    for variant in variants:
        assert with_settings(variant, {"name": "default", "market.base_stations": 5}) == DEFAULT


def test_a_file_may_extend_the_default(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text('extends = "default"\nname = "city"\n[market]\nbase_stations = 7\n')
    assert load_scenario(path) == with_settings(DEFAULT, {"name": "city", "market.base_stations": 7})


def test_a_scenario_survives_its_own_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(DEFAULT), type=Scenario) == DEFAULT
    assert msgspec.json.schema(Scenario)["$ref"].endswith("Scenario")


def test_a_scenario_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        DEFAULT.market.base_stations = 3  # type: ignore[misc]


def test_the_shipped_names() -> None:
    assert scenario_names() == ("default", "hidden")


def test_hidden_is_the_default_market_with_one_key_changed() -> None:
    features = ["size", "bandwidth", "power", "compute"]
    assert load_scenario("hidden") == with_settings(DEFAULT, {"name": "hidden", "state.features": features})


def test_a_file_may_extend_a_scenario_that_extends_another(tmp_path: Path) -> None:
    path = tmp_path / "far.toml"
    path.write_text('extends = "hidden"\nname = "far"\n[market]\nbase_stations = 7\n')
    assert load_scenario(path) == with_settings(load_scenario("hidden"), {"name": "far", "market.base_stations": 7})


EACH = with_settings(DEFAULT, {"valuation.common_value": "each"})


def test_each_provider_may_have_its_own_common_value() -> None:
    one, each = draw(DEFAULT, 200), draw(EACH, 200)
    assert (one.latency == each.latency).all()
    assert (one.matching == each.matching).all()
    assert each.common.shape == (DEFAULT.market.base_stations + 1, 200)
    assert (each.bids == each.common[1:] * each.matching).all()
    assert (each.brand_value == each.common[0] * each.brand_matching).all()
    recent = each.latency[:, : DEFAULT.market.slots]  # a round averages the slots that end with it
    fifth = DEFAULT.valuation.omega_1 * (1 / recent).mean(axis=1)
    assert each.common[:, DEFAULT.market.slots - 1] == pytest.approx(fifth, rel=1e-14)


def test_a_fast_provider_wins_more_only_where_its_speed_is_its_own() -> None:
    gaps = []
    for scenario in (DEFAULT, EACH):
        drawn = draw(scenario, 20_000)
        top = drawn.bids.argmax(axis=0)
        gaps.append(drawn.latency[1:].mean() - drawn.latency[top + 1, np.arange(len(top))].mean())
    assert abs(gaps[0]) < 0.05
    assert gaps[1] > 0.1


def test_a_scenario_that_names_the_older_reading_is_the_older_scenario() -> None:
    assert "common_value" not in msgspec.to_builtins(DEFAULT)["valuation"]
    assert with_settings(DEFAULT, {"valuation.common_value": "one"}) == DEFAULT


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("market.base_station", 3, r"market.base_station: unknown key; did you mean market.base_stations\?; rename it"),
        ("markt.slots", 3, r"markt: unknown key; did you mean market\?"),
        (
            "market.zzz",
            3,
            r"market.zzz: unknown key \(known: market.base_stations, market.slots\); rename it or remove",
        ),
        ("market.slots.x", 3, "market.slots.x: market.slots is a value, not a table; set market.slots itself"),
        (
            "market.base_stations",
            1,
            "market.base_stations: expected `int` >= 2, got 1; it is N, the number of base stations, and 5 in",
        ),
        ("market.slots", 2.5, "market.slots: expected `int`, got 2.5"),
        ("sampling.seed", True, "sampling.seed: expected `int`, got True"),
        ("radio.noise_w", -1.0, "radio.noise_w: expected `float` > 0.0, got -1.0; it is sigma.2, W over the band"),
        ("radio.noise_w", float("nan"), "radio.noise_w: expected a finite number, got nan; it is sigma.2"),
        ("radio.power_unit_w", float("inf"), "radio.power_unit_w: expected a finite number, got inf"),
        (
            "radio.uplink_bandwidth_mhz",
            [0, 3],
            r"radio.uplink_bandwidth_mhz\[0\]: expected `float` > 0.0, got 0; it is B_u",
        ),
        ("radio.uplink_bandwidth_mhz", [3], "radio.uplink_bandwidth_mhz: expected `array` of length 2"),
        (
            "task.size_mb",
            [40, 20],
            r"task.size_mb: expected \[low, high\] with low <= high, got \[40.0, 20.0\]; swap them",
        ),
        ("task", 3, "task: expected a table, got 3"),
        (
            "valuation.common_value",
            "all",
            "valuation.common_value: expected one of one, each, got 'all'; it is whose c",
        ),
        (
            "accuracy.cap",
            1.0,
            "accuracy.cap: expected `float` < 1.0, got 1.0; it is highest accuracy, .* the pole of eq. 10",
        ),
        ("uav.accuracy", 0.995, "uav.accuracy: expected at most accuracy.cap = 0.99, got 0.995; lower it, or raise"),
        (
            "accuracy.scenes",
            [{"name": "a", "floor": 0.2, "wight": 1.0}],
            r"accuracy.scenes\[0\].wight: unknown key; did you mean accuracy.scenes\[0\].weight\?",
        ),
        (
            "accuracy.scenes",
            [{"name": "a", "floor": 0.99, "weight": 1.0}],
            r"accuracy.scenes\[0\].floor: expected a floor below 0.989\d* \(accuracy.cap in pixels\), got 0.99; ",
        ),
        (
            "accuracy.scenes",
            [{"name": "a", "floor": 0.1, "weight": 1.0}] * 2,
            r"accuracy.scenes: expected names that differ, got \['a', 'a'\]; rename one",
        ),
        ("accuracy.scenes", [], r"accuracy.scenes: expected `array` of length >= 1, got \[\]"),
        (
            "state.features",
            ["scene", "bids"],
            r"state.features\[1\]: expected one of scene, size, bandwidth, power, compute, got 'bids'",
        ),
        ("state.features", ["size", "size"], r"state.features: expected features that differ, got \['size', 'size'\]"),
    ],
)
def test_a_bad_value_names_key_value_and_fix(key: str, value: Any, text: str) -> None:
    with pytest.raises(ValueError, match=f"^scenario default: {text}"):
        load_scenario("default", {key: value})
    with pytest.raises(ValueError, match=text):
        with_settings(DEFAULT, {key: value})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a = \n", "expected TOML in UTF-8, got .*line 1"),
        ('extends = "defualt"\n', r"extends: expected one of default, hidden, got 'defualt'; did you mean default\?"),
        ('extends = "default"\n[radoi]\n', r"radoi: unknown key; did you mean radio\?"),
        (
            'name = "x"\n',
            'market: expected a value, got none; see the default scenario, or start the file with extends = "d',
        ),
    ],
)
def test_a_bad_file_names_itself(tmp_path: Path, content: str, text: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content)
    with pytest.raises(ValueError, match=text) as caught:
        load_scenario(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_an_unknown_scenario_suggests_a_name() -> None:
    with pytest.raises(
        ValueError, match=r"one of default, hidden, got defalt \(No such file or directory\); did you mean default\?"
    ):
        load_scenario("defalt")


# --- the rounds -----------------------------------------------------------------------------------------------------


def test_same_seed_same_rounds_and_streams_apart() -> None:
    again = draw(DEFAULT, 50, SEED)
    assert np.array_equal(draw(DEFAULT, 50, SEED).bids, again.bids)
    assert not np.array_equal(draw(DEFAULT, 50, SEED + 1).bids, again.bids)
    assert not np.array_equal(draw_history(DEFAULT, 50, SEED).bids, again.bids)
    rng = np.random.default_rng(1)
    assert not np.array_equal(draw(DEFAULT, 50, rng).bids, draw(DEFAULT, 50, rng).bids)
    assert draw(DEFAULT).common.shape == (DEFAULT.sampling.rounds,)


@pytest.mark.parametrize("scenario", paper_variants(), ids=lambda scenario: scenario.name)
def test_shapes(scenario: Scenario) -> None:
    n = scenario.market.base_stations
    drawn = draw(scenario, 40, 0)
    for field in dataclasses.fields(drawn.links):
        column = getattr(drawn.links, field.name)
        assert column.shape == ((40,) if field.name in ("size", "uplink_power") else (n + 1, 40)), field.name
    for name in ("uplink_rate", "downlink_rate", "uplink_latency", "processing_latency", "downlink_latency", "latency"):
        assert getattr(drawn, name).shape == (n + 1, 40), name
    assert drawn.accuracy.shape == drawn.matching.shape == drawn.bids.shape == (n, 40)
    assert drawn.values.shape == (40, n)
    assert drawn.common.shape == drawn.brand_value.shape == drawn.scene.shape == (40,)
    assert drawn.state.shape == (40, len(drawn.state_names))
    assert np.array_equal(np.stack(drawn.top_two), np.sort(drawn.bids, axis=0)[[-1, -2]])


def test_rounds_follow_the_equations(rounds: Rounds) -> None:
    """Round k, provider n, computed again one number at a time."""
    links, k, n = rounds.links, 17, 2
    noise = DEFAULT.radio.noise_w
    up = market.uplink_rate(links.uplink_bandwidth[n, k], links.uplink_gain[n, k], links.uplink_power[k], noise)
    down = market.downlink_rate(
        links.downlink_bandwidth[n, k], links.downlink_gain[n, k], links.downlink_power[n, k], noise
    )
    parts = (
        market.uplink_latency(links.size[k], up),
        market.processing_latency(links.size[k], 0.5, links.gpu[n, k], links.cpu[n, k]),
        market.downlink_latency(links.size[k], down),
    )
    assert rounds.latency[n, k] == pytest.approx(float(market.total_latency(*parts)), rel=1e-14)
    window = range(k - DEFAULT.market.slots + 1, k + 1)
    common = market.common_value([float(rounds.latency[:, t].mean()) for t in window], 6.0)
    assert rounds.common[k] == pytest.approx(common, rel=1e-14)
    matching = market.matching_value([float(rounds.accuracy[n, t]) for t in window], 0.25)
    assert rounds.matching[n, k] == pytest.approx(matching, rel=1e-14)
    assert rounds.bids[n, k] == rounds.common[k] * rounds.matching[n, k]
    assert rounds.brand_value[k] == rounds.common[k] * rounds.brand_matching
    assert rounds.brand_matching == pytest.approx(float(Fraction(1, 4) / Fraction(3, 10) ** 2))


def test_rounds_run_as_auctions(rounds: Rounds) -> None:
    """The bids go to the mechanism as they are, and eq. 12 of its outcome is what the baseline computes."""
    outcome = run(MECHANISMS["msb"], rounds.values, rho=1.25)
    earned = market.surplus(outcome.wins, rounds.values, rounds.brand_value, zeta=DEFAULT.uav.zeta)
    assert earned.shape == rounds.common.shape
    assert earned.mean() == pytest.approx(msb_surplus(1.25, rounds.brand_value, *rounds.top_two), rel=1e-12)


def test_draws_stay_in_the_ranges_of_the_paper(rounds: Rounds) -> None:
    links = rounds.links
    for column, low, high in (
        (links.size, 160e6, 320e6),
        (links.uplink_bandwidth, 20e6, 60e6),
        (links.downlink_bandwidth, 20e6, 60e6),
        (links.uplink_power, 0.1, 1.0),
        (links.downlink_power, 0.1, 1.0),
        (links.gpu, 0.5e8, 2e8),
        (links.cpu, 0.5e8, 2e8),
    ):
        assert low <= column.min() < low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) < column.max() <= high
    assert links.uplink_gain.mean() == pytest.approx(1e-10, rel=0.01)


def test_latencies_are_of_1_to_100_seconds(rounds: Rounds) -> None:
    """Fading has no floor, so a latency has no ceiling: what is promised are quantiles, and this seed's extremes."""
    low, median, high = np.quantile(rounds.latency, [0.0001, 0.5, 0.9999])
    assert 2 < low < 3
    assert 5 < median < 6
    assert 12 < high < 20
    assert rounds.latency.min() > 1
    assert rounds.latency.max() < 100


def test_accuracies_are_counts_of_pixels_below_the_cap(rounds: Rounds) -> None:
    counts = rounds.accuracy * DEFAULT.accuracy.pixels
    assert np.array_equal(counts, np.round(counts))
    assert rounds.accuracy.max() <= DEFAULT.accuracy.cap < 1
    floors = np.array([scene.floor for scene in DEFAULT.accuracy.scenes])[rounds.scene]
    assert (rounds.accuracy >= floors - 1 / DEFAULT.accuracy.pixels).all()


def test_one_slot_of_one_scene_is_a_power_law() -> None:
    """With T = 1, a floor of 1/2 and omega_2 = 1/4, m is Pareto(2) from 1 on, up to pixels and cap.

    A pixel moves 1 - R by 1/4096, so the share above x lies between those of its neighbours on either side.
    """
    scene = {"name": "only", "floor": 0.5, "weight": 1.0}
    scenario = with_settings(DEFAULT, {"market.slots": 1, "accuracy.scenes": [scene], "accuracy.scene_slots": 1.0})
    matching = draw(scenario, 100_000, 3).matching
    for x in (1.5, 2.0, 4.0, 10.0):
        missed = 0.5 / np.sqrt(x)
        share = (matching > x).mean()
        error = 4 * np.sqrt(x**-2 / matching.size)
        assert (2 * (missed - 1 / 4096)) ** 4 - error <= share <= (2 * missed) ** 4 + error


def test_common_and_matching_values_are_independent() -> None:
    """Rounds T slots apart or more, in scenes drawn anew each slot, are independent draws of (c, m)."""
    scenario = with_settings(DEFAULT, {"accuracy.scene_slots": 1.0})
    drawn = draw(scenario, 200_000, SEED)
    step = scenario.market.slots
    common, matching = drawn.common[::step], np.log(drawn.matching[:, ::step])
    bound = 4 / np.sqrt(common.size)
    for column in matching:
        assert abs(np.corrcoef(common, column)[0, 1]) < bound
    assert abs(np.corrcoef(np.abs(common - common.mean()), matching.max(axis=0))[0, 1]) < bound


def test_neither_side_always_wins(rounds: Rounds, history: Rounds) -> None:
    """Shares of the UAV with rho from an independent history, this seed; the rounds of one scene are dependent."""
    market_ = (rounds.brand_value, *rounds.top_two)
    optimal = optimal_rho(history.brand_value, history.top_two[1])
    best = best_exogenous_rho(history.brand_value, *history.top_two)
    bound = first_best(rounds.brand_value, rounds.top_two[0]).mean()
    for rho in (optimal, best.rho):
        share = 1 - (rounds.top_two[0] > rho * rounds.top_two[1]).mean()
        assert 0.3 < share < 0.7
        assert msb_surplus(1.0, *market_) < msb_surplus(rho, *market_) < bound
    assert (rounds.top_two[0] > rounds.top_two[1]).mean() > 0.999
    assert 0.4 < (rounds.brand_value >= rounds.top_two[0]).mean() < 0.6


def test_the_state_is_worth_seeing(rounds: Rounds, history: Rounds) -> None:
    """The best rho of each scene beats the best constant rho on rounds that neither was computed from."""
    constant = msb_surplus(
        best_exogenous_rho(history.brand_value, *history.top_two).rho, rounds.brand_value, *rounds.top_two
    )
    total = 0.0
    for scene in range(len(DEFAULT.accuracy.scenes)):
        past, now = history.scene == scene, rounds.scene == scene
        rho = best_exogenous_rho(history.brand_value[past], *(v[past] for v in history.top_two)).rho
        total += msb_surplus(rho, rounds.brand_value[now], *(v[now] for v in rounds.top_two)) * now.mean()
    assert total > 1.03 * constant


def test_the_contract_price_comes_from_the_history() -> None:
    history = draw_history(DEFAULT, 5000, SEED)
    contract = contract_from_history(DEFAULT, 5000, SEED)
    assert contract == contract_price(history.bids.max(axis=0), history.brand_value)
    assert contract.kind == "interior"
    assert contract.expected_value == pytest.approx(3.03, rel=0.02)


def test_the_state_holds_no_bid() -> None:
    """Two markets that differ in accuracies alone, and so in every bid, look the same to a blind selector."""
    other = with_settings(DEFAULT, {"accuracy.tail": 1.0, "valuation.omega_2": 9.0, "uav.accuracy": 0.1})
    ours, theirs = draw(DEFAULT, 500, SEED), draw(other, 500, SEED)
    assert np.array_equal(ours.state, theirs.state)
    assert not np.isclose(ours.bids, theirs.bids).any()


def test_the_state_is_scaled_and_named(rounds: Rounds) -> None:
    assert rounds.state_names[:3] == ("share of slots: clear", "share of slots: mixed", "share of slots: cluttered")
    assert rounds.state.shape[1] == len(set(rounds.state_names)) == 10
    assert 0 <= rounds.state.min() < rounds.state.max() <= 1
    assert np.allclose(rounds.state[:, :3].sum(axis=1), 1)
    only = draw(with_settings(DEFAULT, {"state.features": ["size"]}), 10, SEED)
    assert only.state_names == ("size",)


def test_a_range_of_one_point() -> None:
    fixed = draw(with_settings(DEFAULT, {"task.size_mb": [30, 30]}), 10, SEED)
    assert (fixed.links.size == 240e6).all()
    assert (fixed.state[:, fixed.state_names.index("size")] == 0).all()


@pytest.mark.parametrize("call", [draw, draw_history, contract_from_history])
def test_no_rounds_is_an_error(call: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="expected at least one round to draw, got 0; give rounds >= 1"):
        call(DEFAULT, 0, 1)


def test_a_window_changes_what_is_bid_in_its_last_round_and_nothing_else() -> None:
    rounds = draw(load_scenario("default"), 12, 3)
    bids = rounds.bids[:, 7] * 2 + 1
    window = rounds.window(3, 7, bids)
    assert (window.bids[:, :-1] == rounds.bids[:, 3:7]).all()
    assert (window.bids[:, -1] == bids).all()
    assert window.matching[:, -1] * window.common[-1] == pytest.approx(bids)
    assert np.isnan(window.accuracy[:, -1]).all()
    for name in ("state", "brand_value", "common", "latency", "scene"):
        now = slice(3, 8)
        whole = getattr(rounds, name)
        kept = whole[now] if name in ("state", "brand_value") else whole[..., now]
        assert (getattr(window, name) == kept).all(), name
    assert (window.links.size == rounds.links.size[3:8]).all()
    assert (window.top_two[0][:-1] == rounds.top_two[0][3:7]).all()
    assert window.top_two[0][-1] == bids.max()
