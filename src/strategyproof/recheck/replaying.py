"""Run each refutation of a report again, on the reader's own code; what comes out must be what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from strategyproof.judging.events import Subject
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.domain import outside
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS, OF_FUNCTIONS, OVER_ROUNDS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.mechanism.verdict import Counterexample, Verdict
from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.functions.client import Session, load, rule_of
from strategyproof.proofs.functions.target import LoadError
from strategyproof.reports.recheck_document import Check

WORKER = "strategyproof.proofs.functions.replay_worker"
SECONDS = 30.0
"""By the clock, what one replay may take."""

Placed: TypeAlias = tuple[int, Verdict]
"""A verdict with its number in the report."""


def of_rules(placed: Sequence[Placed]) -> Iterator[Check]:
    """Replay the refutations of rules that ship."""
    rules: dict[str, Mechanism] = {**MECHANISMS, **RULES}
    laws: dict[str, Law] = {**LAWS, **OVER_ROUNDS}
    for place, verdict in placed:
        about = named(place, verdict)
        mechanism, law = rules.get(verdict.mechanism), laws.get(verdict.law)
        if mechanism is None or law is None:
            yield Check("replays", about, "contradicted", "there is no such rule, or no such law, here")
            continue
        fault = _unfit(verdict, law)
        if fault is not None:
            yield Check("replays", about, "contradicted", fault)
            continue
        assert verdict.counterexample is not None
        try:
            found = replay.again(law, mechanism, verdict.counterexample, verdict.scope.arithmetic)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            yield Check("replays", about, "contradicted", f"the rule cannot be run there: {error}")
            continue
        yield _compared(about, verdict, found)


def of_function(subject: Subject, file: Path, placed: Sequence[Placed]) -> Iterator[Check]:
    """Replay the refutations of a user's function, in a child process that imports no solver.

    Parameters
    ----------
    subject
        What was judged.
    file
        Where the reader has its file.
    placed
        Its refutations.
    """
    replayable = []
    for place, verdict in placed:
        fault = _unfit(verdict, OF_FUNCTIONS.get(verdict.law)) if subject.space is None else None
        if fault is not None:
            yield Check("replays", named(place, verdict), "contradicted", fault)
        elif subject.space is not None:
            told = f"its types are {subject.space}; `strategyproof check` judges it again"
            yield Check("replays", named(place, verdict), "not rechecked", told)
        else:
            replayable.append((place, verdict))
    if not replayable:
        return
    try:
        mechanism = load(f"{file}:{subject.function}", subject.parameters, WORKER)
    except (LoadError, ValueError) as error:
        yield from (
            Check("replays", named(*one), "contradicted", f"it cannot be loaded: {error}") for one in replayable
        )
        return
    session = rule_of(mechanism).session
    assert session is not None
    with session:
        yield from (_asked(session, *one) for one in replayable)


def _asked(session: Session, place: int, verdict: Verdict) -> Check:
    request = {
        "do": "replay",
        "id": verdict.mechanism,
        "law": verdict.law,
        "counterexample": msgspec.to_builtins(verdict.counterexample),
        "scope": msgspec.to_builtins(verdict.scope),
        "is_example": verdict.examples is not None,
    }
    try:
        reply = session.ask(request, SECONDS)
    except (NoAnswer, LoadError) as error:
        return Check("replays", named(place, verdict), "contradicted", f"the function gives no answer: {error}")
    if "fault" in reply:
        return Check("replays", named(place, verdict), "contradicted", f"the function cannot be run: {reply['fault']}")
    found = None if reply["found"] is None else msgspec.convert(reply["found"], Counterexample)
    return _compared(named(place, verdict), verdict, found)


def _unfit(verdict: Verdict, law: Law | None) -> str | None:
    """Say what keeps a refutation from being one before anything is run."""
    found = verdict.counterexample
    if found is None:
        return "it is refuted, and there is no counterexample"
    if law is None:
        return "there is no such law here"
    if law.id == "total":
        return None if not found.variables else "the law has no variables but the bids"
    return outside(law, found, verdict.scope.arithmetic)


def _compared(about: str, verdict: Verdict, found: Counterexample | None) -> Check:
    written = verdict.counterexample
    if found is None:
        return Check("replays", about, "contradicted", "the law holds at this point")
    if found != written:
        return Check("replays", about, "contradicted", f"what comes out is another: {_difference(written, found)}")
    if any(ground.kind == "never-wins" for ground in verdict.grounds):
        return Check(
            "replays", about, "not rechecked", "that a bidder never wins is proved; one point does not show it"
        )
    return Check("replays", about, "confirmed")


def _difference(written: Counterexample | None, found: Counterexample) -> str:
    """Say what differs first."""
    was, now = msgspec.to_builtins(written), msgspec.to_builtins(found)
    name = next(name for name in now if was[name] != now[name])
    return f"{name} {str(was[name])[:120]} in the report, {str(now[name])[:120]} here"


def named(place: int, verdict: Verdict) -> str:
    """Name a verdict: its number in the report, and what it is about."""
    return f"verdicts[{place}]: {verdict.mechanism} / {verdict.law}"


def grouped(verdicts: Sequence[Verdict]) -> Mapping[str, list[Placed]]:
    """Return the refutations with their numbers, by target."""
    found: dict[str, list[Placed]] = {}
    for place, verdict in enumerate(verdicts):
        if verdict.verdict == "refuted":
            found.setdefault(getattr(verdict, "target", verdict.mechanism), []).append((place, verdict))
    return found
