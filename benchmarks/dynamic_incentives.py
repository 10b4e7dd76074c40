"""What a patient bidder gains by lying in earlier rounds, on exact small markets drawn from the default scenario.

Run: ``python benchmarks/dynamic_incentives.py``. Each market is 3 consecutive rounds (greedy: 4, with 2 prices). Every
bidder in turn is the patient one, the others are truthful, and every path of bids of its menu is tried in rationals.
The gain is exact for the menu, so it bounds the best response from below.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

import numpy as np

from strategyproof.learning.config import config_of
from strategyproof.learning.dynamic import Policy, Profile, dynamic_gain, greedy_policy, menu_of, selector_policy
from strategyproof.learning.learners import make_learner
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import MEMORY, Stream
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import Rounds, draw


def rationals(rounds: Rounds, count: int) -> list[Profile]:
    """Values of so many rounds after the remembered ones."""
    return [tuple(Fraction(float(bid)) for bid in rounds.bids[:, MEMORY + t]) for t in range(count)]


def gains(policy: Policy, values: list[Profile]) -> list[float]:
    """The gain of each bidder."""
    return [float(dynamic_gain(policy, values, n, menu_of(values, n)).gain) for n in range(len(values[0]))]


def blind(seed: int, rounds: int) -> Selector:
    """A diffusion selector that reads the leads of past rounds, trained here."""
    scenario, config = load_scenario("default"), config_of("diffusion", {"hidden": [64, 64]})
    learner, stream = make_learner(scenario, "blind", config, seed), Stream(scenario, seed)
    for done in range(0, rounds, config.batch):
        learner.learn(stream.take(config.batch), done / rounds)
    return learner.selector()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markets", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--weights", type=Path, help="a trained blind selector; trained here by default")
    chosen = parser.parse_args()
    scenario = load_scenario("default")
    remembers = load_selector(chosen.weights, scenario) if chosen.weights else blind(0, 60_000)
    shipped = load_selector(shipped_weights(scenario), scenario)
    learned = {"blind diffusion": remembers, "exogenous diffusion": shipped}
    found: dict[str, list[list[float]]] = {name: [] for name in (*learned, "greedy, first rounds")}
    for seed in range(chosen.markets):
        rounds = draw(scenario, MEMORY + chosen.rounds + 1, 20_000 + seed)
        values = rationals(rounds, chosen.rounds)
        for name, selector in learned.items():
            found[name].append(gains(selector_policy(selector, rounds), values))
        worth = [Fraction(float(v)) for v in rounds.brand_value[MEMORY:]]
        longer = rationals(rounds, chosen.rounds + 1)
        found["greedy, first rounds"].append(gains(greedy_policy([Fraction(1), Fraction(8, 5)], worth), longer))
    print("| selector | markets where somebody gains | largest gain, value | mean of the largest per market |")
    print("|---|---|---|---|")
    for name, per_market in found.items():
        most = np.array(per_market).max(axis=1)
        print(f"| {name} | {(most > 0).sum()} of {len(most)} | {most.max():.3f} | {most.mean():.3f} |")


if __name__ == "__main__":
    main()
