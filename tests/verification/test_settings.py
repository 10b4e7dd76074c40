"""The settings of a scenario in a report: each with its own source."""

from strategyproof.scenarios.load import load_scenario, with_settings
from strategyproof.verification.settings import settings


def test_every_setting_of_the_default_has_its_own_source() -> None:
    sources = {line.name: line.source for line in settings(load_scenario("default"))}
    assert all(sources.values())
    scenes = [sources[f"accuracy.scenes[{place}].name"] for place in range(3)]
    assert scenes == ["ours: an open road", "ours: a street", "ours: a crowd"]


def test_a_changed_setting_is_the_scenarios_own() -> None:
    scenario = with_settings(load_scenario("default"), {"market.base_stations": 3})
    sources = {line.name: line.source for line in settings(scenario)}
    assert sources["market.base_stations"] == f"scenario {scenario.name}"
    assert sources["valuation.beta"] == "paper 6.1: beta = 2"
