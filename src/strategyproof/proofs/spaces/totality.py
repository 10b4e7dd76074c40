"""Whether a function has an outcome for all reports."""

from __future__ import annotations

import itertools
from fractions import Fraction

from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.spaces import Type
from strategyproof.mechanism.spaces.law import View
from strategyproof.mechanism.verdict import Counterexample, numeral
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.models import models
from strategyproof.proofs.functions.question import Choice, Question
from strategyproof.proofs.functions.summary import domain, parameter_terms
from strategyproof.proofs.functions.totality import risk
from strategyproof.proofs.smt import terms
from strategyproof.proofs.spaces.markets import converted
from strategyproof.proofs.spaces.shrinking import TypeCase, simplest
from strategyproof.proofs.spaces.subject import Place, SpacedSubject
from strategyproof.proofs.spaces.summary import facts


def judge(subject: SpacedSubject, agents: int) -> Finding:
    """Prove that the function has an outcome for all reports, or find reports for which it has none."""
    spaces = subject.program.reading.spaces(agents)
    places: list[Place] = [(chosen, "own") for chosen in itertools.product(*(range(s.variants) for s in spaces))]
    found = next((found for place in places if (found := failing(subject, place)) is not None), None)
    if found is None and (unsure := risk(subject.program.program.states)) is not None:
        return Unknown(unsure)
    return found or Finding()


def failing(subject: SpacedSubject, place: Place) -> Finding | None:
    """Return why some reports of these variants have no outcome; None if all have one."""
    summary = subject.summary(*place)
    for condition, fault in summary.faults:
        if fault.kind == "raises":
            found = _confirmed(subject, place, condition)
            if found is not None:
                return found
    problem = subject.problem([place])
    if problem is None:
        return None
    if problem.kind == "raises":
        return Unknown(problem.ground("the function may have no outcome for some reports: ", "not-replayed"))
    return Unknown(problem.ground("" if problem.kind == "stateful" else "the evaluator cannot follow the code: "))


def _confirmed(subject: SpacedSubject, place: Place, condition: terms.Term) -> Refuted | None:
    """Find small reports on a path on which the function fails, and see it fail."""
    variants, view = place
    summary, spaces = subject.summary(*place), subject.program.reading.spaces(len(variants))
    known = [
        fact
        for of in (summary.reports, summary.trues)
        for space, own in zip(spaces, of, strict=True)
        for fact in facts(space, own)
    ]
    numbers = [number for of in (summary.reports, summary.trues) for own in of for number in own]
    symbols = parameter_terms(subject.parameters)
    case = Choice({}, terms.negation(condition), terms.TRUE, frozenset())
    question = Question(TOTAL, [*known, *domain(subject.parameters)], {}, numbers, symbols, [case])
    for _, model in models(Asker(subject.budget, subject.deadline), question, [case]):
        types = {
            name: [
                Type(space, variant, tuple(model[number] for number in own))
                for space, variant, own in zip(spaces, variants, of, strict=True)
            ]
            for name, of in (("reports", summary.reports), ("trues", summary.trues))
        }
        found = TypeCase(types, {name: Fraction(model.get(term, term.data)) for name, term in symbols.items()})
        if _fault_at(subject, found, view) is None:
            continue
        simple = simplest(subject, found, lambda tried: _fault_at(subject, tried, view) is not None)
        fault = _fault_at(subject, simple, view)
        shown: dict[str, str | list[str]] = {name: numeral(value) for name, value in simple.parameters.items()}
        told = Counterexample([str(report) for report in simple.types["reports"]], shown, {})
        return Refuted(None if fault is None else fault.ground(kind="raised"), told)
    return None


def _fault_at(subject: SpacedSubject, point: TypeCase, view: View) -> Fault | None:
    """Return what the function raises at a point."""
    reports, trues = ([converted(own, subject.kind) for own in point.types[name]] for name in ("reports", "trues"))
    there = subject.program.natively(reports, [[true] for true in trues], point.parameters, view)
    return there if isinstance(there, Fault) and there.kind == "raises" else None
