"""The policy of the true filter bounds what past rounds can teach, and beats what has no memory."""

import dataclasses

import numpy as np
import pytest

from strategyproof.experiments.measure import hold_out, parts_at
from strategyproof.learning.evaluate import Bench
from strategyproof.learning.true_filter import filtered_rho
from strategyproof.scenarios.load import load_scenario, with_settings
from strategyproof.scenarios.schema import Scenario


@pytest.mark.parametrize("name", ["default", "hidden"])
def test_the_filter_is_between_the_best_exogenous_rho_and_first_best(name: str) -> None:
    scenario = load_scenario(name)
    held, bench = hold_out(scenario, 4_000, 0), Bench(scenario, history=60_000)
    found = parts_at(held, filtered_rho(scenario, held.rounds, draws=64)[-4_000:]).total
    first = held.earned(bench.selectors["first-best"]).total
    assert held.earned(bench.best_exogenous).total < found < first
    assert found > 0.99 * first


def test_the_filter_knows_no_slot_of_the_round_itself(scenario: Scenario) -> None:
    """Two markets that differ in their last slot have the same prices."""
    held = hold_out(scenario, 50, 1)
    accuracy = np.array(held.rounds.accuracy)
    accuracy[:, -1] = accuracy[::-1, -1] * 0.9
    other = dataclasses.replace(held.rounds, accuracy=accuracy)
    assert (filtered_rho(scenario, held.rounds, 16) == filtered_rho(scenario, other, 16)).all()


def test_one_slot_is_all_chance() -> None:
    scenario = load_scenario("default", {"market.slots": 1, "accuracy.scene_slots": 1.0, "state.features": ["size"]})
    held = hold_out(scenario, 50, 1)
    assert len(set(filtered_rho(scenario, held.rounds, 64))) == 1


def test_where_each_has_its_own_common_value_there_is_no_filter(scenario: Scenario) -> None:
    each = with_settings(scenario, {"valuation.common_value": "each"})
    with pytest.raises(ValueError, match=r'expected valuation.common_value = "one" for the true filter, got "each"'):
        filtered_rho(each, hold_out(each, 10, 0).rounds)


def test_too_few_rounds_are_refused(scenario: Scenario) -> None:
    from strategyproof.scenarios.sample import draw

    with pytest.raises(ValueError, match="expected at least T = 5 rounds, got 3; draw more"):
        filtered_rho(scenario, draw(scenario, 3))
