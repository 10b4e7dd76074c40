"""The fuzzer: any law on any mechanism, in exact rationals or in float64, to a verdict that never says proved."""

from __future__ import annotations

import time
from dataclasses import dataclass

import hypothesis
from hypothesis.errors import Flaky, Unsatisfiable

from strategyproof.mechanism.counterexample.case import Case
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import as_law
from strategyproof.mechanism.mechanism import Mechanism, expect_mechanism
from strategyproof.mechanism.verdict import Drawn, Verdict
from strategyproof.property_tests.drive import first_failure
from strategyproof.property_tests.judge import Judged, refuted, tested, unknown, unusable
from strategyproof.property_tests.observe import InexactError, UnusableError, observe
from strategyproof.property_tests.question import Parameters, Question, ask
from strategyproof.property_tests.strategies import cases_of
from strategyproof.property_tests.witnesses import seek_witnesses

INEXACT = Ground("arithmetic", "exact bids are answered with floats, so the examples were drawn in float64")
"""Why the scope of a verdict is float64 although rationals were asked for."""


def fuzz(
    law: Law | str,
    mechanism: Mechanism,
    *,
    arithmetic: Drawn = "rational",
    bidders: tuple[int, int] = (2, 5),
    examples: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
) -> Verdict:
    """Search a counterexample to a law of a mechanism.

    Parameters
    ----------
    law, mechanism
        The law that is asked, and of which mechanism.
    arithmetic
        ``"rational"``: exact, no rounding. ``"float64"``: the doubles that run in production.
    bidders
        The smallest and the largest market; raised to what the law needs.
    examples
        How many examples to run at most.
    seed
        The same seed gives the same examples, for one version of Hypothesis.
    parameters
        For some of the parameters, an interval inside the domain or one value; the others take their whole domain.

    Returns
    -------
    Verdict
        ``refuted`` with a small counterexample that replays on the mechanism's own code; ``tested`` with the number of
        examples and, as the reason, in how many of them anybody won; ``unknown`` where the mechanism raised or gave no
        usable answer, or where no witness of an existential law was found. A mechanism that answers exact bids with
        floats, as one that rounds does, is examined on doubles, and the scope says ``float64``.

    Raises
    ------
    TypeError, ValueError
        If the law does not apply to the mechanism, or an argument is outside what it may be.

    Examples
    --------
    >>> from strategyproof.mechanism.laws import LAWS
    >>> from strategyproof.mechanism.rules import MECHANISMS
    >>> verdict = fuzz(LAWS["strategy-proof"], MECHANISMS["first-price"])
    >>> verdict.verdict, verdict.counterexample.bids, verdict.counterexample.variables
    ('refuted', ['2', '0'], {'i': 0, 'lie': '1'})
    """
    law = as_law(law)
    expect_mechanism(mechanism)
    if examples < 1:
        raise ValueError(f"expected at least 1 example, got {examples}")
    started = time.process_time()
    hunt = Hunt(ask(law, mechanism, arithmetic, bidders, parameters))
    judgement, counterexample, grounds = hunt.run(examples, seed)
    if hunt.is_inexact and judgement != "refuted":
        hunt = Hunt(ask(law, mechanism, "float64", bidders, parameters))
        judgement, counterexample, grounds = hunt.run(examples, seed)
        grounds = [*grounds, INEXACT] if judgement == "unknown" else [INEXACT, *grounds]
    return Verdict(
        mechanism=mechanism.id,
        law=law.id,
        verdict=judgement,
        scope=hunt.question.scope(),
        by=f"hypothesis {hypothesis.__version__}, seed {seed}",
        counterexample=counterexample,
        grounds=grounds,
        seconds=time.process_time() - started,
        examples=hunt.examined,
    )


@dataclass(slots=True)
class Hunt:
    """One search, and its count of what it examined until it found something."""

    question: Question
    examined: int = 0
    sold: int = 0
    broken: bool = False
    unanswered: Case | None = None
    is_inexact: bool = False

    def run(self, examples: int, seed: int) -> Judged:
        """Search, and judge what came of it."""
        try:
            if not self.question.law.exists:
                return self._judge(first_failure(cases_of(self.question), self._fails, examples, seed, shrink=False))
            errors: list[UnusableError] = []
            judged, self.examined = seek_witnesses(self.question, examples, seed, errors)
            self.is_inexact = any(isinstance(error, InexactError) for error in errors)
        except Flaky:
            return unknown("stateful", "the mechanism is not a function: the same bids gave different outcomes")
        except Unsatisfiable:
            told = "no example lies in the law's domain: every scale drawn overflows or underflows"
            return unknown("no-examples", told)
        return judged

    def _judge(self, case: Case | None) -> Judged:
        if case is not None:
            return refuted(self.question, case)
        if self.unanswered is not None:
            return unusable(self.question, self.unanswered)
        return tested(self.question, self.sold, self.examined)

    def _fails(self, case: Case) -> bool:
        """Tell whether the law is false at a case; a case without a usable answer is kept, and does not count."""
        try:
            seen = observe(self.question, case)
        except UnusableError as error:
            self.is_inexact = self.is_inexact or isinstance(error, InexactError)
            self.unanswered = self.unanswered or case
            return False
        if not self.broken:
            self.examined, self.sold = self.examined + 1, self.sold + seen.sold
        self.broken = self.broken or not seen.holds
        return not seen.holds
