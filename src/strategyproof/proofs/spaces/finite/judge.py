"""Judge a law where there are finitely many profiles: on the function itself, at all of them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.spaces import Space, Type
from strategyproof.mechanism.spaces.law import SpaceLaw, Types
from strategyproof.mechanism.verdict import Counterexample, Judgement, Run, Scope, Verdict, defaults_of, numeral
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.findings import Finding, Refuted, Unknown
from strategyproof.proofs.functions.judge import together
from strategyproof.proofs.functions.summary import parameter_terms
from strategyproof.proofs.functions.totality import risk
from strategyproof.proofs.spaces.finite.enumeration import (
    MOST_PROFILES,
    Enumerated,
    Failed,
    enumerated,
    variants_at,
)
from strategyproof.proofs.spaces.finite.market import FiniteMarket, Tables, tables
from strategyproof.proofs.spaces.finite.reading_all import Reader
from strategyproof.proofs.spaces.questions import arguments, places_of, slots
from strategyproof.proofs.spaces.replay import told
from strategyproof.proofs.spaces.subject import SpacedSubject

MOST_COMPARISONS = 4_000_000_000
"""A law that needs more comparisons of utilities is unknown, with their number."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a function answers at every profile of a number of agents.

    Attributes
    ----------
    space
        Of every agent.
    agents
        How many.
    tables, places
        The outcomes, and which one each profile has.
    outcomes
        As the function returned them.
    doubt
        Why a law that holds at all of them is not called proved.
    changes
        Whether it answered otherwise when it ran again: then nothing is refuted either.
    """

    space: Space
    agents: int
    tables: Tables
    places: Any
    outcomes: list[Any]
    doubt: Ground | None
    changes: bool = False


def judge(subject: SpacedSubject, law: Law, agents: Sequence[int]) -> Verdict:
    """Prove or refute a law for each number of agents, the smallest first."""
    started = time.process_time()
    subject.deadline = time.monotonic() + subject.budget.seconds
    sizes = sorted(size for size in agents if size >= law.min_bidders)
    findings: list[Finding] = []
    for size in sizes:
        findings.append(_finding(subject, law, size))
        if isinstance(findings[-1], Refuted):
            break
    seen = sizes[: len(findings)]
    judgement, found, grounds = together(findings, seen, law)
    doubts = [doubt for size in seen if (doubt := _doubt(subject, size)) is not None]
    tested: Judgement = "tested" if judgement == "proved" and doubts else judgement
    if judgement == "proved" and doubts and any(doubt.kind in ("stateful", "differs-from-python") for doubt in doubts):
        tested = "unknown"
    if any(isinstance(answers, Answers) and answers.changes for answers in map(subject.finite.get, seen)):
        tested, found = "unknown", None
    given = {p.name: str(p.interval) for p in subject.parameters}
    space = subject.program.reading.one
    profiles = sum(space.variants**size for size in seen)
    defaults = defaults_of(subject.program.program.signature, given)
    return Verdict(
        mechanism=subject.identity,
        law=law.id,
        verdict=tested,
        scope=Scope(seen, subject.arithmetic, given, defaults=defaults, profiles=profiles),
        by="every profile, twice, on the function itself",
        counterexample=found,
        grounds=doubts[:1] if tested != judgement else grounds,
        seconds=time.process_time() - started,
        examples=profiles if tested == "tested" else None,
    )


def _doubt(subject: SpacedSubject, size: int) -> Ground | None:
    found = subject.finite.get(size)
    return found.doubt if isinstance(found, Answers) else None


def _finding(subject: SpacedSubject, law: Law, agents: int) -> Finding:
    answers = answers_of(subject, agents)
    if isinstance(answers, Ground):
        return Unknown(answers)
    if isinstance(answers, Failed):
        types = [subject.program.reading.one.told(variant, ()) for variant in answers.profile]
        if not isinstance(law, SpaceLaw) and answers.fault.kind == "raises":
            return Refuted(answers.fault.ground(kind="raised"), Counterexample(types, {}, {}))
        lead = f"the function has no outcome for the reports ({'; '.join(types)}): "
        return Unknown(answers.fault.ground(lead, None if answers.fault.kind != "raises" else "no-outcome"))
    return _compared(subject, law, answers) if isinstance(law, SpaceLaw) else Finding()


def answers_of(subject: SpacedSubject, agents: int) -> Answers | Failed | Ground:
    """Run the function at every profile, once for all laws."""
    if agents not in subject.finite:
        subject.finite[agents] = _answers(subject, agents)
    found: Answers | Failed | Ground = subject.finite[agents]
    return found


def _answers(subject: SpacedSubject, agents: int) -> Answers | Failed | Ground:
    program = subject.program
    space = program.reading.one
    count = space.variants**agents
    if count > MOST_PROFILES:
        return Ground("budget", f"{count} profiles, more than {MOST_PROFILES}; ask fewer agents")
    ranges = parameter_terms(subject.parameters)
    if any(term.op == "var" for term in ranges.values()):
        return Ground("unsupported", f"a range for a parameter of a function of {space!r}; give each one value")
    parameters = {name: Fraction(term.data) for name, term in ranges.items()}
    reader = Reader(program, space, agents, parameters)
    types = [space.made(variant, ()) for variant in range(space.variants)]
    found = enumerated(program, types, agents, parameters, subject.deadline, reader.watched)
    if not isinstance(found, Enumerated):
        return found
    try:
        made = tables(program, space, found.outcomes, agents)
    except BadOutcome as error:
        return _without_outcome(found, space, agents, program, error)
    doubt = found.changes or reader.doubt or risk(program.program.states)
    return Answers(space, agents, made, found.places, found.outcomes, doubt, found.changes is not None)


def _without_outcome(found: Enumerated, space: Space, agents: int, program: Any, error: BadOutcome) -> Failed:
    """Return the first profile whose outcome cannot be read."""
    for place, outcome in enumerate(found.outcomes):
        try:
            tables(program, space, [outcome], agents)
        except BadOutcome as own:
            first = int(np.argmax(found.places == place))
            return Failed(tuple(variants_at(first, space.variants, agents)), Fault("raises", str(own)))
    return Failed((0,) * agents, Fault("raises", str(error)))


def _compared(subject: SpacedSubject, law: SpaceLaw, answers: Answers) -> Finding:
    space, agents, market = answers.space, answers.agents, market_of(subject, answers)
    listed = list(places_of(law, agents))
    count = len(listed) * len(answers.places) * prod(len(choices) for choices in _choices(law, answers, listed[0]))
    if count > MOST_COMPARISONS:
        return Unknown(Ground("budget", f"{count} comparisons, more than {MOST_COMPARISONS}; ask fewer agents"))
    everywhere = np.arange(len(answers.places))
    variants = [everywhere // space.variants ** (agents - 1 - i) % space.variants for i in range(agents)]
    types = [Type(space, own, ()) for own in variants]  # each an array: one for each profile
    for places in listed:
        for further in itertools.product(*_choices(law, answers, places)):
            if time.monotonic() > subject.deadline:
                return Unknown(Ground("time", f"{count} comparisons, of which not all were made within the budget"))
            named = dict(zip(slots(law, [space] * agents, places), [types, *further], strict=True))
            holds = np.asarray(law.holds(market, **arguments(law, named, places)))
            held = holds.all(axis=-1) if holds.ndim == 2 else holds
            if not held.all():
                return refuted(law, answers, places, named, int(np.argmin(held)))
        market.forget()
    return Finding()


def market_of(subject: SpacedSubject, answers: Answers) -> FiniteMarket:
    """Return what a law asks, of all answers at once."""
    priority, space = subject.program.program.names.get("PRIORITY", {}), answers.space
    return FiniteMarket(answers.tables, answers.places, space.variants, priority, getattr(space, "options", ()))


def _choices(law: SpaceLaw, answers: Answers, places: dict[str, int]) -> list[list[list[Type]]]:
    """Return the values of each of the law's variables but the profile of types: single types, or reports."""
    space, agents = answers.space, answers.agents
    found: list[list[list[Type]]] = []
    for variable in law.asks[1:]:
        if isinstance(variable, Types):
            found.append([[Type(space, v, ()) for v in _reports(answers, o)] for o in range(len(answers.outcomes))])
        elif variable.name in slots(law, [space] * agents, places):
            found.append([[Type(space, v, ())] for v in range(space.variants)])
    return found


def _reports(answers: Answers, outcome: int) -> list[int]:
    """Return the first reports for which the function chooses an outcome."""
    return variants_at(int(np.argmax(answers.places == outcome)), answers.space.variants, answers.agents)


def refuted(
    law: SpaceLaw, answers: Answers, places: dict[str, int], named: dict[str, list[Type]], profile: int
) -> Refuted:
    """Write down the profile, and what the function answered there and at the other reports of the law."""
    space = answers.space
    truth = [Type(space, v, ()) for v in variants_at(profile, space.variants, answers.agents)]
    named = {**named, next(iter(named)): truth}
    asked: list[list[Type]] = [truth]

    def noted(reports: Sequence[Type]) -> list[Type]:
        if list(reports) not in asked:
            asked.append(list(reports))
        return list(reports)

    noting = Noting(noted)
    law.holds(noting, **arguments(law, named, places))
    runs = [_run(answers, reports, truth) for reports in asked]
    return Refuted(None, Counterexample([str(own) for own in truth], {}, told(named, places), runs))


class Noting:
    """A market that only notes which reports a law asks about."""

    def __init__(self, noted: Any) -> None:
        self._noted = noted
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        def ask(*given: Any, **_: Any) -> Any:
            self.asked.add(name)
            for own in given:
                if isinstance(own, list):
                    self._noted(own)
            return 0

        return ask


def _run(answers: Answers, reports: Sequence[Type], truth: Sequence[Type]) -> Run:
    place = 0
    for report in reports:
        place = place * answers.space.variants + report.variant
    outcome = int(answers.places[place])
    lots = [answers.tables.lots[answers.tables.given[i][outcome]] for i in range(len(reports))]
    worth = [answers.tables.worth[truth[i].variant][answers.tables.given[i][outcome]] for i in range(len(reports))]
    got = [_told(answers.space, lot) for lot in lots]
    utilities = [numeral(int(own)) if np.ndim(own) == 0 else "" for own in worth]
    return Run([str(report) for report in reports], [], ["0"] * len(reports), got=got, utilities=utilities)


def _told(space: Space, lot: Any) -> str:
    if len(lot) == 1:
        return space.told_got(lot[0][0])
    return " or ".join(f"{space.told_got(got)} ({numeral(chance)})" for got, chance in lot)
