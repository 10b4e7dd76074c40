"""A job is named by all that its result depends on, and the same job has the same result wherever it runs."""

from typing import Any

import msgspec
import pytest

from strategyproof.experiments.jobs import REVISION, LearnedJob, RulesJob, key_of
from strategyproof.experiments.work import perform
from strategyproof.scenarios.load import with_settings


def found(job: Any) -> Any:
    return msgspec.json.decode(perform(msgspec.json.encode(job)))["found"]


def test_the_name_of_the_market_and_its_sampling_do_not_name_a_job(rules: RulesJob) -> None:
    other = with_settings(rules.scenario, {"name": "other", "sampling.seed": 5, "sampling.rounds": 7})
    assert key_of(msgspec.structs.replace(rules, scenario=other)) == key_of(rules)


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1}, {"held_out": 201}, {"history": 301}, {"revision": REVISION + 1},
        {"scenario": {"radio.noise_w": 9e-13}},
    ],
)  # fmt: skip
def test_all_that_a_result_depends_on_names_a_job(change: dict[str, Any], rules: RulesJob) -> None:
    if "scenario" in change:
        change = {"scenario": with_settings(rules.scenario, change["scenario"])}
    assert key_of(msgspec.structs.replace(rules, **change)) != key_of(rules)


def test_a_setting_of_the_learner_names_a_job(learned: LearnedJob) -> None:
    other = msgspec.structs.replace(learned, settings={"rounds": 1024, "tries": 7})
    assert key_of(other) != key_of(learned)


def test_a_job_survives_its_json(learned: LearnedJob) -> None:
    again = msgspec.json.decode(msgspec.json.encode(learned), type=LearnedJob)
    assert key_of(again) == key_of(learned)


def test_a_result_is_repeated_after_other_jobs(rules: RulesJob, learned: LearnedJob) -> None:
    first = found(rules), found(learned)
    settings = {"rounds": 256, "environments": 16, "horizon": 16, "minibatch": 64}
    found(msgspec.structs.replace(learned, selector="ppo", settings=settings))
    assert (found(rules), found(learned)) == first


def test_the_parts_add_up(rules: RulesJob) -> None:
    parts = found(rules)
    for name, part in parts.items():
        assert part["uav"] + part["bs"] == pytest.approx(part["total"], rel=1e-12), name
    assert max(part["total"] for part in parts.values()) == parts["first-best"]["total"]
    assert parts["myopic-literal"]["uav_share"] == 1
    assert parts["myopic-literal"]["bs"] == 0


def test_a_curve_has_its_points(learned: LearnedJob) -> None:
    assert [place for place, _, _ in found(learned)["curve"]] == [512, 1024]


def test_a_market_with_one_price_leaves_nothing_to_learn(learned: LearnedJob) -> None:
    job = msgspec.structs.replace(learned, scenario=with_settings(learned.scenario, {"auction.actions": 1}))
    with pytest.raises(ValueError, match=r"expected auction.actions >= 2, got 1: one price leaves no choice"):
        found(job)
