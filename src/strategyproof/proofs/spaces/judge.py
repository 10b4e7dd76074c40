"""Judge a law over the composite for numbers of agents: inside the process that runs user code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from strategyproof.mechanism.counterexample.gain import Shortfall
from strategyproof.mechanism.grounds import NOT_REPLAYED, Cause, Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.spaces import Type
from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.verdict import Counterexample, Scope, Verdict, defaults_of
from strategyproof.proofs.evaluator.faults import OutOfBudget
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.concrete import Faulty
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.judge import together
from strategyproof.proofs.functions.models import models
from strategyproof.proofs.functions.question import Choice, Question
from strategyproof.proofs.smt import terms
from strategyproof.proofs.spaces import agreement, totality
from strategyproof.proofs.spaces.markets import ConcreteMarket, MeasuredMarket
from strategyproof.proofs.spaces.questions import TooMany, arguments, questions
from strategyproof.proofs.spaces.replay import counterexample
from strategyproof.proofs.spaces.shrinking import TypeCase, simplest
from strategyproof.proofs.spaces.subject import SpacedSubject


def judge(subject: SpacedSubject, law: Law, agents: Sequence[int]) -> Verdict:
    """Prove or refute a law for each number of agents, the smallest first."""
    started = time.process_time()
    subject.deadline = time.monotonic() + subject.budget.seconds
    subject.used.clear()
    subject.deciding.begin()
    elsewhere = subject.deciding.solver.seconds
    sizes = sorted(size for size in agents if size >= law.min_bidders)
    findings: list[Finding] = []
    for size in sizes:
        findings.append(_finding(subject, law, size))
        if isinstance(findings[-1], Refuted):
            break
    seen = sizes[: len(findings)]
    judgement, found, grounds = together(findings, seen, law)
    if judgement == "proved":
        grounds += [Ground("assumption", text) for text in sorted(subject.program.program.states.rests_on)]
    if judgement == "proved" and (difference := _difference(subject)) is not None:
        judgement, grounds = "unknown", [difference]
    if judgement == "proved" and (doubt := _incomplete(subject)) is not None:
        judgement, grounds = "unknown", [doubt]
    given = {p.name: str(p.interval) for p in subject.parameters}
    return Verdict(
        mechanism=subject.identity,
        law=law.id,
        verdict=judgement,
        scope=Scope(seen, subject.arithmetic, given, defaults=defaults_of(subject.program.program.signature, given)),
        by=f"every path of the function ({subject.paths()}), {subject.deciding.authors}",
        counterexample=found,
        grounds=grounds,
        seconds=time.process_time() - started + subject.deciding.solver.seconds - elsewhere,
        questions=subject.deciding.cited(judgement, law),
    )


def _difference(subject: SpacedSubject) -> Ground | None:
    """Compare the evaluator with CPython for the markets that a proof speaks of."""
    try:
        return agreement.difference(subject, [(len(variants), view) for variants, view in subject.used])
    except (OutOfBudget, RecursionError) as error:
        cause: Cause = error.cause if isinstance(error, OutOfBudget) else "budget"
        return Ground(cause, f"the evaluator could not be compared with CPython: {error}")


def _incomplete(subject: SpacedSubject) -> Ground | None:
    """Say why a path may be missing from those that a proof speaks of."""
    try:
        return subject.deciding.complete(subject.explored(), subject.budget, subject.deadline)
    except OutOfBudget as error:
        return Ground(error.cause, f"that no other path can happen is not decided: {error}")


def _finding(subject: SpacedSubject, law: Law, agents: int) -> Finding:
    try:
        if not isinstance(law, SpaceLaw):
            return totality.judge(subject, agents)
        return _universal(subject, law, agents)
    except (OutOfBudget, RecursionError, TooMany) as error:
        cause: Cause = error.cause if isinstance(error, OutOfBudget) else "budget"
        return Unknown(Ground(cause, str(error) or type(error).__name__))


def _universal(subject: SpacedSubject, law: SpaceLaw, agents: int) -> Finding:
    asker = Asker(subject.budget, subject.deadline)
    finding = Finding()
    asking = questions(law, subject.program.reading, agents, subject.parameters, subject.summary, subject.arithmetic)
    for question, types in asking:
        found = _answered(subject, asker, question, types[0])
        if isinstance(found, Refuted):
            return found
        finding = found if isinstance(found, Unknown) and not isinstance(finding, Unknown) else finding
    failing = (totality.failing(subject, place) for place in sorted(subject.used))
    problem = next((found for found in failing if found is not None), None)
    if isinstance(problem, Refuted) and problem.counterexample is not None:
        where = "; ".join(problem.counterexample.bids)
        return Unknown(Ground("no-outcome", f"the function has no outcome for the reports ({where}): {problem.ground}"))
    return finding if problem is None else problem


def _answered(subject: SpacedSubject, asker: Asker, question: Question, types: dict[str, list[Type]]) -> Finding:
    [case] = question.cases
    if case.violation is terms.FALSE:
        return Finding()
    answer = subject.deciding.ask([*question.facts, case.violation], subject.budget, subject.deadline)
    if answer.status == "unsat":
        return Finding()
    if answer.status == "unknown":
        return Unknown(answer.ground)
    for _, model in models(asker, question, [case]):
        found = replayed(subject, question, case, types, model)
        if found is not None:
            return found
    return Unknown(NOT_REPLAYED)


def replayed(
    subject: SpacedSubject, question: Question, case: Choice, types: dict[str, list[Type]], model: dict[Any, Fraction]
) -> Refuted | None:
    """Return the counterexample at a point, made simple, if the function itself confirms it, in exact arithmetic."""
    law, parameters = question.law, {n: Fraction(model.get(term, term.data)) for n, term in question.parameters.items()}
    assert isinstance(law, SpaceLaw)
    there = {
        name: [Type(own.space, own.variant, tuple(model[number] for number in own.numbers)) for own in several]
        for name, several in types.items()
    }
    found = counterexample(subject, law, there, case.places, parameters)
    if found is None:
        return None

    def again(point: TypeCase) -> Counterexample | None:
        return counterexample(subject, law, point.types, case.places, point.parameters)

    def fails(point: TypeCase) -> bool:
        quickly = counterexample(subject, law, point.types, case.places, point.parameters, quick=True)
        return quickly is not None and again(point) is not None

    measured = partial(gain, subject, law, case.places)
    simple = simplest(subject, TypeCase(there, parameters), fails, measured)
    return Refuted(None, again(simple) or found)


def gain(subject: SpacedSubject, law: SpaceLaw, places: dict[str, int], point: TypeCase) -> Fraction | None:
    """Return by how much a law of the form a >= b fails at a point; None of a law of another form."""
    market = MeasuredMarket(ConcreteMarket(subject.program, point.parameters, law.view, subject.kind))
    try:
        truth = law.holds(market, **arguments(law, point.types, places))
    except (Faulty, TypeError):  # TypeError: a law that computes what amounts do not
        return None
    return truth.missing if isinstance(truth, Shortfall) else None
