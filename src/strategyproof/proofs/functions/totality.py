"""Whether a function has an outcome for all bids, and whether its paths say what it does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec

from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.verdict import Counterexample, numeral
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.models import models
from strategyproof.proofs.functions.question import Choice, Question
from strategyproof.proofs.functions.shrinking import simplest_of
from strategyproof.proofs.functions.summary import Summary, domain, parameter_terms
from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic.symbols import Symbol
from strategyproof.proofs.symbolic.vectors import FiniteVector

if TYPE_CHECKING:
    from strategyproof.proofs.evaluator.states import States
    from strategyproof.proofs.functions.judge import Subject


def judge(subject: Subject, bidders: int) -> Finding:
    """Prove that the function has an outcome for all bids, or find bids for which it has none."""
    summary = subject.summary(bidders)
    for condition, fault in summary.faults:
        if fault.kind == "raises":
            found = _confirmed(subject, summary, condition)
            if found is not None:
                return found
    problem_here = problem(subject, summary, bidders) or risk(subject.program.states)
    return Finding() if problem_here is None else Unknown(problem_here)


def risk(states: States) -> Ground | None:
    """Say what may raise in some run, by what the runs before it left."""
    if not states.risks:
        return None
    told = "whether this raises hangs on earlier runs: " + "; ".join(dict.fromkeys(states.risks.values()))
    return Ground("stateful", told, tuple(sorted(states.risks)))


def problem(subject: Subject, summary: Summary, bidders: int) -> Ground | None:
    """Say why the paths of the function do not give an outcome for all bids."""
    rank = {"stateful": 0, "raises": 2}
    faults = sorted((fault for _, fault in summary.faults), key=lambda fault: rank.get(fault.kind, 1))
    if summary.early is not None:
        faults.insert(0 if not faults or faults[0].kind != "stateful" else 1, summary.early)
    if not faults:
        return None
    fault = faults[0]
    if fault.kind != "raises":
        return fault.ground("" if fault.kind == "stateful" else "the evaluator cannot follow the code: ")
    found = judge_faults(subject, summary)
    if found is None or found.counterexample is None:
        return fault.ground(f"the function may fail for some bids of {bidders} bidders: ", "not-replayed")
    lead = f"the function has no outcome for the bids ({', '.join(found.counterexample.bids)}): "
    return msgspec.structs.replace((found.ground or fault.ground()).after(lead), kind="no-outcome")


def judge_faults(subject: Subject, summary: Summary) -> Refuted | None:
    """Return bids for which the function fails."""
    found = (_confirmed(subject, summary, when) for when, fault in summary.faults if fault.kind == "raises")
    return next((one for one in found if one is not None), None)


def _confirmed(subject: Subject, summary: Summary, condition: Any) -> Refuted | None:
    """Find small bids on a path on which the function fails, and see it fail."""
    bids = FiniteVector([Symbol(bid) for bid in summary.bids])
    facts = [*(terms.less_equal(terms.real(0), bid) for bid in summary.bids), *domain(subject.parameters)]
    symbols = parameter_terms(subject.parameters)
    case = Choice({}, terms.negation(condition), terms.TRUE, frozenset())
    question = Question(TOTAL, facts, {"bids": bids}, list(summary.bids), symbols, [case])
    asker = Asker(subject.budget, subject.deadline)
    for _, model in models(asker, question, [case]):
        values = {name: Fraction(model.get(term, term.data)) for name, term in symbols.items()}
        found = Case("rational", [model[bid] for bid in summary.bids], values)
        if _fault_at(subject, found) is not None:
            return _simplest(subject, found)
    return None


def _simplest(subject: Subject, case: Case) -> Refuted:
    simple = simplest_of(
        TOTAL,
        subject.parameters,
        lambda tried: _fault_at(subject, tried) is not None,
        case,
        fewest=len(case.bids),
        whole=subject.arithmetic == "integer",
    )
    shown: dict[str, str | list[str]] = {name: numeral(value) for name, value in simple.parameters.items()}
    fault = _fault_at(subject, simple)
    ground = None if fault is None else fault.ground(kind="raised")
    return Refuted(ground, Counterexample([numeral(bid) for bid in simple.bids], shown, {}))


def _fault_at(subject: Subject, case: Case) -> Fault | None:
    """Return what the function raises at a point at which both it and its reading raise."""
    there = subject.program.natively(case.bids, case.parameters, subject.kind)
    if not (isinstance(there, Fault) and there.kind == "raises"):
        return None
    ours = subject.program.exactly(case.bids, case.parameters, subject.kind)
    return there if isinstance(ours, Fault) and ours.kind == "raises" else None
