"""Ask the prover, and where it has no answer the fuzzer; the function runs in a child process for both."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import msgspec

from strategyproof.gate.request import Request, RequestError, laws_of
from strategyproof.mechanism.grounds import Cause, Ground, with_lead
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import Budget, LoadError, Session, check, load
from strategyproof.proofs.functions.client import rule_of

ENDLESS: frozenset[Cause] = frozenset({"endless", "unresponsive"})
"""Causes after which no other law is asked: each would cost its whole budget."""
POINTLESS: frozenset[Cause] = ENDLESS | {"stateful", "no-outcome", "crash", "sellers", "too-few-bidders"}
"""Causes after which examples would say nothing."""


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
    """One loaded function, and the child process that runs it.

    Use it in a ``with`` block: leaving it ends the child.
    """

    request: Request
    mechanism: Mechanism
    session: Session
    laws: list[Law] = dataclasses.field(default_factory=list)
    endless: Verdict | None = None

    def __enter__(self) -> Judge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    @property
    def line(self) -> int:
        """The line on which the function starts."""
        line: int = self.mechanism.rule.line  # type: ignore[attr-defined]  # a rule made by load()
        return line

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
        request = self.request
        if self.endless is not None:
            return msgspec.structs.replace(self.endless, law=law.id, seconds=0.0)
        proof = check(
            self.mechanism,
            law,
            bidders=request.bidders,
            arithmetic=request.arithmetic,
            budget=_budget(request),
            session=self.session,
            lift=request.lift,
        )
        if proof.cause in ENDLESS:
            self.endless = proof
        if proof.verdict != "unknown" or request.arithmetic != "real" or self.space or proof.cause in POINTLESS:
            return proof
        return self._tested(law, proof)

    def _tested(self, law: Law, proof: Verdict) -> Verdict:
        """Run examples, in exact rationals; a proof's reason stays with what they show."""
        from strategyproof.property_tests import fuzz

        cost = self.request.cost
        rule = Limited(self.mechanism.rule, time.monotonic() + cost.seconds)
        limited = dataclasses.replace(self.mechanism, rule=rule)
        sizes = (min(self.request.bidders), max(self.request.bidders))
        try:
            found = fuzz(law, limited, bidders=sizes, examples=cost.examples, seed=cost.seed)
        except OutOfTime:
            ended = Ground("time", f"the fuzzer ran out of its {cost.seconds:g} s")
            return msgspec.structs.replace(proof, grounds=[*proof.grounds, ended])
        if found.verdict == "unknown":
            return proof
        unproved = with_lead("no proof: ", proof.grounds) if found.verdict == "tested" else []
        scope = msgspec.structs.replace(found.scope, defaults=proof.scope.defaults)
        seconds = found.seconds + proof.seconds
        return msgspec.structs.replace(found, scope=scope, grounds=[*unproved, *found.grounds], seconds=seconds)


def open_judge(request: Request) -> Judge:
    """Load the function of a request in a child process.

    Raises
    ------
    RequestError
        If it cannot be had, or a law does not speak about it; the message says what to do.
    """
    try:
        mechanism = load(request.target, request.parameters)
    except LoadError as error:
        raise RequestError(str(error)) from error
    session: Session = mechanism.rule.session  # type: ignore[attr-defined]  # a rule made by load()
    try:
        laws = laws_of(request, rule_of(mechanism).space)
    except RequestError:
        session.close()
        raise
    return Judge(request, mechanism, session, laws)


def _budget(request: Request) -> Budget:
    cost = request.cost
    return Budget(cost.seconds, cost.units, cost.paths, cost.decisions, cost.names)
