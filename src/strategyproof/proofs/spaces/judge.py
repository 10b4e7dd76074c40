"""Judge a law over the composite for numbers of agents: inside the process that runs user code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import z3

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.spaces import Type
from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.verdict import Counterexample, Scope, Verdict, defaults_of, numeral
from strategyproof.proofs.evaluator.faults import OutOfBudget
from strategyproof.proofs.functions.adapter import Faulty
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.question import Case, Question
from strategyproof.proofs.functions.simplest import Search
from strategyproof.proofs.smt import terms
from strategyproof.proofs.spaces import agreement, totality
from strategyproof.proofs.spaces.markets import ConcreteMarket
from strategyproof.proofs.spaces.questions import TooMany, arguments, questions
from strategyproof.proofs.spaces.subject import SpacedSubject


def judge(subject: SpacedSubject, law: Law, agents: Sequence[int]) -> Verdict:
    """Prove or refute a law for each number of agents, the smallest first."""
    started = time.process_time()
    subject.deadline = time.monotonic() + subject.budget.seconds
    subject.used.clear()
    sizes = sorted(size for size in agents if size >= law.min_bidders)
    findings: list[Finding] = []
    for size in sizes:
        findings.append(_finding(subject, law, size))
        if isinstance(findings[-1], Refuted):
            break
    seen = sizes[: len(findings)]
    finding = _together(findings, seen, law)
    if not isinstance(finding, (Refuted, Unknown)):
        finding = _compared(subject, finding)
    given = {p.name: str(p.interval) for p in subject.parameters}
    refuted = isinstance(finding, Refuted)
    return Verdict(
        mechanism=subject.identity,
        law=law.id,
        verdict="refuted" if refuted else "unknown" if isinstance(finding, Unknown) else "proved",
        scope=Scope(seen, subject.arithmetic, given, defaults=defaults_of(subject.program.program.signature, given)),
        by=f"every path of the function ({subject.paths()}), z3 {z3.get_version_string()}",
        counterexample=finding.counterexample if isinstance(finding, Refuted) else None,
        reason=finding.reason,
        seconds=time.process_time() - started,
    )


def _together(findings: Sequence[Finding], sizes: Sequence[int], law: Law) -> Finding:
    if not findings:
        return Unknown(f"{law.id} speaks of markets of {law.min_bidders} or more bidders; none was asked for")
    if isinstance(findings[-1], Refuted):
        return findings[-1]
    unknown = [(size, found) for size, found in zip(sizes, findings, strict=True) if isinstance(found, Unknown)]
    if unknown:
        proved = [str(size) for size, found in zip(sizes, findings, strict=True) if not isinstance(found, Unknown)]
        but = f"; proved for N = {', '.join(proved)}" if proved else ""
        return Unknown(f"N = {unknown[0][0]}: {unknown[0][1].reason}{but}")
    return findings[-1]


def _compared(subject: SpacedSubject, finding: Finding) -> Finding:
    """Compare the evaluator with CPython for the markets that a proof speaks of."""
    try:
        found = agreement.difference(subject, [(len(variants), view) for variants, view in subject.used])
    except (OutOfBudget, RecursionError) as error:
        found = f"the evaluator could not be compared with CPython: {error}"
    if found is not None:
        return Unknown(found)
    rests = sorted(subject.program.program.states.rests_on)
    return Finding("; ".join(filter(None, [finding.reason, *rests])) or None)


def _finding(subject: SpacedSubject, law: Law, agents: int) -> Finding:
    try:
        if not isinstance(law, SpaceLaw):
            return totality.judge(subject, agents)
        return _universal(subject, law, agents)
    except (OutOfBudget, RecursionError, TooMany) as error:
        return Unknown(str(error) or type(error).__name__)


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
        return Unknown(f"the function has no outcome for the reports ({where}): {problem.reason}")
    return finding if problem is None else problem


def _answered(subject: SpacedSubject, asker: Asker, question: Question, types: dict[str, list[Type]]) -> Finding:
    [case] = question.cases
    if case.violation is terms.FALSE:
        return Finding()
    status, answer = asker.ask([*question.facts, case.violation])
    if status == "unsat":
        return Finding()
    if status == "unknown":
        return Unknown(f"the solver gave up within {subject.budget.units} resource units: {answer}")
    for _, model in Search(asker, question, [case]).candidates():
        found = replayed(subject, question, case, types, model)
        if found is not None:
            return found
    return Unknown("the solver has a model, but none that replays in exact arithmetic was found")


def replayed(
    subject: SpacedSubject, question: Question, case: Case, types: dict[str, list[Type]], model: dict[Any, Fraction]
) -> Refuted | None:
    """Return the counterexample at a point if the function itself confirms it, in exact arithmetic."""
    parameters = {name: Fraction(model.get(term, term.data)) for name, term in question.parameters.items()}
    there = {
        name: [Type(own.space, own.variant, tuple(model[number] for number in own.numbers)) for own in several]
        for name, several in types.items()
    }
    assert isinstance(question.law, SpaceLaw)
    found = counterexample(subject, question.law, there, case.places, parameters)
    return None if found is None else Refuted(None, found)


def counterexample(
    subject: SpacedSubject,
    law: SpaceLaw,
    types: dict[str, list[Type]],
    places: dict[str, int],
    parameters: dict[str, Fraction],
    *,
    quick: bool = False,
) -> Counterexample | None:
    """Ask the law of the function itself, at one point; None if it holds there, or the function has no outcome."""
    market = ConcreteMarket(subject.program, parameters, law.view, subject.kind, quick)
    try:
        if law.holds(market, **arguments(law, types, places)):
            return None
        runs = market.runs(types["types"])
    except Faulty:
        return None
    told: dict[str, Any] = dict(places)
    for name, several in types.items():
        if name != "types":
            listed = [str(own) for own in several]
            told[name] = listed if len(listed) > 1 else listed[0]
    return Counterexample(
        [str(own) for own in types["types"]],
        {name: numeral(value) for name, value in parameters.items()},
        told,
        runs,
    )
