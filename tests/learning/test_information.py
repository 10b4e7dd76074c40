"""What rho may know: by type, by perturbation, and by proof on the exported graph."""

import dataclasses
import math

import numpy as np
import pytest

from strategyproof.learning.config import config_of
from strategyproof.learning.diffusion.exact import ExactLearner
from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.graph import exported, inputs_of_rho, tensors_of
from strategyproof.learning.information import INFORMATION, fields_of, observe
from strategyproof.learning.selectors.ppo import PpoLearner
from strategyproof.learning.stream import MEMORY, Batch, batch_of
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario


def _moved(batch: Batch, factor: float = 3.0) -> Batch:
    return Batch(batch.state, batch.past, batch.bids * factor, batch.brand)


@pytest.mark.parametrize("information", INFORMATION)
def test_fields_describe_every_column(information: str, scenario: Scenario, batch: Batch) -> None:
    fields = fields_of(information, draw(scenario, 1, 0).state_names, len(batch.bids))
    seen = observe(information, batch).array()
    assert seen.shape == (len(batch), len(fields))
    assert all((column >= f.low).all() and (column <= f.high).all() for column, f in zip(seen.T, fields, strict=True))


def test_only_full_sees_the_scale_of_the_bids(batch: Batch) -> None:
    same = {n: observe(n, batch).digest() == observe(n, _moved(batch, 4.0)).digest() for n in INFORMATION}
    assert same == {"blind": True, "exogenous": True, "history": True, "leave-one-out": True, "full": False}


def test_history_holds_the_levels_of_the_rounds_before(scenario: Scenario) -> None:
    rounds = draw(scenario, MEMORY + 3, 9)
    seen = observe("history", batch_of(rounds)).array()
    names = [field.name for field in fields_of("history", rounds.state_names, 5)]
    for now in range(3):
        last = now + MEMORY - 1
        for rank, who in enumerate(np.argsort(-rounds.bids[:, last]), 1):
            for age in range(1, MEMORY + 1):
                place = names.index(f"level {age} rounds ago of who had rank {rank} in the last")
                then = last - age + 1
                level = math.log10(rounds.bids[who, then] / rounds.brand_value[then])
                assert seen[now, place] == pytest.approx(np.clip(level, -1, 1), abs=1e-12)


def test_history_is_anonymous(scenario: Scenario) -> None:
    rounds = draw(scenario, MEMORY + 40, 9)
    other = dataclasses.replace(rounds, bids=rounds.bids[[3, 1, 4, 0, 2]])
    assert observe("history", batch_of(rounds)).digest() == observe("history", batch_of(other)).digest()


def test_leave_one_out_does_not_see_the_highest_bid(batch: Batch) -> None:
    bids = np.array(batch.bids)
    bids[bids.argmax(axis=0), np.arange(len(batch))] *= 7
    raised = Batch(batch.state, batch.past, bids, batch.brand)
    assert observe("leave-one-out", raised).digest() == observe("leave-one-out", batch).digest()


@pytest.mark.parametrize(
    ("information", "inputs"),
    [
        ("blind", {"state", "past"}),
        ("exogenous", {"state"}),
        ("history", {"state", "past"}),
        ("leave-one-out", {"state", "bids"}),
        ("full", {"state", "bids"}),
    ],
)
def test_the_exported_graph_has_these_inputs_of_rho(
    information: str, inputs: set[str], scenario: Scenario, batch: Batch
) -> None:
    learner = ExactLearner(scenario, information, config_of("diffusion", {"hidden": (8,)}), 0)  # type: ignore[arg-type]
    ppo = PpoLearner(scenario, information, config_of("ppo", {"environments": 16}), 0)  # type: ignore[arg-type]
    part = batch.part(slice(0, 4))
    for selector in (learner.selector(), ppo.selector()):
        assert inputs_of_rho(selector, part) == inputs
        assert exported(selector, part).module()(*tensors_of(part)).tolist() == rho_of(selector, part).tolist()


def test_an_observation_of_another_class_is_refused(scenario: Scenario, batch: Batch) -> None:
    learner = ExactLearner(scenario, "blind", config_of("diffusion", {"hidden": (8,)}), 0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected an observation of class 'blind', got 'full'"):
        learner.selector().select(observe("full", batch))
