"""The market as an environment: Gymnasium's own checker, one reward source, errors."""

import numpy as np
import pytest

pytest.importorskip("gymnasium", reason="needs the extra `learn`: make learn")

import gymnasium
from gymnasium.utils.env_checker import check_env

from strategyproof.learning import register
from strategyproof.learning.environment import MsbEnv
from strategyproof.learning.information import INFORMATION
from strategyproof.learning.reward import reward, reward_of_each_price
from strategyproof.learning.stream import Batch, Stream
from strategyproof.learning.vector import MsbVectorEnv
from strategyproof.mechanism.market.baselines import msb_surplus, price_grid
from strategyproof.mechanism.vocabulary import highest
from strategyproof.scenarios.schema import Scenario


@pytest.mark.filterwarnings("ignore:information `full`")
@pytest.mark.parametrize("information", INFORMATION)
def test_gymnasium_accepts_the_environment(information: str) -> None:
    register()
    env = gymnasium.make("strategyproof/MSB-v0", scenario="default", information=information)
    check_env(env.unwrapped, skip_render_check=True)
    assert isinstance(env.unwrapped, MsbEnv)
    assert env.observation_space.shape == (len(env.unwrapped.fields),)


def test_full_says_what_it_breaks() -> None:
    with pytest.warns(UserWarning, match="theorem 5.1 does not hold"):
        MsbVectorEnv(2, information="full")


def test_an_episode_ends_by_truncation_and_repeats_from_its_seed() -> None:
    envs = MsbVectorEnv(4, rounds=3)
    first = [envs.reset(seed=5)[0], *(envs.step(np.zeros(4, int))[0] for _ in range(3))]
    assert envs.step(np.zeros(4, int))[3].tolist() == [False] * 4
    envs.step(np.zeros(4, int))
    seen, *_, info = envs.step(np.zeros(4, int))
    assert info["_final_obs"].all()
    assert (info["final_obs"] == seen).all()
    again = [envs.reset(seed=5)[0], *(envs.step(np.ones(4, int))[0] for _ in range(3))]
    assert all((a == b).all() for a, b in zip(first, again, strict=True))  # the market does not react to rho


@pytest.mark.parametrize(
    ("actions", "words"), [([0, 20], "got 20 for round 1"), ([0.5, 1], "integer actions"), ([1], r"shape \(1,\)")]
)
def test_a_wrong_action_is_named(actions: list[float], words: str) -> None:
    envs = MsbVectorEnv(2)
    envs.reset(seed=0)
    with pytest.raises(ValueError, match=words):
        envs.step(np.array(actions))


def test_the_reward_of_each_price_is_the_reward_of_the_whole_market(batch: Batch) -> None:
    prices = np.array(price_grid(20))
    every = reward_of_each_price(batch, prices)
    assert all((every[:, a] == reward(batch, rho)).all() for a, rho in enumerate(prices))
    tops = highest(batch.bids, 1), highest(batch.bids, 2)
    assert every[:, 3].mean() == pytest.approx(msb_surplus(float(prices[3]), batch.brand, *tops), rel=1e-12)


def test_a_stream_goes_on_from_its_place(scenario: Scenario) -> None:
    whole, part = Stream(scenario, 1, block=64), Stream(scenario, 1, block=64)
    batches = [whole.take(48) for _ in range(3)]
    part.place = (1, 48)
    assert (part.take(48).bids == batches[2].bids).all()
