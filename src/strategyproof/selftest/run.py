"""The self-test as a whole: every mutant of the rules asked for is judged, on as many processes as there are to use."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from strategyproof.judging.pool import pool
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Budget, Solver
from strategyproof.reports.selftest_document import MutantJudged
from strategyproof.selftest.judge import ASKED, Checker, judge, laws_of, shipped
from strategyproof.selftest.mutants import Mutant, mutants

BUDGET = Budget(seconds=10)
"""Wall clock of a question: a solver that does not count its units costs a law that stays open, not half a minute."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How thoroughly the mutants are judged; see :class:`~strategyproof.selftest.judge.Checker`."""

    seed: int = 0
    examples: int = 200
    thorough: bool = False


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
    """Return the checker of this process; its solver is a child that ends with it."""
    solver = Solver(BUDGET)
    atexit.register(solver.close)
    return shipped(solver, seed=settings.seed, examples=settings.examples, thorough=settings.thorough)


def _proved(rule: str, settings: Settings) -> list[str]:
    return [law.id for law in laws_of(MECHANISMS[rule], _checker(settings).prove)]


def _judge(rule: str, place: int, laws: list[str], settings: Settings) -> MutantJudged:
    return judge(_mutants(rule)[place], [ASKED[law] for law in laws], _checker(settings))
