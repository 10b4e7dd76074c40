"""Judge every mechanism of the configuration, asking only what no earlier run has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from strategyproof.gate.baseline import reason_for
from strategyproof.gate.cache import Cache, Entry
from strategyproof.gate.fingerprint import fingerprint, sources_of
from strategyproof.gate.settings import Claim, Settings, request_of
from strategyproof.judging.answers import passage
from strategyproof.judging.events import (
    Event,
    Judged,
    QuestionKept,
    Refused,
    StageOpened,
    Subject,
    SubjectLoaded,
    SubjectRefused,
    VerdictReached,
    placed,
    seen_from_here,
)
from strategyproof.judging.evidence import of_file
from strategyproof.judging.laws import laws_of, space_of
from strategyproof.judging.request import Request, RequestError
from strategyproof.mechanism.law import Law
from strategyproof.proofs.functions.target import LoadError, split
from strategyproof.proofs.smt.choice import SolverChoice

if TYPE_CHECKING:
    from strategyproof.judging.functions import Judge

STAGE = "gate"


@dataclass(frozen=True, slots=True)
class Gate:
    """A configuration, its file, the verdicts kept beside it, and who decides the others."""

    settings: Settings
    path: Path
    cache: Cache
    solver: SolverChoice = "z3"

    def events(self) -> Iterator[Event]:
        """Judge mechanism by mechanism, law by law; one that cannot be had does not keep the others from it."""
        asked = [
            (claim, request_of(claim, self.settings.budget, self.path.parent, self.solver))
            for claim in self.settings.mechanisms
        ]
        yield StageOpened(STAGE, "Judging", sum(len(_laws(request)) for _, request in asked))
        for claim, request in asked:
            told = 0
            try:
                for event in self._judged(claim, request):
                    told += isinstance(event, VerdictReached)
                    yield event
            except RequestError as error:
                yield SubjectRefused(STAGE, self._refused(claim, request, error), len(_laws(request)) - told)

    def _judged(self, claim: Claim, request: Request) -> Iterator[Event]:
        subject, read = None, of_file(str(_file(request)))
        for entry, kept, asked in _entries(request, self.cache):
            if subject is None:
                subject = _subject(claim, request, entry)
                yield SubjectLoaded(subject, read)
            yield from asked
            yield VerdictReached(STAGE, self._placed(claim, subject, entry, request, kept=kept))

    def _placed(self, claim: Claim, subject: Subject, entry: Entry, request: Request, *, kept: bool) -> Judged:
        reason = reason_for(self.settings, claim.target, entry.verdict.law)
        meaning = passage(entry.verdict, accepted=reason, require=claim.require)
        accepted = reason if meaning == "accepted" else None
        return placed(entry.verdict, subject, meaning, request.arithmetic, accepted=accepted, kept=kept)

    def _refused(self, claim: Claim, request: Request, error: RequestError) -> Refused:
        """Place an error at its line of the function's file, or where the configuration names the function."""
        if error.line is not None:
            return Refused(claim.target, seen_from_here(_file(request)), error.line, str(error))
        lines = self.path.read_text(encoding="utf-8").splitlines()
        named = next((number for number, line in enumerate(lines, 1) if claim.target in line), 1)
        return Refused(claim.target, seen_from_here(self.path), named, str(error))


def _subject(claim: Claim, request: Request, entry: Entry) -> Subject:
    function = request.target.rpartition(":")[2]
    file, mechanism = seen_from_here(_file(request)), entry.verdict.mechanism
    return Subject(claim.target, mechanism, file, function, entry.line, request.parameters, entry.source)


def _entries(request: Request, cache: Cache) -> Iterator[tuple[Entry, bool, Sequence[Event]]]:
    """Yield each law's verdict, whether it was kept, and what solvers were asked.

    The function is loaded when the first verdict was not kept.
    """
    sources, unchanged = _sources(request), lambda: _sources(request) == sources
    judge: Judge | None = None
    with ExitStack() as stack:
        for law in _laws(request):
            key = fingerprint(request, law, sources)
            entry = cache.get(key, law.id)
            if entry is None:
                judge = judge or stack.enter_context(_opened(request))
                entry, asked = _asked(judge, law, key, cache, unchanged)
                yield entry, False, asked
            else:
                texts = cache.texts(entry) or {}
                yield entry, True, [QuestionKept(name, text) for name, text in texts.items()]


def _opened(request: Request) -> Judge:
    from strategyproof.judging.functions import open_judge

    return open_judge(request)


def _laws(request: Request) -> list[Law]:
    return laws_of(request, space_of(request))


def _asked(judge: Judge, law: Law, key: str, cache: Cache, unchanged: Callable[[], bool]) -> tuple[Entry, list[Event]]:
    """Judge a law; keep the verdict if the sources are still those of the key, and no two solvers are at odds."""
    subject = judge.subject
    entry = Entry(key, subject.line, subject.source, judge.verdict(law))
    asked: list[Event] = [*judge.asked(entry.verdict)]
    texts = {event.sha256: event.text for event in asked if isinstance(event, QuestionKept)}
    if unchanged() and len(texts) == len(asked):
        cache.put(entry, texts)
    return entry, asked


def _sources(request: Request) -> str:
    try:
        split(request.target)
    except LoadError as error:
        raise RequestError(str(error)) from error
    return sources_of(_file(request))


def _file(request: Request) -> Path:
    return Path(request.target.rpartition(":")[0])
