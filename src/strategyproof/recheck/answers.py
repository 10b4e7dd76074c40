"""Draw the conclusions of a report again from its verdicts: the answer, the exit code, the sentences, the stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from strategyproof.judging.answers import passage
from strategyproof.judging.events import Judged
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.cards import law_card
from strategyproof.reports.conclusion import conclude, method_of
from strategyproof.reports.document import Report
from strategyproof.reports.recheck_document import Check
from strategyproof.reports.verdicts_document import VerdictsDocument, concluded


def of_verdicts(document: VerdictsDocument) -> Iterator[Check]:
    """Draw the conclusions of ``check`` and ``gate`` again."""
    for place, verdict in enumerate(document.verdicts):
        yield from _of_one(place, verdict)
    again = concluded(document.command, document.subjects, document.verdicts, document.refused, document.stale)
    yield from _compared(document, again, ("answer", "exit_code", "sentence", "stories"))
    yield from _subjects(document)
    if document.repair is not None:
        yield Check("answer", "repair", "not rechecked", "`strategyproof price` finds the prices again")


def of_report(report: Report) -> Iterator[Check]:
    """Draw the conclusion of ``verify`` again, and compare what it says of laws with the reader's."""
    from strategyproof.paper import information, plan

    for place, verdict in enumerate(report.judged):
        yield from _consistent(place, verdict)
    told_by = report.verdicts, report.expected, report.theorems, report.rho
    again = conclude(*told_by, kernel=report.kernel, table=report.information)
    if report.conclusion.answer == "solvers-disagree" and again.answer != "solvers-disagree":
        told = "two solvers contradicted each other, which the verdicts do not show"
        yield Check("answer", "conclusion", "not rechecked", told)
    else:
        yield from _compared(report.conclusion, again, ("answer", "exit_code", "sentence", "failures"))
    plans = [plan.expectations(everything=everything) for everything in (False, True)]
    same = report.expected in plans
    told = "" if same else "it is not what `strategyproof verify` of this version claims"
    yield Check("claims", "expected", "confirmed" if same else "contradicted", told)
    said = [
        (row.knows, cell.says, one.expected, one.when, one.verdict.mechanism, one.verdict.law)
        for row in report.information
        for cell in row.cells
        for one in cell.shown
    ]
    same = said == list(information.lines())
    told = "" if same else "it is not the table of this version"
    yield Check("claims", "information", "confirmed" if same else "contradicted", told)
    for card in report.laws:
        same = card.id in LAWS and law_card(LAWS[card.id]) == card
        told = "" if same else "the law says something else here"
        yield Check("cards", f"law {card.id}", "confirmed" if same else "contradicted", told)


def _of_one(place: int, verdict: Judged) -> Iterator[Check]:
    yield from _consistent(place, verdict)
    expected = passage(verdict, accepted=verdict.accepted)
    tested = verdict.verdict == "tested" and verdict.passage == "holds"  # where a gate asks for no more
    if verdict.passage != expected and not tested:
        told = f"a verdict of {verdict.verdict} means {expected}, and the report says {verdict.passage}"
        yield Check("answer", f"verdicts[{place}].passage", "contradicted", told)


def _consistent(place: int, verdict: Verdict) -> Iterator[Check]:
    """See that a verdict is one: counterexamples belong to refutations, counts of examples to tests."""
    about = f"verdicts[{place}]"
    if verdict.verdict != "refuted" and verdict.counterexample is not None:
        yield Check("answer", about, "contradicted", f"it is {verdict.verdict}, and has a counterexample")
    if verdict.verdict == "proved" and method_of(verdict) != "proof":
        yield Check("answer", about, "contradicted", "it is proved, and counts examples")
    if verdict.verdict == "tested" and method_of(verdict) == "proof":
        yield Check("answer", about, "contradicted", "it is tested, and counts no examples")


def _subjects(document: VerdictsDocument) -> Iterator[Check]:
    """See that each verdict is about a subject, and says of it what the subject says."""
    known = {subject.target: subject for subject in document.subjects}
    for place, verdict in enumerate(document.verdicts):
        subject = known.get(verdict.target)
        if subject is None:
            yield Check(
                "answer", f"verdicts[{place}].target", "contradicted", f"no subject is called {verdict.target!r}"
            )
            continue
        for name in ("mechanism", "file", "line"):
            if getattr(verdict, name) != getattr(subject, name):
                told = f"{getattr(verdict, name)!r}, and its subject says {getattr(subject, name)!r}"
                yield Check("answer", f"verdicts[{place}].{name}", "contradicted", told)


def _compared(said: Any, again: Any, names: Sequence[str]) -> Iterator[Check]:
    for name in names:
        was, now = msgspec.to_builtins(getattr(said, name)), msgspec.to_builtins(getattr(again, name))
        told = "" if was == now else f"{str(was)[:160]} in the report, {str(now)[:160]} follows from its verdicts"
        yield Check("answer", name, "confirmed" if was == now else "contradicted", told)


def left(verdicts: Sequence[Verdict]) -> Iterator[Check]:
    """Name what no hash and no replay shows: proofs, examples that found nothing, and what is unknown."""
    why = {"proved": "no solver was asked", "tested": "the examples were not drawn again", "unknown": "it says nothing"}
    parts: dict[str, Any] = {"proved": "proofs", "tested": "examples", "unknown": "unknown"}
    for place, verdict in enumerate(verdicts):
        if verdict.verdict in parts:
            about = f"verdicts[{place}]: {verdict.mechanism} / {verdict.law}"
            yield Check(parts[verdict.verdict], about, "not rechecked", why[verdict.verdict])
