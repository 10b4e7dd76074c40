"""What solvers were asked, checked again without one: the texts beside the report, and those that are traced here.

A rule that ships is read again, and the law asked again, of a solver that knows nothing but the answers that the report
cites: it gives each to the text with that hash, and none to any other. If the verdict comes out, then the questions are
those of the reader's own rule and law, the verdict follows from their answers, and only the answers remain to be
believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from strategyproof.judging.sources import sha256
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS, OVER_ROUNDS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.mechanism.verdict import Asked, Verdict
from strategyproof.proofs.any_bidders.proving import prove
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.smtlib import sha256_of
from strategyproof.proofs.smt.solver import Solver
from strategyproof.recheck.replaying import Placed, named
from strategyproof.reports.directory import QUESTIONS
from strategyproof.reports.recheck_document import Check


class Cited(Solver):
    """A solver that knows the answers that a report cites, and nothing else; it starts no process."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        super().__init__()
        self._known = {asked.sha256: asked for asked in questions}

    def _answer(self, text: str, names: Sequence[str]) -> Answer:  # noqa: ARG002  # no model is cited
        asked = self._known.get(sha256_of(text))
        if asked is None:
            return Answer("unknown", cause="start", detail="the report cites no answer to this text", by="the report")
        return Answer(asked.answer, by=" and ".join(asked.by), solvers=tuple(asked.by))


def texts(questions: Sequence[Asked], report: Path) -> Iterator[Check]:
    """Compare the texts that lie beside a report with their names, which are their hashes."""
    names = list(dict.fromkeys(asked.sha256 for asked in questions))
    folder = report.parent / QUESTIONS
    if names and not folder.is_dir():
        yield Check("questions", f"{len(names)} texts", "not rechecked", f"there is no {QUESTIONS} beside the report")
        return
    whole = 0
    for name in names:
        path = folder / f"{name}.smt2"
        try:
            found = sha256(path.read_bytes())
        except OSError as error:
            yield Check("questions", name, "contradicted", f"{path} cannot be read: {error.strerror}")
            continue
        if found != name:
            yield Check("questions", name, "contradicted", f"{path} has SHA-256 {found}")
        whole += found == name
    if whole:
        yield Check("questions", f"{whole} texts", "confirmed", "each has the hash that is its name")


def traced(placed: Sequence[Placed]) -> Iterator[Check]:
    """Read rules that ship again, and ask their laws again of what the report cites."""
    rules: Mapping[str, Mechanism] = {**MECHANISMS, **RULES}
    laws: Mapping[str, Law] = {**LAWS, **OVER_ROUNDS}
    for place, verdict in placed:
        about = named(place, verdict)
        if verdict.mechanism not in rules or verdict.law not in laws:
            yield Check("questions", about, "contradicted", "there is no such rule, or no such law, here")
        elif not verdict.questions:
            yield Check("questions", about, "contradicted", "it is proved, and cites no question to a solver")
        else:
            yield _compared(about, verdict, rules[verdict.mechanism], laws[verdict.law])


def _compared(about: str, verdict: Verdict, mechanism: Mechanism, law: Law) -> Check:
    found = prove(law, mechanism, solver=Cited(verdict.questions), at_least=verdict.scope.at_least)
    if found.verdict != "proved":
        told = f"from the answers that the report cites, read here, it is {found.verdict}: {found.reason}"
        return Check("questions", about, "contradicted", told)
    if [asked.sha256 for asked in found.questions] != [asked.sha256 for asked in verdict.questions]:
        return Check("questions", about, "contradicted", "the report cites other questions than those traced here")
    if (found.scope, found.grounds) != (verdict.scope, verdict.grounds):
        return Check("questions", about, "contradicted", "it is proved of another scope, or on other grounds, here")
    return Check("questions", about, "confirmed", "traced here, and it follows from the answers that are cited")
