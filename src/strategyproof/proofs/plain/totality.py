"""Whether a function has an outcome for all bids, and whether its paths say what it does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Counterexample, numeral
from strategyproof.proofs import terms
from strategyproof.proofs.plain.adapter import at_point
from strategyproof.proofs.plain.asking import Asker
from strategyproof.proofs.plain.findings import Finding, Refuted, Unknown
from strategyproof.proofs.plain.question import Case, Question
from strategyproof.proofs.plain.runs import Decided, Fault
from strategyproof.proofs.plain.simplest import Search
from strategyproof.proofs.plain.source import Loaded
from strategyproof.proofs.plain.summary import Summary, domain, parameter_terms, terms_at
from strategyproof.proofs.plain.total import TOTAL
from strategyproof.proofs.symbols import Symbol
from strategyproof.proofs.vectors import FiniteVector

if TYPE_CHECKING:
    from strategyproof.proofs.plain.judge import Subject


def judge(subject: Subject, bidders: int) -> Finding:
    """Prove that the function has an outcome for all bids, or find bids for which it has none."""
    summary = subject.summary(bidders)
    for condition, fault in summary.faults:
        if fault.kind == "raises":
            found = _confirmed(subject, summary, condition)
            if found is not None:
                return found
    problem_here = problem(subject, summary, bidders)
    return Finding() if problem_here is None else Unknown(problem_here)


def problem(subject: Subject, summary: Summary, bidders: int) -> str | None:
    """Say why the paths of the function do not give an outcome for all bids."""
    rank = {"stateful": 0, "unsupported": 1, "raises": 2}
    faults = sorted((fault for _, fault in summary.faults), key=lambda fault: rank[fault.kind])
    if summary.early is not None:
        faults.insert(0 if not faults or faults[0].kind != "stateful" else 1, summary.early)
    if not faults:
        return None
    fault = faults[0]
    if fault.kind != "raises":
        return f"a proof cannot follow the code: {fault}" if fault.kind == "unsupported" else str(fault)
    found = judge_faults(subject, summary)
    if found is None or found.counterexample is None:
        return f"the function may fail for some bids of {bidders} bidders: {fault}"
    return f"the function has no outcome for the bids ({', '.join(found.counterexample.bids)}): {found.reason}"


def judge_faults(subject: Subject, summary: Summary) -> Refuted | None:
    """Return bids for which the function fails."""
    found = (_confirmed(subject, summary, when) for when, fault in summary.faults if fault.kind == "raises")
    return next((one for one in found if one is not None), None)


def _confirmed(subject: Subject, summary: Summary, condition: Any) -> Refuted | None:
    """Find small bids on a path on which the function fails, and see it fail."""
    bids = FiniteVector([Symbol(bid) for bid in summary.bids])
    facts = [*(terms.less_equal(terms.real(0), bid) for bid in summary.bids), *domain(subject.parameters)]
    symbols = parameter_terms(subject.parameters)
    case = Case({}, terms.negation(condition), terms.TRUE, frozenset())
    question = Question(TOTAL, facts, {"bids": bids}, list(summary.bids), symbols, [case])
    search = Search(Asker(subject.budget, subject.deadline), question, [case])
    for _, model in search.candidates():
        values = {name: Fraction(model.get(term, term.data)) for name, term in symbols.items()}
        point = [model[bid] for bid in summary.bids]
        fault = at_point(subject.loaded, point, values)
        whole = subject.arithmetic == "integer"
        on_doubles = at_point(subject.loaded, point, values, in_floats=True, whole=whole)
        if all(isinstance(found, Fault) and found.kind == "raises" for found in (fault, on_doubles)):
            shown: dict[str, str | list[str]] = {name: numeral(value) for name, value in values.items()}
            return Refuted(str(on_doubles), Counterexample([numeral(bid) for bid in point], shown, {}))
    return None


def recheck(loaded: Loaded, parameters: Sequence[Parameter], summary: Summary) -> None:
    """Run the function at a few points, and compare with what its paths say; note what differs as a fault."""
    if summary.early is not None or any(fault.kind != "raises" for _, fault in summary.faults):
        return
    whole = any(bid.op == "to_real" for bid in summary.bids)
    for bids, values in _samples(len(summary.bids), parameters, whole=whole):
        if (problem := _difference(loaded, parameters, summary, bids, values, whole=whole)) is not None:
            summary.faults.append((terms.TRUE, Fault("stateful", problem, loaded.line)))
            return


def _difference(
    loaded: Loaded,
    parameters: Sequence[Parameter],
    summary: Summary,
    bids: Sequence[Fraction],
    values: dict[str, Fraction],
    *,
    whole: bool,
) -> str | None:
    """Return how runs at a point differ: from each other, from what the paths say, or on doubles."""
    point = ", ".join(map(str, bids))
    first, second = (at_point(loaded, bids, values) for _ in range(2))
    if first != second:
        return f"two runs on the bids ({point}) differ: the function is not a function of its input"
    constants = dict(zip(summary.bids, map(terms.real, bids), strict=True))
    constants |= {t: terms.real(values[name]) for name, t in parameter_terms(parameters).items() if t.op == "var"}
    defined, *told = terms_at([summary.defined, *summary.wins, *summary.payments], constants)
    if isinstance(first, Fault) or defined is not terms.TRUE:
        return None
    if told != [*first.wins, *first.payments]:
        return f"the function's run on ({point}) is not what its paths say"
    if not _alike(first, at_point(loaded, bids, values, in_floats=True, whole=whole)):
        numbers = "Python's whole numbers" if whole else "doubles"
        return f"on {numbers} the function's run on ({point}) is another: a module that it uses asks what numbers are"
    return None


def _alike(exact: Decided, rounded: Decided | Fault) -> bool:
    """Tell whether a run on doubles is the exact one, rounding apart."""
    return (
        not isinstance(rounded, Fault)
        and rounded.wins == exact.wins
        and all(
            math.isclose(p.data, q.data, rel_tol=1e-9, abs_tol=1e-9)
            for p, q in zip(rounded.payments, exact.payments, strict=True)
        )
    )


def _samples(
    count: int, parameters: Sequence[Parameter], *, whole: bool
) -> Iterator[tuple[list[Fraction], dict[str, Fraction]]]:
    rows = [[7, 5, 11, 3, 2], [4, 4, 1, 4, 0], [0] * 5, [1, 2, 3, 5, 8], [9, 6, 3, 2, 1], [0, 13, 13, 5, 7]]
    for k, row in enumerate(rows):
        bids = [Fraction(row[place % 5] + place // 5, 1 if whole else 1 + (k == 4)) for place in range(count)]
        yield bids, {p.name: _inside(p, k) for p in parameters}


def _inside(parameter: Parameter, step: int) -> Fraction:
    low, high = Fraction(parameter.interval.low), parameter.interval.high
    return low + Fraction(step + 1, 2) if high is None else low + (Fraction(high) - low) * Fraction(step + 1, 7)
