"""From a failing case to a counterexample that replays; shared by every search."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.counterexample.gain import gain
from strategyproof.mechanism.counterexample.shrink import Failure, simplest
from strategyproof.mechanism.grounds import Cause, Ground
from strategyproof.mechanism.verdict import Counterexample, Judgement
from strategyproof.property_tests.observe import UnusableError, in_domain, observe
from strategyproof.property_tests.question import Question

Judged: TypeAlias = tuple[Judgement, Counterexample | None, list[Ground]]
"""A judgement with its evidence and its grounds."""


def unknown(cause: Cause, text: str) -> Judged:
    """Say why there is no judgement."""
    return "unknown", None, [Ground(cause, text)]


RARELY = 10
"""If something was sold in fewer than one example in this many, the examples are called nearly vacuous."""


def violates(question: Question, case: Case) -> bool:
    """Tell whether the law speaks about the case and is false there; False too where the mechanism gives no answer."""
    try:
        return in_domain(question, case) and not observe(question, case).holds
    except UnusableError:
        return False


def refuted(question: Question, case: Case) -> Judged:
    """Shrink a case that violates the law, and replay it on the mechanism's own code."""
    law, mechanism = question.law, question.mechanism
    trials = replay.Trials(law, mechanism)  # where most of the cases that are tried end
    failure = Failure(
        law,
        lambda tried: trials.fails(tried) and violates(question, tried),
        question.domains,
        question.bidders[0],
        gain=lambda failing: gain(law, mechanism, failing),
    )
    small = simplest(failure, case)
    with np.errstate(all="ignore"):
        found = replay.counterexample(law, mechanism, small.bound(), small.arguments())
    if found is None:
        return unknown("stateful", f"a violation at bids {small.bids} did not replay: the mechanism is not a function")
    return "refuted", found, []


def unusable(question: Question, case: Case) -> Judged:
    """Shrink a case at which the mechanism gives no usable answer, and say what is wrong with it."""
    failure = Failure(
        question.law, lambda tried: complaint(question, tried) is not None, question.domains, question.bidders[0]
    )
    small = simplest(failure, case)
    return unknown("no-outcome", complaint(question, small) or complaint(question, case) or "it gives no outcome")


def complaint(question: Question, case: Case) -> str | None:
    """Say why the mechanism gives no usable answer at a case; None if it gives one."""
    error = unusable_answer(question, case)
    return None if error is None else str(error)


def unusable_answer(question: Question, case: Case) -> UnusableError | None:
    """Return the error of a case at which the mechanism gives no usable answer; None if it gives one."""
    try:
        observe(question, case)
    except UnusableError as error:
        return error
    return None


def tested(question: Question, sold: int, examined: int) -> Judged:
    """Say in how many examples anybody won: a rule that hardly ever sells satisfies most laws for want of a sale.

    Laws about rho run no auction, so nothing is said of them.
    """
    if question.law.about_rho:
        return "tested", None, []
    share = f"a bidder won in {sold} of {examined} examples"
    told = f"nearly vacuous: {share}" if sold * RARELY < examined else share
    return "tested", None, [Ground("examples", told)]
