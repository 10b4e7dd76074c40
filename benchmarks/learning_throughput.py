"""Transitions per second with updates, beside what the processor does with one matrix product in the same minute.

Run: ``python benchmarks/learning_throughput.py``. Ratios travel between machines; seconds do not.
"""

import time

import torch

from strategyproof.learning.config import config_of
from strategyproof.learning.learners import make_learner
from strategyproof.learning.stream import Stream
from strategyproof.scenarios.load import load_scenario

WINDOWS, UPDATES = 8, 12


def product() -> float:
    """GFLOP per second of CPU in (512, 256) @ (256, 256)."""
    a, b = torch.randn(512, 256), torch.randn(256, 256)
    start = time.process_time()
    for _ in range(200):
        a @ b
    return 200 * 2 * 512 * 256 * 256 / (time.process_time() - start) / 1e9


def rate(feedback: str) -> list[float]:
    """Transitions per second of CPU in each window."""
    scenario, config = load_scenario("default"), config_of("diffusion", {"feedback": feedback})
    learner, stream = make_learner(scenario, "blind", config, 0), Stream(scenario, 0)
    found = []
    for _ in range(WINDOWS):
        start = time.process_time()
        for _ in range(UPDATES):
            learner.learn(stream.take(config.batch), 0.0)
        found.append(UPDATES * config.batch / (time.process_time() - start))
    return found


if __name__ == "__main__":
    torch.set_num_threads(1)
    for feedback in ("exact", "chosen"):
        yardstick, rates = product(), sorted(rate(feedback))
        print(
            f"{feedback:7} best {rates[-1]:8,.0f}/s  median {rates[len(rates) // 2]:8,.0f}/s  "
            f"one product {yardstick:.0f} GFLOP/s"
        )
