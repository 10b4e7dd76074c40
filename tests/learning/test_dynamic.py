"""Patient bidders against selectors that learn from past bids: found where there is something to find, 0 by proof."""

from fractions import Fraction

import numpy as np
import pytest

from strategyproof.learning.dynamic import dynamic_gain, greedy_policy, menu_of, selector_policy
from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.information import Blind, Exogenous, Full, History, Observation
from strategyproof.learning.stream import MEMORY, Array, batch_of
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario


class FollowsTheLead:
    """Doubles the price after a round without a close second."""

    id = "follows-the-lead"
    information = Blind.information
    is_mechanism = True

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        assert isinstance(observation, Blind)
        return np.where(observation.past[:, 0] > 0.2, 2.0, 1.0)


class FollowsTheLevel(FollowsTheLead):
    """Doubles the price after rounds whose highest bid was far above the UAV's value."""

    information = History.information

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        assert isinstance(observation, History)
        return np.where(observation.past[:, 2::5].mean(axis=1) > 0.1, 2.0, 1.0)


class ReadsTheState(FollowsTheLead):
    """Prices by the market state alone."""

    information = Exogenous.information

    def select(self, observation: Observation, generator: object = None) -> Array:  # noqa: ARG002
        assert isinstance(observation, Exogenous)
        return 1 + observation.state[:, 0]


class SeesTheBids(FollowsTheLead):
    information = Full.information


@pytest.fixture
def rounds(scenario: Scenario) -> Rounds:
    return draw(scenario, MEMORY + 3, 5)


def profiles(rounds: Rounds) -> list[tuple[Fraction, ...]]:
    return [tuple(Fraction(float(bid)) for bid in rounds.bids[:, MEMORY + t]) for t in range(3)]


@pytest.mark.parametrize("kind", [FollowsTheLead, FollowsTheLevel])
def test_the_policy_on_truthful_bids_is_the_selector_on_the_drawn_rounds(
    kind: type[FollowsTheLead], rounds: Rounds
) -> None:
    policy, told = selector_policy(kind(), rounds), profiles(rounds)  # type: ignore[arg-type]
    emitted = rho_of(kind(), batch_of(rounds))  # type: ignore[arg-type]
    assert [float(policy(told[:t])) for t in range(3)] == emitted.tolist()


def test_a_patient_bidder_gains_where_the_price_follows_past_bids(scenario: Scenario) -> None:
    gains = []
    for seed in range(5):
        rounds = draw(scenario, MEMORY + 3, seed)
        policy, values = selector_policy(FollowsTheLead(), rounds), profiles(rounds)  # type: ignore[arg-type]
        gains += [dynamic_gain(policy, values, n, menu_of(values, n)).gain for n in range(len(values[0]))]
    assert max(gains) > 0


def test_nobody_gains_where_no_past_bid_is_read(rounds: Rounds) -> None:
    policy, values = selector_policy(ReadsTheState(), rounds), profiles(rounds)  # type: ignore[arg-type]
    assert all(dynamic_gain(policy, values, n, menu_of(values, n)).gain == 0 for n in range(len(values[0])))


def test_a_loser_makes_a_high_price_look_bad_to_greed() -> None:
    values = [tuple(map(Fraction, profile)) for profile in [(4, 3), (10, 6), (6, 10)]]
    policy = greedy_policy([Fraction(1), Fraction(3, 2)], [Fraction(3)] * 3)
    assert [policy(values[:t]) for t in range(3)] == [1, Fraction(3, 2), Fraction(3, 2)]
    response = dynamic_gain(policy, values, 1, [Fraction(9)])
    assert response.bids[1] == 9  # the price is 27/2, so nobody buys in round 1, and greed falls back on rho = 1
    assert response.truthful == 1
    assert response.best == 4


def test_a_selector_that_sees_the_bids_is_another_question(rounds: Rounds) -> None:
    with pytest.raises(ValueError, match="expected a selector of class 'blind', 'history' or 'exogenous', got 'full'"):
        selector_policy(SeesTheBids(), rounds)  # type: ignore[arg-type]
