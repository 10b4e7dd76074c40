"""The self-test as a whole: every mutant of the rules asked for is judged, on as many processes as there are to use."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from strategyproof.judging.pool import pool
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Budget, Solver
from strategyproof.proofs.smt.choice import SolverChoice, solver_of
from strategyproof.reports.selftest_document import MutantJudged
from strategyproof.selftest.judge import ASKED, Checker, judge, laws_of, shipped
from strategyproof.selftest.mutants import Mutant, mutants

BUDGET = Budget(seconds=10)
"""Wall clock of a question: a solver that does not count its units costs a law that stays open, not half a minute."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How thoroughly the mutants are judged, and who proves; see :class:`~strategyproof.selftest.judge.Checker`."""

    seed: int = 0
    examples: int = 200
    thorough: bool = False
    solver: SolverChoice = "z3"


def selftest(rules: Sequence[str], settings: Settings, jobs: int = 1) -> Iterator[MutantJudged]:
    """Judge every mutant of some mechanisms, in the order of the mechanisms and of the lines of their functions.

    Parameters
    ----------
    rules
        Ids of mechanisms.
    settings
        How thoroughly.
    jobs
        On how many processes; the answers do not depend on it.
    """
    if jobs == 1:
        for rule in rules:
            laws = _proved(rule, settings)
            yield from (_judge(rule, place, laws, settings) for place in _places(rule))
        return
    workers = pool(jobs)
    try:
        proved = workers.map(_proved, rules, [settings] * len(rules))
        tasks = [(rule, place, laws) for rule, laws in zip(rules, proved, strict=True) for place in _places(rule)]
        yield from workers.map(_judge, *zip(*tasks, strict=True), [settings] * len(tasks))
    finally:
        workers.shutdown(wait=False, cancel_futures=True)


def planted(rules: Sequence[str]) -> int:
    """Return how many mutants some mechanisms have."""
    return sum(len(_mutants(rule)) for rule in rules)


@cache
def _mutants(rule: str) -> list[Mutant]:
    return mutants(MECHANISMS[rule])


def _places(rule: str) -> range:
    return range(len(_mutants(rule)))


@cache
def _checker(settings: Settings) -> Checker:
    """Return the checker of this process; its solvers are children that end with it."""
    solver = _solver(settings.solver)
    return shipped(solver, seed=settings.seed, examples=settings.examples, thorough=settings.thorough)


@cache
def _solver(choice: SolverChoice) -> Solver:
    """Return the solver of this process."""
    solver = solver_of(choice, BUDGET, lazy=True)  # most mutants break a law, which is replayed
    atexit.register(solver.close)
    return solver


def _proved(rule: str, settings: Settings) -> list[str]:
    return [law.id for law in laws_of(MECHANISMS[rule], _checker(settings).prove)]


def _judge(rule: str, place: int, laws: list[str], settings: Settings) -> MutantJudged:
    found = judge(_mutants(rule)[place], [ASKED[law] for law in laws], _checker(settings))
    contrary = [one.about(found.id, ", ".join(laws)) for one in _solver(settings.solver).disputed()]
    if not contrary:
        return found
    return msgspec.structs.replace(found, status="contradiction", contradictions=contrary)
