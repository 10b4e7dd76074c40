"""Judge a user's function: it runs in a child process for proofs and for examples alike."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import msgspec

from strategyproof.judging.events import QuestionKept, SolversContradicted, Subject
from strategyproof.judging.evidence import Sources, of_file
from strategyproof.judging.laws import laws_of
from strategyproof.judging.request import Request, RequestError
from strategyproof.judging.ways import Ways, judged
from strategyproof.mechanism.grounds import Cause, Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.verdict import Scope, Verdict
from strategyproof.proofs.functions import Budget, LoadError, Session, check, load
from strategyproof.proofs.functions.client import rule_of

ENDLESS: frozenset[Cause] = frozenset({"endless", "unresponsive"})
"""Causes after which no other law is asked: each would cost its whole budget."""


class OutOfTime(BaseException):
    """The fuzzer's time is up. No ``Exception``, so that nothing on the way takes it for a fault of the function."""


@dataclasses.dataclass(slots=True)
class Limited:
    """A rule that stops answering at a point in time."""

    rule: Any
    deadline: float

    def __call__(self, bids: Vector, **values: Any) -> Outcome:
        """Run the rule.

        Raises
        ------
        OutOfTime
            After the deadline.
        """
        if time.monotonic() > self.deadline:
            raise OutOfTime
        outcome: Outcome = self.rule(bids, **values)
        return outcome


@dataclasses.dataclass(slots=True)
class Judge:
    """One loaded function, the child process that runs it, and the hashes of its files before they were loaded.

    Use it in a ``with`` block: leaving it ends the child.
    """

    request: Request
    mechanism: Mechanism
    session: Session
    laws: list[Law] = dataclasses.field(default_factory=list)
    endless: Verdict | None = None
    sources: Sources | None = None

    def __enter__(self) -> Judge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    @property
    def subject(self) -> Subject:
        """What is judged."""
        file, _, function = self.request.target.rpartition(":")
        rule: Any = self.mechanism.rule  # made by load()
        parameters = self.request.parameters
        read = rule.space
        return Subject(
            self.request.target,
            self.mechanism.id,
            file,
            function,
            rule.line,
            parameters,
            rule.source,
            self.space,
            read is None or read.one_number,
        )

    @property
    def space(self) -> str | None:
        """How the function was read, where its types or outcomes are more than one number and yes or no."""
        read = rule_of(self.mechanism).space
        return None if read is None else read.told

    def verdicts(self) -> Iterator[Verdict]:
        """Judge law by law."""
        for law in self.laws:
            yield self.verdict(law)

    def verdict(self, law: Law) -> Verdict:
        """Prove or refute a law, or test it where neither can be done."""
        if self.endless is not None:
            return msgspec.structs.replace(self.endless, law=law.id, seconds=0.0)
        may_draw = self.request.arithmetic == "real" and self.space is None
        found = judged(
            law, self.mechanism, Ways(self._proved, self._drawn), self.request.cost.examples, may_draw=may_draw
        )
        if found.cause in ENDLESS:
            self.endless = found
        return found

    def _proved(self, law: Law, mechanism: Mechanism) -> Verdict:
        request, cost = self.request, self.request.cost
        return check(
            mechanism,
            law,
            bidders=request.bidders,
            arithmetic=request.arithmetic,
            budget=Budget(cost.seconds, cost.units, cost.paths, cost.decisions, cost.names),
            session=self.session,
            lift=request.lift,
            solver=request.solver,
        )

    def asked(self, verdict: Verdict) -> Iterator[QuestionKept | SolversContradicted]:
        """Yield the texts that the last verdict cites, and those about which two solvers contradict each other."""
        texts, self.session.texts = self.session.texts or {}, {}
        yield from (QuestionKept(one.sha256, texts[one.sha256]) for one in verdict.questions if one.sha256 in texts)
        while self.session.contradictions:
            yield SolversContradicted(**msgspec.structs.asdict(self.session.contradictions.pop(0)))

    def _drawn(self, law: Law, mechanism: Mechanism, most: int) -> Verdict:
        """Run examples, in exact rationals, for as long as a proof may take."""
        from strategyproof.property_tests import fuzz

        cost = self.request.cost
        limited = dataclasses.replace(mechanism, rule=Limited(mechanism.rule, time.monotonic() + cost.seconds))
        sizes = (min(self.request.bidders), max(self.request.bidders))
        try:
            return fuzz(law, limited, bidders=sizes, examples=most, seed=cost.seed)
        except OutOfTime:
            ended = Ground("time", f"the fuzzer ran out of its {cost.seconds:g} s")
            return Verdict(
                mechanism.id, law.id, "unknown", Scope(list(sizes), "rational"), "hypothesis", grounds=[ended]
            )


def open_judge(request: Request) -> Judge:
    """Load the function of a request in a child process.

    Raises
    ------
    RequestError
        If it cannot be had, or a law does not speak about it; the message says what to do.
    """
    read = of_file(request.target.rpartition(":")[0])
    try:
        mechanism = load(request.target, request.parameters)
    except LoadError as error:
        raise RequestError(str(error), error.line) from error
    session: Session = mechanism.rule.session  # type: ignore[attr-defined]  # a rule made by load()
    try:
        laws = laws_of(request, rule_of(mechanism).space)
    except RequestError:
        session.close()
        raise
    session.texts = {}
    return Judge(request, mechanism, session, laws, sources=read)
