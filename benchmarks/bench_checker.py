"""The checker and the ledger: rho per second on one core, and what they add to a simulated round, in one run.

Every number is the median of five seeds, with the least and the most beside it. Time is CPU time of this process, which
a busy machine blurs less than wall clock, and still doubles: so the checker is also measured in copies of its own bids,
made in the same run. Targets: 10^7 rho per CPU second on a quiet core; at most 10 % on top of a simulated round end to
end, ledger on; the audit of 10^6 rho in 30 s.

A round end to end is drawn, a selector emits its rho from an observation, and it is sold. It is shown with the cheapest
selectors there are, a constant and the greedy one, beside which any check is a large share, and with the diffusion
selector that ships.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.mechanism.rules.msb import MSB
from strategyproof.mechanism.run import sales
from strategyproof.proofs.checker import Certificates, Checker, Observations
from strategyproof.proofs.ledger import Ledger, audit
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario

SEEDS = range(5)
ROUNDS = 2**17
BATCH = 2**14
ACTIONS = 20
COPIES = 20

Emit: TypeAlias = Callable[[Rounds, int], tuple[Any, Observations, Any]]
"""``(rounds, seed) -> (rho, what was seen, the selector again)``."""


def cpu(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def spread(values: list[float], form: str = ".0f") -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def emitted(rounds: int, seed: int) -> np.ndarray:
    return np.array(price_grid(ACTIONS))[np.random.default_rng(seed).integers(0, ACTIONS, rounds)]


@pytest.mark.parametrize("bidders", [3, 5, 7, 9])
def test_rho_per_second(bidders: int) -> None:
    checker, speeds, copies = Checker(ACTIONS), [], []
    for seed in SEEDS:
        bids = np.random.default_rng(seed).pareto(2, (bidders, ROUNDS)) + 1
        rho, seen = emitted(ROUNDS, seed), Observations.nothing(ROUNDS)
        spent = cpu(lambda b=bids, r=rho, s=seen: checker.check_rounds(r, b.T, s))
        room = np.empty_like(bids)
        once = cpu(lambda b=bids, to=room: [np.copyto(to, b) for _ in range(COPIES)]) / COPIES
        speeds.append(ROUNDS / spent / 1e6)
        copies.append(spent / once)
    print(
        f"\nN = {bidders}: {spread(speeds, '.2f')} million rho/s, target 10; a check takes the time of "
        f"{spread(copies)} copies of its bids",
        end="",
    )


def keep(ledger: Ledger, certificates: Certificates) -> None:
    """Write certificates that were made without a ledger, as the next rounds of one."""
    told = replace(certificates.commitment, first_round=ledger.next_round)
    ledger.write(replace(certificates, commitment=replace(told, entry=ledger.enter(told))))


class Costs:
    """CPU time of the parts of rounds."""

    def __init__(self) -> None:
        self.parts: dict[str, list[float]] = {"simulated": [], "checker": [], "ledger": []}

    def add(self, **seconds: float) -> None:
        for name, value in seconds.items():
            self.parts[name].append(value / ROUNDS * 1e9)

    @property
    def shares(self) -> list[float]:
        return [100 * (c + k) / s for s, c, k in zip(*self.parts.values(), strict=True)]

    def __str__(self) -> str:
        each = ", ".join(f"{name} {spread(values)}" for name, values in self.parts.items())
        return f"{spread(self.shares, '.1f')} % on top; ns per round: {each}"


def simulate(scenario: Scenario, seed: int, path: Path, emit: Emit, costs: Costs) -> None:
    simulated = checked = kept = 0.0
    with Ledger(path) as ledger:
        checker = Checker(ACTIONS)
        for part in range(ROUNDS // BATCH):
            start = time.process_time()
            rounds = draw(scenario, BATCH, 1000 * seed + part)
            rho, seen, again = emit(rounds, seed)
            sales(MSB, rounds.values[-len(rho) :], rho=rho)
            drawn = time.process_time()
            certificates = checker.check_rounds(rho, rounds.values[-len(rho) :], seen, again=again)
            certified = time.process_time()
            keep(ledger, certificates)
            end = time.process_time()
            simulated, checked, kept = simulated + drawn - start, checked + certified - drawn, kept + end - certified
        kept += cpu(ledger.commit)
    costs.add(simulated=simulated, checker=checked, ledger=kept)


@pytest.mark.parametrize("name", ["constant", "greedy", "diffusion"])
def test_on_top_of_a_round(name: str, tmp_path: Path) -> None:
    """A round end to end: the market is drawn, rho is emitted from an observation, the round is sold."""
    pytest.importorskip("torch", reason="selectors that learn need the extra learn")
    from strategyproof.learning.evaluate import given
    from strategyproof.learning.information import fields_of
    from strategyproof.learning.stream import batch_of

    scenario, costs = load_scenario("default"), Costs()
    selector = selector_of(name, scenario)

    def by_selector(rounds: Rounds, _: int) -> tuple[Any, Observations, Any]:
        def emit(batch: Any) -> tuple[Any, Any]:
            observation = given(selector.information, batch)
            return np.asarray(selector.select(observation), np.float64), np.asarray(observation.array(), np.float64)

        batch = batch_of(rounds)
        rho, values = emit(batch)
        names = tuple(field.name for field in fields_of(selector.information, rounds.state_names, len(batch.bids)))

        def again(positions: Any, bids: Any) -> tuple[Any, Any]:
            part = batch.part(positions)
            return emit(type(batch)(part.state, part.past, bids.T, part.brand))

        return rho, Observations(selector.information, names, values), again

    for seed in SEEDS:
        simulate(scenario, seed, tmp_path / f"{seed}.ledger", by_selector, costs)
    print(f"\n{scenario.name}, selector {name}: {costs}; target 10 %", end="")


def selector_of(name: str, scenario: Scenario) -> Any:
    from strategyproof.learning.config import config_of
    from strategyproof.learning.learners import make_learner
    from strategyproof.learning.selectors.constant import ConstantSelector
    from strategyproof.learning.stream import Stream
    from strategyproof.learning.trained import load_selector, shipped_weights

    if name == "constant":
        return ConstantSelector(price_grid(ACTIONS)[2])
    if name == "diffusion":
        return load_selector(shipped_weights(scenario), scenario)
    learner, stream = make_learner(scenario, "exogenous", config_of("greedy"), 0), Stream(scenario, 0)
    for _ in range(ACTIONS):
        learner.learn(stream.take(512), 0.0)
    return learner.selector()


@pytest.mark.parametrize("rounds", [1, 4096])
def test_audit(rounds: int, tmp_path: Path) -> None:
    """A hundred thousand batches of one round, and a million rounds in batches of 4,096."""
    bids = np.random.default_rng(0).pareto(2, (5, rounds)) + 1
    certificates = Checker(ACTIONS).check_rounds(emitted(rounds, 0), bids.T, Observations.nothing(rounds))
    path, count = tmp_path / "ledger", (100_000 if rounds == 1 else 1_000_000) // rounds
    with Ledger(path) as ledger:
        wrote = cpu(lambda: [keep(ledger, certificates) for _ in range(count)])
    start = time.process_time()
    result = audit(path)
    seconds = time.process_time() - start
    assert result.whole
    assert result.rounds == count * rounds
    print(
        f"\n{count} batches of {rounds} rounds: written in {wrote:.1f} s, audited in {seconds:.1f} s; target 30", end=""
    )
