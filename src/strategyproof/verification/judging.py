"""Ask the interpreters: proofs here, fuzzing in a second process beside them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TYPE_CHECKING, Literal, TypeAlias

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Drawn, Scope, Verdict
from strategyproof.reports.document import Lemma, Theorem
from strategyproof.reports.events import SolversContradicted
from strategyproof.verification.plan import Job

if TYPE_CHECKING:
    from strategyproof.proofs import Solver

SolverChoice: TypeAlias = Literal["z3", "cvc5", "both"]


def solver_of(choice: SolverChoice) -> Solver:
    """Return the solver that was chosen, or both."""
    from strategyproof.proofs import Solver
    from strategyproof.proofs.smt.two_solvers import TwoSolvers

    return TwoSolvers() if choice == "both" else Solver(program=choice)


def contradictions(job: Job, solver: Solver) -> Iterator[SolversContradicted]:
    """Take from a solver the questions of a law to which its two gave contrary answers."""
    from strategyproof.proofs.smt.two_solvers import TwoSolvers

    while isinstance(solver, TwoSolvers) and solver.disagreements:
        found = solver.disagreements.pop(0)
        answers: dict[str, str] = {answer.by: answer.status for answer in found.answers}
        yield SolversContradicted(job.mechanism, job.law, found.sha256, found.text, answers)


def proofs(questions: Iterable[Job], choice: SolverChoice = "z3") -> Iterator[Verdict | SolversContradicted]:
    """Prove or refute each law for any number of bidders over the reals, one solver, or pair of them, for all."""
    from strategyproof.proofs import prove

    with solver_of(choice) as solver:
        for job in questions:
            try:
                yield prove(LAWS[job.law], MECHANISMS[job.mechanism], solver=solver)
            except Exception as crash:  # noqa: BLE001  a proof that crashes is no proof, and costs no other
                reason = f"the proof crashed: {type(crash).__name__}: {crash}"
                failed = [Ground("prover-failed", reason)]
                yield Verdict(job.mechanism, job.law, "unknown", Scope("any", "real"), solver.name, grounds=failed)
            yield from contradictions(job, solver)


def theorems() -> Iterator[Theorem]:
    """Check the theorems that characterise MSB, lemma by lemma."""
    from strategyproof.proofs import Solver
    from strategyproof.proofs.any_bidders.theorems import check_theorems

    with Solver() as solver:
        for found in check_theorems(solver):
            lemmas = [Lemma(step.statement, step.verdict, step.reason) for step in found.steps]
            yield Theorem(found.id, found.statement, found.source, found.verdict, found.by, lemmas)


class Fuzzing:
    """Questions that a second process works on; verdicts come back in the order of the questions."""

    def __init__(self, questions: Iterable[Job], *, examples: int, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=live_with_parent)
        self._pending: deque[tuple[Job, Future[Verdict]]] = deque(
            (job, self._pool.submit(fuzzed, job, examples, seed)) for job in questions
        )

    def __enter__(self) -> Fuzzing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def ready(self) -> Iterator[Verdict]:
        """Yield the verdicts that are there, without waiting."""
        while self._pending and self._pending[0][1].done():
            yield self._next()

    def rest(self) -> Iterator[Verdict]:
        """Yield all verdicts that were not taken yet, waiting for each."""
        while self._pending:
            yield self._next()

    def _next(self) -> Verdict:
        job, future = self._pending.popleft()
        crash = future.exception()
        if crash is None:
            return future.result()
        failed = Ground("prover-failed", f"the fuzzer crashed: {type(crash).__name__}: {crash}")
        scope = Scope([], "float64" if job.method == "float64" else "rational")
        return Verdict(job.mechanism, job.law, "unknown", scope, "hypothesis", grounds=[failed], examples=0)


def fuzzed(job: Job, examples: int, seed: int) -> Verdict:
    """Run one question of the fuzzer; called in the second process."""
    from strategyproof.property_tests import fuzz

    arithmetic: Drawn = "float64" if job.method == "float64" else "rational"
    return fuzz(LAWS[job.law], MECHANISMS[job.mechanism], arithmetic=arithmetic, examples=examples, seed=seed)


def live_with_parent() -> None:
    """Leave interrupts to the parent, and end when it does, killed or not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
