"""What each kind of job does: from its specification to a result of plain numbers."""

from __future__ import annotations

import threading
import time
from fractions import Fraction
from functools import singledispatch
from typing import Any

import msgspec
import numpy as np

from strategyproof.experiments.jobs import AdverseJob, FilterJob, Job, JointJob, LearnedJob, PatienceJob, RulesJob
from strategyproof.experiments.measure import Parts, hold_out, parts_at
from strategyproof.experiments.training import Curve, drawing, trained
from strategyproof.learning.evaluate import Bench, rho_of
from strategyproof.learning.reward import reward_of_each_price
from strategyproof.mechanism.rules.msb import msb

__all__ = ["perform", "result_of"]

_ALONE = threading.Lock()
"""Libraries keep one random state per process, so a process does one job at a time, whatever its threads."""


def perform(specification: bytes) -> bytes:
    """Do a job: from its JSON to its result's. This is what other processes and other machines run."""
    job = msgspec.json.decode(specification, type=Job)
    with _ALONE:
        return msgspec.json.encode(result_of(job), order="sorted")


def result_of(job: Job) -> dict[str, Any]:
    """Do a job.

    Returns
    -------
    The result under ``found``, which the specification alone decides, and under ``cpu_seconds`` what it took.
    """
    start = time.process_time()
    found = _found(job)
    return {"found": msgspec.to_builtins(found), "cpu_seconds": round(time.process_time() - start, 3)}


@singledispatch
def _found(job: Any) -> Any:
    raise TypeError(f"expected a job, got {type(job).__name__}")


@_found.register
def _rules(job: RulesJob) -> dict[str, Parts]:
    """Return the parts of every rule and bound, by id."""
    held = hold_out(job.market, job.held_out, job.seed)
    bench = Bench(job.market, history=job.history, seed=job.seed)
    found = {
        name: held.earned(selector, drawing(job.seed) if name == "random" else None)
        for name, selector in bench.selectors.items()
    }
    prices = np.asarray(bench.prices)
    best = reward_of_each_price(held.batch, prices, job.market.uav.zeta).argmax(axis=1)
    found["best-price"] = parts_at(held, prices[best])
    return found


@_found.register
def _adverse(job: AdverseJob) -> dict[str, float]:
    """Return E[v_0 | x_0 = 1] / E[v_0] of every rule that sells to the UAV, by id."""
    held = hold_out(job.market, job.held_out, job.seed)
    found = {}
    for name, selector in Bench(job.market, history=job.history, seed=job.seed).selectors.items():
        kept = ~np.asarray(msb(held.batch.bids, rho_of(selector, held.batch)).wins).any(axis=0)
        if kept.any():
            found[name] = float(held.batch.brand[kept].mean() / held.batch.brand.mean())
    return found


@_found.register
def _filter(job: FilterJob) -> dict[str, Parts]:
    """Return the parts of the best policy of the true filter."""
    from strategyproof.learning.true_filter import filtered_rho

    held = hold_out(job.market, job.held_out, job.seed)
    rho = filtered_rho(job.market, held.rounds, seed=job.seed)
    return {"true-filter": parts_at(held, rho[-job.held_out :])}


@_found.register
def _learned(job: LearnedJob) -> dict[str, Any]:
    """Return the curve and, of the trained selector, the parts at its most likely price and as drawn."""
    held, total = hold_out(job.market, job.held_out, job.seed), int(job.settings["rounds"])
    curve = Curve(held.part(job.curve_rounds), held.zeta, total, job.points, job.seed)
    selector = trained(job.market, job.selector, job.information, job.settings, job.seed, curve)
    return {
        "curve": curve.points,
        "argmax": held.earned(selector),
        "drawn": held.earned(selector, drawing(job.seed)),
    }


@_found.register
def _patience(job: PatienceJob) -> dict[str, Any]:
    """Return the gain of the bidder that gains most in each small market."""
    from strategyproof.learning.dynamic import dynamic_gain, menu_of, selector_policy
    from strategyproof.learning.stream import MEMORY
    from strategyproof.scenarios.sample import draw

    selector = trained(job.market, job.selector, job.information, job.settings, job.seed)
    most = []
    for market in range(job.held_out):
        entropy = np.random.SeedSequence(job.seed, spawn_key=(23, market))
        rounds = draw(job.market, MEMORY + 3, np.random.default_rng(entropy))
        values = [tuple(Fraction(float(bid)) for bid in rounds.bids[:, MEMORY + t]) for t in range(3)]
        policy = selector_policy(selector, rounds)
        gains = [dynamic_gain(policy, values, n, menu_of(values, n)).gain for n in range(len(values[0]))]
        most.append(float(max(gains)))
    return {"largest_gains": most}


@_found.register
def _joint(job: JointJob) -> dict[str, Any]:
    """Return what a joint policy earns."""
    from strategyproof.learning.joint.course import joint_surplus

    return joint_surplus(job.market, job.tasks, job.policy, job.rounds, job.held_out, job.seed)
