"""Rho per CPU second of the shipped policy, without torch, and the audit of a ledger that derives every rho again.

CPU time of this process, one thread. Target: 10^6 rho audited and derived again within 60 s. ``-k "not million"``
leaves the million out (about two CPU minutes).
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest

from strategyproof.learning.evaluate import given
from strategyproof.learning.rederive import Rederiver
from strategyproof.learning.selectors.policy import PolicySelector
from strategyproof.learning.shield import Shield
from strategyproof.learning.stream import MEMORY, batch_of
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.proofs.checker import Checker
from strategyproof.proofs.ledger import Ledger, audit
from strategyproof.scenarios.load import load_scenario
from strategyproof.scenarios.sample import draw

ROUNDS = 40_000


def shipped() -> tuple[PolicySelector, str]:
    scenario = load_scenario("default")
    path = shipped_weights(scenario)
    assert path is not None
    selector = load_selector(path, scenario)
    assert isinstance(selector, PolicySelector)
    return selector, hashlib.sha256(path.read_bytes()).hexdigest()


def test_emitted_and_derived_per_second() -> None:
    selector, _ = shipped()
    seen = given(selector.information, batch_of(draw(load_scenario("default"), ROUNDS + MEMORY, 0)))
    start = time.process_time()
    rho = selector.select(seen)
    emitted = time.process_time()
    may = selector.contenders(seen.array())
    derived = time.process_time()
    assert may[np.arange(ROUNDS), np.searchsorted(selector.prices, rho)].all()
    speeds = [ROUNDS / (emitted - start), ROUNDS / (derived - emitted)]
    near = int((may.sum(axis=1) > 1).sum())
    print(f"\n{speeds[0]:,.0f} rho/s emitted, {speeds[1]:,.0f} with their error bound; {near} of {ROUNDS} near", end="")


@pytest.mark.parametrize("rounds", [100_000, 1_000_000], ids=["hundred-thousand", "million"])
def test_audit_with_derivation(rounds: int, tmp_path: Path) -> None:
    (selector, weights), scenario, path = shipped(), load_scenario("default"), tmp_path / "ledger"
    with Ledger(path) as ledger, Shield(selector, Checker(20, ledger=ledger), weights=weights) as shield:
        for seed in range(rounds // 50_000):
            shield.run(draw(scenario, 50_000 + MEMORY, seed))
    start = time.process_time()
    found = audit(path, rederive=Rederiver())
    seconds = time.process_time() - start
    assert (found.whole, found.rederived) == (True, rounds)
    print(f"\n{rounds:,} rho audited and derived again in {seconds:.1f} CPU s, {found.near} near", end="")
