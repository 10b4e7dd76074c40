"""What rho may know: by type, by perturbation, and by proof on the exported graph."""

import numpy as np
import pytest

from strategyproof.learning.config import config_of
from strategyproof.learning.diffusion.exact import ExactLearner
from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.graph import exported, inputs_of_rho, tensors_of
from strategyproof.learning.information import INFORMATION, fields_of, observe
from strategyproof.learning.selectors.ppo import PpoLearner
from strategyproof.learning.stream import Batch
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
    assert same == {"blind": True, "exogenous": True, "leave-one-out": True, "full": False}


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
