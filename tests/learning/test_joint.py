"""Joint prices: what a round is worth, what may be taken apart, and that every law is a law."""

import itertools

import numpy as np
import pytest

from strategyproof.scenarios.schema import Scenario

torch = pytest.importorskip("torch", reason="training needs the extra `learn`: make learn")

from strategyproof.learning.joint.course import POLICIES, joint_surplus  # noqa: E402  # these load torch
from strategyproof.learning.joint.market import JointRounds, JointStream, first_best_of, worth_of  # noqa: E402
from strategyproof.learning.joint.policies import Autoregressive, Diffusion, Factored, JointPolicy  # noqa: E402


@pytest.fixture
def rounds(scenario: Scenario) -> JointRounds:
    return JointStream(scenario, 3, 0).take(64)


def test_the_uav_serves_the_first_task_that_nobody_buys() -> None:
    top, brand = np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0, 3.0])
    worth = {sold: float(worth_of(np.array(sold), top, brand)) for sold in itertools.product((0.0, 1.0), repeat=3)}
    assert worth[1.0, 1.0, 1.0] == 18
    assert worth[0.0, 1.0, 1.0] == 1 + 13
    assert worth[1.0, 0.0, 0.0] == 5 + 2  # the last task is lost
    assert worth[0.0, 0.0, 0.0] == 1


def test_the_mean_over_independent_tasks_is_the_worth_of_their_probabilities() -> None:
    rng = np.random.default_rng(0)
    chance, top, brand = rng.random((3, 3))
    mean = sum(
        float(np.prod(np.where(sold, chance, 1 - chance)) * worth_of(np.array(sold, dtype=float), top, brand))
        for sold in itertools.product((False, True), repeat=3)
    )
    assert float(worth_of(chance, top, brand)) == pytest.approx(mean, rel=1e-12)


def test_first_best_is_the_best_of_all_allocations(rounds: JointRounds) -> None:
    allocations = np.array(list(itertools.product((0.0, 1.0), repeat=3)))
    best = worth_of(allocations, rounds.top[:, None], rounds.brand[:, None]).max(axis=1)
    assert first_best_of(rounds) == pytest.approx(best, rel=1e-12)


def test_a_reward_is_that_of_the_prices_chosen(rounds: JointRounds) -> None:
    actions = np.random.default_rng(1).integers(0, 20, (64, 5, 3))
    found = rounds.reward(actions)
    for row, draw in itertools.product(range(0, 64, 13), range(5)):
        sold = np.array([rounds.sold[row, task, actions[row, draw, task]] for task in range(3)], dtype=float)
        assert found[row, draw] == pytest.approx(float(worth_of(sold, rounds.top[row], rounds.brand[row])))


@pytest.mark.parametrize("law", [Factored, Autoregressive, Diffusion])
def test_log_probabilities_are_of_what_was_drawn(law: type[JointPolicy]) -> None:
    """Of two tasks and two prices: what is drawn has the frequencies that the law says, on average over its noise."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        policy = law(4, 2, 2)
    with torch.no_grad():
        actions, log_p, entropy = policy.sample(torch.ones(1, 4), 40_000, torch.Generator().manual_seed(0))
    pairs = actions[0, :, 0] * 2 + actions[0, :, 1]
    counts = torch.bincount(pairs, minlength=4)
    assert counts.min() > 0
    assert (entropy >= 0).all()
    # E[1 / p(a)] over draws of a is the number of outcomes, whatever the law; given its noise for diffusion
    assert float((-log_p).exp().mean()) == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_course_is_repeated_from_its_seed(policy: str, scenario: Scenario) -> None:
    found = [joint_surplus(scenario, 2, policy, 512, 256, 3) for _ in range(2)]
    assert found[0] == found[1]
    assert max(found[0]["argmax"], found[0]["drawn"], found[0]["sell_all"]) <= found[0]["first_best"]


def test_a_factored_law_learns(scenario: Scenario) -> None:
    found = joint_surplus(scenario, 2, "factored-exact", 65_536, 4_096, 0)
    assert found["argmax"] > 1.02 * found["sell_all"]


def test_an_unknown_law_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match=r"expected a joint policy out of factored, .*, got 'gan'"):
        joint_surplus(scenario, 2, "gan", 1, 1, 0)
