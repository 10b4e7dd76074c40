"""Every figure of speed that the learning room answers for, beside its target; ``bench_checker.py`` has the checker's.

Run: ``python benchmarks/learning_throughput.py`` (about 8 minutes), or with the names of the parts that are wanted:
``throughput``, ``bound``, ``agod``, ``regret``. All of it is CPU time of one thread: medians of five seeds, with
the least and the most beside them. Ratios travel between machines; seconds do not.

AGOD's algorithm is trained beside ours, on the same market, in the same process: ``learning.config.PUBLISHED`` with an
update on 512 remembered transitions after each transition, 256x256, K = 5. It is this package's own code, with SiLU for
AGOD's Mish and fused updates, so AGOD itself is slower than what it is compared by. A *sample* is one round in one
gradient step: 512 for each transition there, one for each transition here.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

import numpy as np
import torch

from strategyproof.learning.config import PUBLISHED, config_of
from strategyproof.learning.evaluate import Bench, rho_of
from strategyproof.learning.learners import make_learner
from strategyproof.learning.regret import regret
from strategyproof.learning.stream import Stream, batch_of
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import draw

SEEDS = range(5)
UPDATES = 64
FORMS: dict[str, dict[str, Any]] = {
    "exact": {},
    "chosen": {"feedback": "chosen"},
    "chosen, an actor's update for each of the critics'": {"feedback": "chosen", "actor_every": 1},
}
TARGETS = {"exact": 177, "chosen": 133}
"""Transitions per GFLOP of one matrix product in the same run."""
EVERY, MOST, SHARE = 10_240, 400_000, 0.99
AGOD = {**PUBLISHED, "update_every": 1}
AGOD_UPDATES, AGOD_EVERY, AGOD_SECONDS = 16, 64, 40


def spread(values: list[float], form: str = ",.0f") -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def product() -> float:
    """GFLOP per second of CPU in (512, 256) @ (256, 256)."""
    a, b = torch.randn(512, 256), torch.randn(256, 256)
    start = time.process_time()
    for _ in range(200):
        a @ b
    return 200 * 2 * 512 * 256 * 256 / (time.process_time() - start) / 1e9


def rate_of(settings: dict[str, Any], seed: int, updates: int, taken: int) -> float:
    """Transitions per CPU second, in batches of so many rounds."""
    scenario = load_scenario("default")
    learner = make_learner(scenario, "exogenous", config_of("diffusion", settings), seed)
    stream = Stream(scenario, seed)
    learner.learn(stream.take(taken), 0.0)
    start = time.process_time()
    for _ in range(updates):
        learner.learn(stream.take(taken), 0.0)
    return updates * taken / (time.process_time() - start)


def throughput() -> None:
    """All forms in turn for each seed, so that a busy minute is every form's."""
    rates: dict[str, list[float]] = {form: [] for form in FORMS}
    yardsticks: dict[str, list[float]] = {form: [] for form in FORMS}
    agod = []
    for seed in SEEDS:
        for form, settings in FORMS.items():
            yardsticks[form].append(product())
            rates[form].append(rate_of(settings, seed, UPDATES, 512))
        agod.append(rate_of(AGOD, seed, 1, AGOD_UPDATES + 1))
    print(f"AGOD's algorithm: {spread(agod, '.1f')} transitions/s", flush=True)
    for form, found in rates.items():
        target = f", target {TARGETS[form]}" if form in TARGETS else ""
        print(
            f"{form}: {spread([r / y for r, y in zip(found, yardsticks[form], strict=True)])} transitions per GFLOP of "
            f"one matrix product{target}; {spread(found)} transitions/s at {spread(yardsticks[form])} GFLOP/s; to "
            f"AGOD's algorithm: {spread([r / a for r, a in zip(found, agod, strict=True)])} per transition, "
            f"{spread([r / a / 512 for r, a in zip(found, agod, strict=True)], '.1f')} per sample",
            flush=True,
        )


def to_agod() -> None:
    """CPU seconds to 0.99 of the bound, and what AGOD's algorithm has after some twenty times as many."""
    scenario = load_scenario("default")
    bench = Bench(scenario, rounds=30_000)
    bound, shares, best = bench.rivals["best-exogenous"], [], []
    config = config_of("diffusion", AGOD)
    for seed in SEEDS:
        learner, stream = make_learner(scenario, "exogenous", config, seed), Stream(scenario, seed)
        seconds, seen = 0.0, []
        while seconds < AGOD_SECONDS:
            start = time.process_time()
            learner.learn(stream.take(AGOD_EVERY + 1), seconds / AGOD_SECONDS)
            seconds += time.process_time() - start
            seen.append(bench.surplus(learner.selector()) / bound)
        shares.append(seen[-1])
        best.append(max(seen))
    print(
        f"AGOD's algorithm after {AGOD_SECONDS} CPU s: {spread(shares, '.4f')} of the bound, at its best point of the "
        f"way {spread(best, '.4f')}",
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
        throughput()
    if "regret" in parts:
        regret_of_a_million()
    if "bound" in parts:
        for feedback in TARGETS:
            for base_stations in (3, 5, 7, 9):
                to_the_bound(feedback, base_stations)
    if "agod" in parts:
        to_agod()


if __name__ == "__main__":
    main(sys.argv[1:] or ["throughput", "regret", "bound", "agod"])
