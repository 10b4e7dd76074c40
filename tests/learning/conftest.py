"""These tests need the extra `learn`; without it they are skipped, and say so."""

import pytest

torch = pytest.importorskip("torch", reason="learning needs the extra `learn`: pip install 'strategyproof[learn]'")
pytest.importorskip("gymnasium", reason="learning needs the extra `learn`: pip install 'strategyproof[learn]'")

from strategyproof.learning.evaluate import Bench  # noqa: E402
from strategyproof.learning.stream import Batch, Stream  # noqa: E402
from strategyproof.scenarios.load import load_scenario  # noqa: E402
from strategyproof.scenarios.schema import Scenario  # noqa: E402


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("default")


@pytest.fixture(scope="session")
def bench(scenario: Scenario) -> Bench:
    return Bench(scenario, rounds=10_000, history=60_000)


@pytest.fixture
def batch(scenario: Scenario) -> Batch:
    return Stream(scenario, 0).take(512)
