"""Search witnesses of an existential law: testing can find them, and can never show that there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.grounds import Ground
from strategyproof.property_tests.drive import first_failure
from strategyproof.property_tests.judge import Judged, complaint, unusable_answer, violates
from strategyproof.property_tests.landmarks import View
from strategyproof.property_tests.numbers import Draw
from strategyproof.property_tests.observe import Observed, UnusableError
from strategyproof.property_tests.question import Question, assignments
from strategyproof.property_tests.strategies import cases_of

PROFILES = 4
"""Profiles drawn for each value of the parameters; each is tried in three versions."""


def seek_witnesses(question: Question, examples: int, seed: int, errors: list[UnusableError]) -> tuple[Judged, int]:
    """Seek a witness for every assignment of bidders, at several values of the parameters.

    Parameters
    ----------
    question, examples, seed
        What is asked, how often at most, and the seed of the choices.
    errors
        Takes the errors of the profiles among which there is no witness.

    Returns
    -------
    tuple
        What was judged, and how many values of the parameters were examined for all the bidders together.
    """
    places = list(assignments(question))
    each = max(1, examples // len(places))
    for size, positions in places:
        attempts = _attempts(question, size, positions)
        missing = first_failure(attempts, lambda tried: not _has_witness(question, tried), each, seed, shrink=False)
        if missing is not None:
            return _unwitnessed(question, missing, size, positions, errors), each
    reason = f"a witness was found for each of {len(places)} positions, at {each} values of the parameters"
    return ("tested", None, [Ground("examples", reason)]), each * len(places)


@st.composite
def _attempts(draw: Draw, question: Question, size: int, positions: dict[str, int]) -> list[Case]:
    """Draw profiles at one value of the parameters: as drawn, with a dominating bidder, and with that bidder alone."""
    drawn = [draw(cases_of(question, size, positions)) for _ in range(PROFILES)]
    same = [replace(case, parameters=drawn[0].parameters) for case in drawn]
    focus = next(iter(positions.values()), 0)
    return [version for case in same for version in _versions(question, case, focus)]


def _versions(question: Question, case: Case, focus: int) -> Iterator[Case]:
    top = View(Observed(case.auction(question.mechanism)), case, focus).dominating
    yield case
    yield replace(case, bids=[top if n == focus else bid for n, bid in enumerate(case.bids)])
    yield replace(case, bids=[top if n == focus else 0 * bid for n, bid in enumerate(case.bids)])


def _has_witness(question: Question, attempts: list[Case]) -> bool:
    return any(complaint(question, case) is None and not violates(question, case) for case in attempts)


def _unwitnessed(
    question: Question, attempts: list[Case], size: int, positions: dict[str, int], errors: list[UnusableError]
) -> Judged:
    errors += [found for case in attempts if (found := unusable_answer(question, case))]
    who = ", ".join(f"{name} = {place}" for name, place in positions.items())
    given = "".join(f", {name} = {value}" for name, value in attempts[0].parameters.items())
    reason = f"no witness among {len(attempts)} profiles of {size} bidders for {who}{given}"
    also = [Ground("no-outcome", str(errors[0]))] if errors else []
    return "unknown", None, [Ground("no-witness", reason), *also]
