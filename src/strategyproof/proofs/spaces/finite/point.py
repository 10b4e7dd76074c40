"""A law at one profile of a finite space, on runs of the function itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.spaces import Type
from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.verdict import Counterexample
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.functions import native
from strategyproof.proofs.spaces.finite.enumeration import frozen
from strategyproof.proofs.spaces.finite.judge import Answers, Noting, answers_of, market_of, refuted
from strategyproof.proofs.spaces.finite.market import tables
from strategyproof.proofs.spaces.questions import arguments
from strategyproof.proofs.spaces.subject import SpacedSubject

NEEDS_ALL = "best"
"""A law that asks a market for this needs every outcome, not only those at its own reports."""


def counterexample(
    subject: SpacedSubject,
    law: SpaceLaw,
    types: Mapping[str, list[Type]],
    places: dict[str, int],
    parameters: Mapping[str, Fraction],
) -> Counterexample | None:
    """Ask the law at one profile; None if it holds there, or the function has no outcome."""
    asked: list[list[Type]] = []
    noting = Noting(lambda reports: asked.append(list(reports)))
    law.holds(noting, **arguments(law, types, places))
    agents = len(types["types"])
    found = answers_of(subject, agents) if NEEDS_ALL in noting.asked else _at(subject, asked, agents, parameters)
    if not isinstance(found, Answers):
        return None
    profile = _number(types["types"], found.space.variants)
    one: list[Any] = [np.array([own.variant]) for own in types["types"]]
    here = [Type(found.space, variant, ()) for variant in one]  # arrays of one profile, as a market asks them
    named = {**types, "types": here}
    if np.asarray(law.holds(market_of(subject, found), **arguments(law, named, places))).all():
        return None
    return refuted(law, found, places, {**types}, profile).counterexample


def _number(reports: Sequence[Type], variants: int) -> int:
    place = 0
    for report in reports:
        place = place * variants + report.variant
    return place


def _at(
    subject: SpacedSubject, asked: Sequence[Sequence[Type]], agents: int, parameters: Mapping[str, Fraction]
) -> Answers | None:
    """Run the function at some profiles."""
    program, space = subject.program, subject.program.reading.one
    places = np.full(space.variants**agents, -1, dtype=np.int32)
    outcomes: list[Any] = []
    known: dict[Any, int] = {}
    try:
        with native.limited(native.SECONDS_PER_RUN):
            for reports in asked:
                found = program.program.native(program.program.shape.made([own.value for own in reports]), **parameters)
                if known.setdefault(frozen(found), len(outcomes)) == len(outcomes):
                    outcomes.append(found)
                places[_number(reports, space.variants)] = known[frozen(found)]
        made = tables(program, space, outcomes, agents)
    except (*native.ENDINGS, BadOutcome):  # whatever user code raises: there is no outcome to speak of
        return None
    return Answers(space, agents, made, places, outcomes, None)
