"""A market, its bench and some rounds. What trains needs the extra `learn` and is skipped without it, file by file."""

import pytest

from strategyproof.learning.evaluate import Bench
from strategyproof.learning.stream import Batch, Stream
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.schema import Scenario


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("default")


@pytest.fixture(scope="session")
def bench(scenario: Scenario) -> Bench:
    return Bench(scenario, rounds=10_000, history=60_000)


@pytest.fixture
def batch(scenario: Scenario) -> Batch:
    return Stream(scenario, 0).take(512)
