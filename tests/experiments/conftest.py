"""Experiments train selectors: these tests need the extra `learn`; without it they are skipped, and say so."""

from collections.abc import Iterator

import pytest

torch = pytest.importorskip("torch", reason="experiments need the extra `learn`: make learn")
pytest.importorskip("gymnasium", reason="experiments need the extra `learn`: make learn")

from strategyproof.experiments.jobs import LearnedJob, RulesJob  # noqa: E402
from strategyproof.experiments.plan import Budget, Plan  # noqa: E402
from strategyproof.scenarios.load import load_scenario  # noqa: E402

TINY = Budget(
    seeds=2, rounds=1024, short=1024, long=1024, single=(16, 1), held_out=300, history=600, patience=1,
    joint=512, points=3,
)  # fmt: skip
"""Enough to run everything, too little to learn anything."""


@pytest.fixture(autouse=True)
def _subnormals_count_again() -> Iterator[None]:
    """A learner sets the processor's mode for its thread, which would outlive the test."""
    yield
    torch.set_flush_denormal(False)


@pytest.fixture
def plan() -> Plan:
    return Plan(load_scenario("default"), TINY)


@pytest.fixture
def rules() -> RulesJob:
    return RulesJob(scenario=load_scenario("default"), seed=0, held_out=200, history=300)


@pytest.fixture
def learned() -> LearnedJob:
    return LearnedJob(
        scenario=load_scenario("default"), seed=0, held_out=200, selector="greedy", information="exogenous",
        settings={"rounds": 1024}, points=2, curve_rounds=100,
    )  # fmt: skip
