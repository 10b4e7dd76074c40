"""What rho may know: by type, by perturbation, and by running what emits it on arrays that remember their origins."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from array_api_compat import array_namespace

from strategyproof.learning import blindness
from strategyproof.learning.blindness import WITHOUT_CURRENT_BIDS, reads
from strategyproof.learning.information import INFORMATION, fields_of, observe
from strategyproof.learning.policy.traced import CannotBeFollowed
from strategyproof.learning.stream import MEMORY, Array, Batch, batch_of, lead
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.mechanism.vocabulary import highest
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario
from tests.learning.policies import untrained


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


READS = {
    "blind": {"state", "past bids"},
    "history": {"state", "past bids", "past v_0"},
    "exogenous": {"state"},
    "leave-one-out": {"state", "current bids"},
    "full": {"state", "current bids"},
}


@pytest.mark.parametrize("parameterisation", ["x0", "eps", "direct"])
@pytest.mark.parametrize("information", INFORMATION)
def test_a_policy_reads_what_its_class_carries(information: str, parameterisation: str, scenario: Scenario) -> None:
    selector = untrained(scenario, information, parameterisation=parameterisation)
    rounds = draw(scenario, MEMORY + 3, 1)
    assert reads(selector, rounds) == READS[information]


def test_the_shipped_selectors_read_what_their_class_carries(scenario: Scenario) -> None:
    for information in ("exogenous", "full"):
        path = shipped_weights(scenario, information)
        assert path is not None
        assert reads(load_selector(path, scenario), draw(scenario, MEMORY + 3, 1)) == READS[information]


class Peeks:
    """Multiplies a number that it should not know by 0, and adds it."""

    id, information, is_mechanism = "peeks", "oracle", True

    def __init__(self, place: str) -> None:
        self.place = place

    def select(self, observation: Any, generator: object = None) -> Array:  # noqa: ARG002
        return 1.5 + 0.0 * getattr(observation, self.place)[:, 0]


@pytest.mark.parametrize(("place", "read"), [("bids", {"current bids"}), ("brand", {"brand"})])
def test_what_is_read_counts_even_if_it_changes_nothing(place: str, read: set[str], scenario: Scenario) -> None:
    assert reads(Peeks(place), draw(scenario, MEMORY + 3, 1)) == read  # type: ignore[arg-type]


def test_a_memory_that_is_off_by_one_holds_current_bids(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def off_by_one(rounds: Any) -> Batch:
        held = batch_of(rounds)
        now = lead(highest(held.bids, 1), highest(held.bids, 2))
        xp = array_namespace(now)
        return Batch(held.state, xp.stack([now, held.past[:, 1]], axis=-1), held.bids, held.brand)

    monkeypatch.setattr(blindness, "batch_of", off_by_one)
    found = reads(untrained(scenario, "blind"), draw(scenario, MEMORY + 3, 1))
    assert found == {"state", "past bids", "current bids"}
    assert not found <= WITHOUT_CURRENT_BIDS


class MixesRounds:
    id, information, is_mechanism = "mixes-rounds", "exogenous", True

    def select(self, observation: Any, generator: object = None) -> Array:  # noqa: ARG002
        xp = array_namespace(observation.state)
        return 1 + xp.stack([xp.sum(observation.state[:, 0])] * len(observation))


def test_a_rho_that_reads_the_state_of_another_round_is_told(scenario: Scenario) -> None:
    assert reads(MixesRounds(), draw(scenario, MEMORY + 3, 1)) == {"state", "another round"}  # type: ignore[arg-type]


class Branches:
    id, information, is_mechanism = "branches", "blind", True

    def select(self, observation: Any, generator: object = None) -> Array:  # noqa: ARG002
        return np.array([2.0 if lead > 0.5 else 1.0 for lead in observation.past[:, 0]])


class Converts(Branches):
    def select(self, observation: Any, generator: object = None) -> Array:  # noqa: ARG002
        return 1 + np.asarray(observation.past)[:, 0]


@pytest.mark.parametrize("selector", [Branches(), Converts()])
def test_a_selector_that_loses_origins_cannot_be_followed(selector: Any, scenario: Scenario) -> None:
    with pytest.raises(CannotBeFollowed, match="branches on a value or converts it"):
        reads(selector, draw(scenario, MEMORY + 3, 1))


def test_an_observation_of_another_class_is_refused(scenario: Scenario, batch: Batch) -> None:
    with pytest.raises(TypeError, match="expected an observation of class 'blind', got 'full'"):
        untrained(scenario, "blind").select(observe("full", batch))
