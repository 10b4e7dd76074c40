"""Every figure of speed that the learning room answers for, beside its target; ``bench_checker.py`` has the checker's.

Run: ``python benchmarks/learning_throughput.py`` (about 4 minutes), or with the names of the parts that are wanted:
``throughput``, ``bound``, ``regret``. All of it is CPU time of one thread: medians of five seeds, with
the least and the most beside them. Ratios travel between machines; seconds do not.

A *sample* is one round in one gradient step. AGOD's D2SAC makes 15 to 19 transitions per second and takes a step of 512
samples for each, so about 8,000 samples per second. Here a batch of new rounds brings one step of as many samples.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
import torch

from strategyproof.learning.config import config_of
from strategyproof.learning.evaluate import Bench, rho_of
from strategyproof.learning.learners import make_learner
from strategyproof.learning.regret import regret
from strategyproof.learning.stream import Stream, batch_of
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import draw

SEEDS = range(5)
UPDATES = 64
AGOD_TRANSITIONS, AGOD_SAMPLES = 19, 8_000
TARGETS = {"exact": 177, "chosen": 133}
"""Transitions per GFLOP of one matrix product in the same run."""
EVERY, MOST, SHARE = 10_240, 400_000, 0.99


def spread(values: list[float], form: str = ",.0f") -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def product() -> float:
    """GFLOP per second of CPU in (512, 256) @ (256, 256)."""
    a, b = torch.randn(512, 256), torch.randn(256, 256)
    start = time.process_time()
    for _ in range(200):
        a @ b
    return 200 * 2 * 512 * 256 * 256 / (time.process_time() - start) / 1e9


def throughput(feedback: str) -> None:
    scenario, config = load_scenario("default"), config_of("diffusion", {"feedback": feedback})
    rates, yardstick = [], []
    for seed in SEEDS:
        learner, stream = make_learner(scenario, "exogenous", config, seed), Stream(scenario, seed)
        learner.learn(stream.take(config.batch), 0.0)
        yardstick.append(product())
        start = time.process_time()
        for _ in range(UPDATES):
            learner.learn(stream.take(config.batch), 0.0)
        rates.append(UPDATES * config.batch / (time.process_time() - start))
    rate, ratios = statistics.median(rates), [r / y for r, y in zip(rates, yardstick, strict=True)]
    print(
        f"{feedback:7} {spread(ratios)} transitions per GFLOP of one matrix product, target {TARGETS[feedback]}; "
        f"{spread(rates)} transitions/s, {spread(yardstick)} GFLOP/s; to AGOD: "
        f"{rate / AGOD_TRANSITIONS:,.0f} per transition, {rate / AGOD_SAMPLES:.1f} per sample",
        flush=True,
    )


def to_the_bound(feedback: str, base_stations: int) -> None:
    """CPU seconds of learning until the deterministic policy has 0.99 of the best exogenous rho's surplus."""
    scenario = load_scenario("default", {"market.base_stations": base_stations})
    config, bench = config_of("diffusion", {"feedback": feedback, "rounds": MOST}), Bench(scenario, rounds=30_000)
    bound, took = bench.rivals["best-exogenous"], []
    for seed in SEEDS:
        learner, stream = make_learner(scenario, "exogenous", config, seed), Stream(scenario, seed)
        seconds, done, share = 0.0, 0, 0.0
        while share < SHARE and done < MOST:
            start = time.process_time()
            for _ in range(EVERY // config.batch):
                learner.learn(stream.take(config.batch), done / MOST)
                done += config.batch
            seconds += time.process_time() - start
            share = bench.surplus(learner.selector()) / bound
        took.append(seconds if share >= SHARE else float("inf"))
    took_seconds = spread(took, ".1f")
    print(
        f"{feedback:7} {base_stations} base stations: {took_seconds} s to {SHARE} of the bound, target 60", flush=True
    )


def regret_of_a_million() -> None:
    scenario = load_scenario("default")
    selector = load_selector(shipped_weights(scenario), scenario)
    drawn = [batch_of(draw(scenario, 1_000_004, seed)) for seed in SEEDS]
    known, worst = [], 0.0
    for batch in drawn:
        rho = np.full(len(batch), 1.5)
        start = time.process_time()
        worst = max(worst, float(regret(selector, batch, rho).gain.max()))
        known.append(time.process_time() - start)
    start = time.process_time()
    rho_of(selector, drawn[0])
    emitting = time.process_time() - start
    print(f"regret of 10^6 profiles: {spread(known, '.2f')} s, target 5; the largest is {worst:g}", flush=True)
    print(f"10^6 rho of the shipped diffusion policy, which come before that: {emitting:.1f} s", flush=True)


def main(parts: list[str]) -> None:
    torch.set_num_threads(1)
    if "throughput" in parts:
        for feedback in TARGETS:
            throughput(feedback)
    if "regret" in parts:
        regret_of_a_million()
    if "bound" in parts:
        for feedback in TARGETS:
            for base_stations in (3, 5, 7, 9):
                to_the_bound(feedback, base_stations)


if __name__ == "__main__":
    main(sys.argv[1:] or ["throughput", "regret", "bound"])
