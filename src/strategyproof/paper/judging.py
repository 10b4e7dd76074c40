"""Ask the interpreters: proofs here, fuzzing in a second process beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING

import msgspec

from strategyproof.judging.pool import pool
from strategyproof.judging.ways import failed, of_rules
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Asked, Drawn, Scope, Verdict
from strategyproof.paper.plan import Job, in_doubles
from strategyproof.proofs.smt.choice import SolverChoice, solver_of
from strategyproof.reports.document import Expectation, Kernel, Lemma, Theorem
from strategyproof.reports.events import QuestionKept, SolversContradicted

if TYPE_CHECKING:
    from strategyproof.proofs import Solver


def contradictions(subject: str, law: str, solver: Solver) -> Iterator[SolversContradicted]:
    """Take from a solver the questions about a law of a mechanism to which its two gave contrary answers."""
    for found in solver.disputed():
        yield SolversContradicted(**msgspec.structs.asdict(found.about(subject, law)))


def kept(questions: Iterable[Asked], texts: Mapping[str, str]) -> Iterator[QuestionKept]:
    """Yield the texts of the questions that a verdict cites."""
    yield from (QuestionKept(asked.sha256, texts[asked.sha256]) for asked in questions)


def proofs(
    questions: Iterable[tuple[Law, Mechanism]], choice: SolverChoice = "z3"
) -> Iterator[Verdict | QuestionKept | SolversContradicted]:
    """Prove or refute each law for any number of bidders over the reals, one solver, or pair of them, for all."""
    with solver_of(choice) as solver:
        ways = of_rules(solver)
        for law, mechanism in questions:
            solver.texts = {}
            try:
                found = ways.prove(law, mechanism)
            except Exception as crash:  # noqa: BLE001  a proof that crashes is no proof, and costs no other
                found = failed(crash, law, mechanism, Scope("any", "real"), solver.name)
            yield from kept(found.questions, solver.texts)
            yield found
            yield from contradictions(mechanism.id, law.id, solver)


def kernel(claims: Iterable[Expectation], others: Iterable[tuple[Law, Mechanism]] = ()) -> Kernel:
    """Let Coq read the laws that are claimed to hold of rules, some others, and the theorems about all rules.

    Raises
    ------
    NoCoq
        If Coq is not there.
    """
    from strategyproof.proofs.kernel.checking import checked
    from strategyproof.proofs.kernel.coqc import Coq
    from strategyproof.proofs.kernel.project import project
    from strategyproof.proofs.kernel.theorems import ABOUT_ALL

    pairs = [(MECHANISMS[claim.mechanism], LAWS[claim.law]) for claim in claims if claim.expected == "holds"]
    pairs += [(mechanism, law) for law, mechanism in others if law.id in LAWS]
    with Coq() as coq:
        return checked(project(pairs, ABOUT_ALL, in_doubles(pairs)), coq)


def theorems(choice: SolverChoice = "z3") -> Iterator[Theorem | QuestionKept | SolversContradicted]:
    """Check the theorems that characterise MSB, lemma by lemma."""
    from strategyproof.proofs.any_bidders.theorems import check_theorems

    with solver_of(choice) as solver:
        texts: dict[str, str] = {}
        solver.texts = texts
        for found in check_theorems(solver):
            yield from kept([asked for step in found.steps for asked in step.questions], texts)
            lemmas = [Lemma(step.statement, step.verdict, step.reason, step.questions) for step in found.steps]
            yield Theorem(found.id, found.statement, found.source, found.verdict, found.by, lemmas)
            yield from contradictions(found.id, "theorem", solver)


class Fuzzing:
    """Questions that a second process works on; verdicts come back in the order of the questions."""

    def __init__(self, questions: Iterable[Job], *, examples: int, seed: int) -> None:
        self._pool = pool()
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
        scope = Scope([], _drawn(job))
        return failed(crash, LAWS[job.law], MECHANISMS[job.mechanism], scope, "hypothesis")


def fuzzed(job: Job, examples: int, seed: int) -> Verdict:
    """Run one question of the fuzzer; called in the second process."""
    return of_rules(seed=seed, arithmetic=_drawn(job)).fuzz(LAWS[job.law], MECHANISMS[job.mechanism], examples)


def _drawn(job: Job) -> Drawn:
    return "float64" if job.method == "float64" else "rational"
