"""How counterexamples to a law of a user's function are made simple: the function itself runs, for so long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.counterexample.case import Case, case_of
from strategyproof.mechanism.counterexample.gain import gain
from strategyproof.mechanism.counterexample.shrink import Failure, simplest
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Parameter

if TYPE_CHECKING:
    from strategyproof.mechanism.verdict import Counterexample

SECONDS = 4.0
"""CPU seconds for making one counterexample simple: a function may run for long on bids that nobody asked about."""


def simplest_of(
    law: Law,
    parameters: tuple[Parameter, ...],
    fails: Callable[[Case], bool],
    case: Case,
    *,
    fewest: int,
    whole: bool = False,
    by: Callable[[Case], Any] = lambda _: None,
) -> Case:
    """Return the simplest case at which a function fails that is found in :data:`SECONDS`.

    Parameters
    ----------
    law, parameters
        Whose values a case has.
    fails, by
        Whether it fails there, and by how much.
    case
        A case at which it does.
    fewest
        The smallest number of bidders that is spoken of.
    whole
        Whether bids are whole numbers.
    """
    end = time.process_time() + SECONDS
    domains = {parameter.name: parameter.interval for parameter in parameters}
    patient = Failure(law, lambda tried: time.process_time() < end and fails(tried), domains, fewest, whole, by)
    return simplest(patient, case)


def simple_counterexample(
    law: Law,
    quick: Mechanism,
    full: Mechanism,
    parameters: dict[str, Any],
    variables: dict[str, Any],
    *,
    fewest: int,
    whole: bool = False,
) -> tuple[Counterexample, Case] | None:
    """Replay a point on a function, and return the simplest counterexample there is instead of it, with its case.

    Parameters
    ----------
    law
        The law that should fail.
    quick, full
        The function as it is tried at many cases, and as a counterexample is replayed on it.
    parameters, variables
        The point.
    fewest, whole
        See :func:`simplest_of`.

    Returns
    -------
    tuple or None
        None if the law holds at the point.

    Raises
    ------
    Faulty
        If the function has no outcome at the point.
    """
    found, case = replay.counterexample(law, full, parameters, variables), case_of(parameters, variables)
    if found is None:
        return None
    trials = replay.Trials(law, quick)
    simple = simplest_of(
        law,
        quick.parameters,
        lambda tried: trials.fails(tried) and replay.Trials(law, full).fails(tried),
        case,
        fewest=fewest,
        whole=whole,
        by=lambda tried: gain(law, full, tried),
    )
    shown = replay.counterexample(law, full, simple.bound(), simple.arguments())
    return (found, case) if shown is None else (shown, simple)
