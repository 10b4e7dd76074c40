"""What each selector of rho earns on held-out rounds, after equal CPU time on one core; and the table of it.

Run: ``python benchmarks/learning_tables.py --sizes default 3 7 9 --cpu-seconds 60``. A finished cell (market, learner,
seed, CPU seconds) is a line of ``OUT/cells.jsonl`` and is never run again; ``OUT/tables.md`` is made of those lines.
``--tune N`` instead draws N settings per learner, scores each on the default market with seeds that no table has, and
writes ``OUT/tuning.jsonl``: the same budget for every learner.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from strategyproof.learning.config import config_of
from strategyproof.learning.evaluate import Bench, evaluate
from strategyproof.learning.learners import make_learner
from strategyproof.learning.reward import reward_of_each_price
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import Stream
from strategyproof.scenarios.load import load_scenario, with_settings

POINTS, CURVE_ROUNDS, HELD_OUT, GOAL = 10, 4_000, 30_000, 0.99
TUNING_SEEDS = (1000, 1001)


@dataclass(frozen=True)
class Variant:
    """A learner with its settings; ``most`` bounds the CPU seconds of one that stops changing at once."""

    selector: str = "diffusion"
    information: str = "exogenous"
    settings: dict[str, Any] = field(default_factory=dict)
    most: float = float("inf")
    words: str = ""


LEARNERS = {
    "diffusion": Variant(words="diffusion, exact, x0, K = 5"),
    "chosen": Variant(settings={"feedback": "chosen"}, words="diffusion, chosen (Algorithm 1), x0, K = 5"),
    "eps": Variant(settings={"parameterisation": "eps"}, words="diffusion, exact, eps as published, K = 5"),
    "one-step": Variant(settings={"steps": 1}, words="diffusion, exact, x0, K = 1"),
    "mlp": Variant(settings={"parameterisation": "direct"}, words="MLP, exact: no diffusion"),
    "ppo": Variant("ppo", words="PPO (stable-baselines3), tuned"),
    "greedy": Variant("greedy", most=2.0, words="Greedy"),
    "blind": Variant(information="blind", words="diffusion, exact, `blind`"),
    "history": Variant(information="history", words="diffusion, exact, `history`"),
    "leave-one-out": Variant(information="leave-one-out", words="diffusion, exact, `leave-one-out`"),
    "full": Variant(information="full", words="diffusion, exact, `full`: no mechanism"),
}
FIXED = {
    "random": "Random",
    "spa": "SPA",
    "optimal": "Optimal MSB",
    "best-constant": "best constant",
    "myopic-literal": "Myopic, literal: sells nothing",
    "myopic-brand-bid": "Myopic, brand-bid: sees bids, not ASF",
    "best-exogenous": "best exogenous rho: the bound of `exogenous`",
    "flat-reserve": "flat reserve: strategy-proof, not ASF",
    "full-bound": "best price of the grid per round, knowing v_0: bounds `full`",
    "first-best": "first best = Myopic, brand-value: no mechanism",
}
GRIDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "ppo": {
        "rate": (3e-4, 1e-3, 3e-3), "environments": (64, 256), "minibatch": (256, 1024), "epochs": (4, 10),
        "entropy": (0.0, 0.01), "hidden": ((64, 64), (256, 256)),
    },
    "chosen": {
        "actor_rate": (3e-4, 1e-3, 3e-3), "critic_rate": (3e-4, 1e-3, 3e-3), "soft_update": (0.005, 0.02),
        "entropy": (0.5, 2.0), "exploration": (0.1, 0.5), "hidden": ((64, 64), (256, 256)),
    },
}  # fmt: skip
_EXACT = {
    "actor_rate": (3e-4, 1e-3, 3e-3), "batch": (256, 512, 1024), "entropy": (0.02, 0.1, 0.5),
    "hidden": ((64, 64), (256, 256)), "logit_scale": (4.0, 8.0, 16.0),
}  # fmt: skip
GRIDS |= dict.fromkeys(("diffusion", "eps", "one-step", "mlp", "blind", "history", "leave-one-out", "full"), _EXACT)


@cache
def bench(size: int) -> Bench:
    """Held-out rounds of the default market with so many base stations; no training stream shares them."""
    return Bench(with_settings(load_scenario("default"), {"market.base_stations": size}), rounds=HELD_OUT)


@cache
def fixed(size: int) -> dict[str, float]:
    """Mean surplus of everything that does not learn, and of the bound of `full`."""
    held = bench(size)
    best = reward_of_each_price(held.batch, np.asarray(held.prices), held.scenario.uav.zeta).max(axis=1)
    return {**held.rivals, "full-bound": float(best.mean())}


class Course:
    """One learner in training: CPU spent on learning alone, and points of the curve."""

    def __init__(self, size: int, variant: Variant, seed: int, budget: float) -> None:
        self.bench, self.variant, self.seed, self.budget = bench(size), variant, seed, min(budget, variant.most)
        self.config = config_of(variant.selector, dict(variant.settings))
        self.spent, self.rounds = 0.0, 0
        self.curve: list[tuple[float, int, float]] = []
        self._part = self.bench.batch.part(slice(0, CURVE_ROUNDS))
        self._bound = self.on_part(self.bench.best_exogenous)

    def on_part(self, selector: Selector) -> float:
        """Mean surplus on the rounds of the curve."""
        return evaluate(selector, self._part, self.bench.scenario.uav.zeta)

    def run(self) -> Selector:
        """Train for the budget, each learner by its own schedule stretched over it."""
        learner = make_learner(self.bench.scenario, self.variant.information, self.config, self.seed)
        if self.variant.selector == "ppo":
            return self._run_ppo(learner)
        stream, batch = Stream(self.bench.scenario, self.seed), self.config.batch
        while self.spent < self.budget:
            start = time.process_time()
            learner.learn(stream.take(batch), self.spent / self.budget)
            self.spent += time.process_time() - start
            self.rounds += batch
            self._mark(learner.selector)
        return learner.selector()

    def _run_ppo(self, learner: Any) -> Selector:
        """The library anneals by rounds: a throwaway learner says how many of them the budget buys."""
        start, trial = time.process_time(), 65_536
        throwaway: Any = make_learner(self.bench.scenario, self.variant.information, self.config, self.seed)
        throwaway.fit(trial)
        total = int(trial * self.budget / (time.process_time() - start))
        last = time.process_time()

        def step(local: dict[str, Any], _: dict[str, Any]) -> bool:
            nonlocal last
            self.spent += time.process_time() - last
            self.rounds = int(local["self"].num_timesteps)
            self._mark(learner.selector)
            last = time.process_time()
            return True

        learner.fit(total, step)
        self.spent += time.process_time() - last
        selector: Selector = learner.selector()
        return selector

    def _mark(self, selector: Callable[[], Selector]) -> None:
        if self.spent >= (len(self.curve) + 1) / POINTS * self.budget:
            share = self.on_part(selector()) / self._bound
            self.curve.append((round(self.spent, 3), self.rounds, round(share, 5)))


def held_from(curve: Iterable[tuple[float, int, float]]) -> float | None:
    """CPU seconds from which every point of the curve reaches the goal; None where the last one does not."""
    found = None
    for spent, _, share in reversed(list(curve)):
        if share < GOAL:
            break
        found = spent
    return found


def cell(size: int, learner: str, seed: int, budget: float) -> dict[str, Any]:
    """Train and judge one learner on one market from one seed."""
    course = Course(size, LEARNERS[learner], seed, budget)
    surplus = course.bench.surplus(course.run())
    return {
        "size": size, "learner": learner, "seed": seed, "budget": budget, "surplus": surplus, "rounds": course.rounds,
        "cpu": round(course.spent, 2), "to_goal": held_from(course.curve), "curve": course.curve,
        "fixed": fixed(size), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def tuned(learner: str, trials: int, budget: float) -> Iterable[dict[str, Any]]:
    """The defaults, then settings drawn from the grid, each on the tuning seeds; best share of best exogenous wins."""
    rng = np.random.default_rng(0)
    grid = GRIDS[learner]
    drawn = [{name: values[rng.integers(len(values))] for name, values in grid.items()} for _ in range(trials - 1)]
    base = LEARNERS[learner]
    for settings in ({}, *drawn):
        variant = Variant(base.selector, base.information, base.settings | settings)
        found = []
        for seed in TUNING_SEEDS:
            course = Course(5, variant, seed, budget)
            found.append(round(course.bench.surplus(course.run()) / fixed(5)["best-exogenous"], 5))
        yield {"learner": learner, "budget": budget, "settings": settings, "of_best_exogenous": found}


def spread(values: list[float], digits: int = 4) -> str:
    """The median, and the range behind it."""
    middle = f"{median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def row(variant: Variant, runs: list[dict[str, Any]], worth: dict[str, float], bounds: list[float]) -> list[str]:
    """A learner over its seeds."""
    shares = [spread([run["surplus"] / bound for run in runs]) for bound in bounds]
    times = [run["to_goal"] for run in runs if run["to_goal"] is not None]
    never = f"; {len(runs) - len(times)} never" if len(times) < len(runs) else ""
    label = variant.words
    if variant.information == "full":
        label += f"; {spread([run['surplus'] / worth['full-bound'] for run in runs])} of its bound"
    pace = f"{median(run['rounds'] / run['cpu'] for run in runs):,.0f}"
    return [label, str(len(runs)), *shares, spread(times, 1) + never if times else "never", pace]


def table(cells: list[dict[str, Any]], size: int, budget: float) -> list[str]:
    """One market: a row per learner, then what does not learn."""
    mine = [c for c in cells if (c["size"], c["budget"]) == (size, budget)]
    worth = mine[0]["fixed"]
    bounds = [worth[name] for name in ("best-exogenous", "best-constant", "spa", "optimal")]
    learned = {name: sorted((c for c in mine if c["learner"] == name), key=lambda c: c["seed"]) for name in LEARNERS}
    rows = [row(LEARNERS[name], runs, worth, bounds) for name, runs in learned.items() if runs]
    rows += [[words, "", *(f"{worth[name] / bound:.4f}" for bound in bounds), "", ""] for name, words in FIXED.items()]
    head = ["selector", "seeds", "of best exogenous", "of best constant", "of SPA", "of Optimal", f"CPU s to {GOAL}"]
    lines = [[*head, "rounds/s"], ["---"] * 8, *rows]
    title = f"### {size} base stations{' (default)' if size == 5 else ''}, {budget:g} CPU s"
    return [title, "", *(f"| {' | '.join(line)} |" for line in lines), ""]


def read(path: Path) -> list[dict[str, Any]]:
    """Lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def append(path: Path, record: dict[str, Any]) -> None:
    """Add a line."""
    with path.open("a") as lines:
        lines.write(json.dumps(record) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["default", "3", "7", "9"], help="base stations, or default (5)")
    parser.add_argument("--selectors", nargs="+", default=list(LEARNERS), choices=list(LEARNERS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--cpu-seconds", type=float, default=60.0, help="CPU seconds that each learner has")
    parser.add_argument("--out", type=Path, default=Path("build/tables"))
    parser.add_argument("--tune", type=int, metavar="N", help="score N settings per learner instead, the default first")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.tune:
        for name in chosen.selectors:
            for record in tuned(name, chosen.tune, chosen.cpu_seconds):
                append(chosen.out / "tuning.jsonl", record)
                print(name, record["of_best_exogenous"], record["settings"], flush=True)
        return
    sizes = list(dict.fromkeys(5 if size == "default" else int(size) for size in chosen.sizes))
    path = chosen.out / "cells.jsonl"
    done = {(c["size"], c["learner"], c["seed"], c["budget"]) for c in read(path)}
    for name in chosen.selectors:
        for seed in chosen.seeds:
            for size in sizes:
                if (size, name, seed, chosen.cpu_seconds) in done:
                    continue
                found = cell(size, name, seed, chosen.cpu_seconds)
                append(path, found)
                share = f"{found['surplus'] / found['fixed']['best-exogenous']:.4f} of best exogenous"
                print(f"{size} {name} seed {seed}: {share}, {found['to_goal']} s to {GOAL}", flush=True)
    cells = read(path)
    keys = sorted({(c["size"], c["budget"]) for c in cells})
    (chosen.out / "tables.md").write_text("\n".join(line for key in keys for line in table(cells, *key)))
    print(f"table: {chosen.out / 'tables.md'}")


if __name__ == "__main__":
    main()
