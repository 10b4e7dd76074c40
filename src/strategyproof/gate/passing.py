"""Judge every mechanism of the configuration, asking only what no earlier run has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from strategyproof.gate.cache import Cache, Entry
from strategyproof.gate.fingerprint import fingerprint, sources_of
from strategyproof.gate.judging import Judge, open_judge
from strategyproof.gate.passage import passage, reason_for
from strategyproof.gate.request import Request, RequestError, laws_of, space_of
from strategyproof.gate.settings import Claim, Settings, request_of
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions import LoadError
from strategyproof.proofs.functions.target import split
from strategyproof.reports.gate_document import GateVerdict


@dataclass(frozen=True, slots=True)
class Gate:
    """A configuration, the folder that its files are named from, and the verdicts kept there."""

    settings: Settings
    root: Path
    cache: Cache

    def questions(self) -> int:
        """Count the laws asked, over all mechanisms."""
        return sum(len(_laws(self._request(claim))) for claim in self.settings.mechanisms)

    def verdicts(self) -> Iterator[GateVerdict]:
        """Judge mechanism by mechanism, law by law.

        Raises
        ------
        RequestError
            If a function cannot be loaded.
        """
        for claim in self.settings.mechanisms:
            request = self._request(claim)
            for entry, cached in _entries(request, self.cache):
                yield self._placed(claim, request, entry, cached=cached)

    def _request(self, claim: Claim) -> Request:
        return request_of(claim, self.settings.budget, self.root)

    def _placed(self, claim: Claim, request: Request, entry: Entry, *, cached: bool) -> GateVerdict:
        verdict = entry.verdict
        reason = reason_for(self.settings, claim.target, verdict.law)
        meaning = passage(verdict, reason, claim.require)
        return GateVerdict(
            **{name: getattr(verdict, name) for name in Verdict.__struct_fields__},
            target=claim.target,
            file=_seen_from_here(Path(request.target.rpartition(":")[0])),
            line=entry.line,
            passage=meaning,
            accepted=reason if meaning == "accepted" else None,
            cached=cached,
        )


def _entries(request: Request, cache: Cache) -> Iterator[tuple[Entry, bool]]:
    """Yield each law's verdict, and whether it was kept; the function is loaded when the first is not."""
    laws = _laws(request)
    sources = _sources(request)
    judge: Judge | None = None
    with ExitStack() as stack:
        for law in laws:
            key = fingerprint(request, law, sources)
            entry = cache.get(key, law.id)
            if entry is not None:
                yield entry, True
                continue
            judge = judge or stack.enter_context(open_judge(request))
            yield _asked(judge, law, key, cache, lambda: _sources(request) == sources), False


def _laws(request: Request) -> list[Law]:
    return laws_of(request, space_of(request))


def _asked(judge: Judge, law: Law, key: str, cache: Cache, unchanged: Callable[[], bool]) -> Entry:
    """Judge a law, and keep the verdict if the sources are still those of the key."""
    entry = Entry(key, judge.line, judge.verdict(law))
    if unchanged():
        cache.put(key, entry.line, entry.verdict)
    return entry


def _sources(request: Request) -> str:
    try:
        file, _ = split(request.target)
    except LoadError as error:
        raise RequestError(str(error)) from error
    return sources_of(Path(file))


def _seen_from_here(file: Path) -> str:
    here = Path.cwd()
    whole = file.resolve()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else file.as_posix()
