"""Check a report again: everything that hashes and runs can show, and the names of what they cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from strategyproof.judging.evidence import Evidence
from strategyproof.judging.sources import sha256
from strategyproof.mechanism.verdict import Asked
from strategyproof.recheck import answers, hashes, questions, replaying
from strategyproof.recheck.reading import document, parsed
from strategyproof.reports.document import Report
from strategyproof.reports.recheck_document import Check, RecheckDocument
from strategyproof.reports.verdicts_document import VerdictsDocument


def recheck(path: Path, root: Path) -> tuple[RecheckDocument, Evidence]:
    """Check a report again; return what came of it, and what the report says that it rests on.

    Parameters
    ----------
    path
        The report.
    root
        Where the files lie that it names.

    Raises
    ------
    NoReport
        If it is no report that can be checked again.
    """
    content, data = parsed(path)
    report = document(data, path)
    checks = [*_checks(report, data, root), *questions.texts(_asked(report), path)]
    contradicted = [check for check in checks if check.outcome == "contradicted"]
    assert report.evidence is not None
    found = RecheckDocument(
        report=path.as_posix(),
        sha256=sha256(content),
        of=report.schema,
        exit_code=1 if contradicted else 0,
        sentence=_sentence(checks),
        checks=checks,
    )
    return found, report.evidence


def _checks(report: Report | VerdictsDocument, data: dict[str, Any], root: Path) -> Iterator[Check]:
    assert report.evidence is not None
    verdicts = report.verdicts if isinstance(report, VerdictsDocument) else report.judged
    yield from hashes.content(data, report)
    yield from hashes.toolkit(report.evidence.toolkit)
    yield from hashes.laws(report.evidence.laws, verdicts)
    yield from hashes.counterexamples(report.evidence, verdicts)
    if isinstance(report, VerdictsDocument):
        yield from _of_functions(report, root)
        yield from answers.of_verdicts(report)
    else:
        yield from _of_rules(report, root)
        yield from answers.of_report(report)
        yield from _beyond(report)
    yield from answers.left(verdicts)


def _of_functions(report: VerdictsDocument, root: Path) -> Iterator[Check]:
    assert report.evidence is not None
    refuted = replaying.grouped(report.verdicts)
    for subject in report.subjects:
        compared = list(hashes.of_target(subject.target, report.evidence.sources.get(subject.target), root))
        yield from compared
        own = refuted.get(subject.target, [])
        if any(check.outcome == "contradicted" for check in compared):
            told = "its files are not those of the report, so they are not run"
            yield from (Check("replays", replaying.named(*one), "not rechecked", told) for one in own)
        else:
            file = hashes.located(report.evidence.sources[subject.target].file, root)
            yield from replaying.of_function(subject, file, own)


def _of_rules(report: Report, root: Path) -> Iterator[Check]:
    assert report.evidence is not None
    for mechanism in dict.fromkeys(verdict.mechanism for verdict in report.judged):
        yield from hashes.of_target(mechanism, report.evidence.sources.get(mechanism), root)
    for own in replaying.grouped(report.judged).values():
        yield from replaying.of_rules(own)
    yield from questions.traced([one for one in enumerate(report.judged) if one[1].verdict == "proved"])


def _asked(report: Report | VerdictsDocument) -> list[Asked]:
    """Return every question to a solver that the report cites."""
    if isinstance(report, VerdictsDocument):
        return [asked for verdict in report.verdicts for asked in verdict.questions]
    of_lemmas = [asked for theorem in report.theorems for lemma in theorem.lemmas for asked in lemma.questions]
    return [asked for verdict in report.judged for asked in verdict.questions] + of_lemmas


def _beyond(report: Report) -> Iterator[Check]:
    """Name what a report of ``verify`` says beside its verdicts."""
    again = "`strategyproof verify` makes it again"
    yield from (Check("theorems", t.id, "not rechecked", "no solver was asked") for t in report.theorems)
    if report.kernel is not None:
        yield Check("kernel", report.kernel.by, "not rechecked", "`strategyproof export --coq` asks Coq again")
    yield from (Check("figures", claim.id, "not rechecked", again) for claim in report.paper)
    if report.market is not None:
        yield Check("figures", "market", "not rechecked", again)
    if report.lies:
        yield Check("figures", "lies", "not rechecked", again)
    if report.rho is not None:
        yield Check("rho", "learned rho", "not rechecked", "`strategyproof audit` judges its ledger")
    if report.mechanisms:
        yield Check("cards", "mechanisms", "not rechecked", "`strategyproof mechanisms` prints them")


def _sentence(checks: list[Check]) -> str:
    by = {outcome: sum(check.outcome == outcome for check in checks) for outcome in ("confirmed", "contradicted")}
    left = sum(check.outcome == "not rechecked" for check in checks)
    begins = f"{by['contradicted']} contradicted" if by["contradicted"] else "Nothing contradicts the report"
    return f"{begins}; {by['confirmed']} confirmed; {left} not rechecked."
