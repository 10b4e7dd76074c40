"""From a scenario, the mechanisms and the laws to one stream of events, and from that stream to a report."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from strategyproof import __version__
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.cards import law_card, mechanism_card
from strategyproof.reports.directory import LEDGER
from strategyproof.reports.document import Report, RunSettings, Stage
from strategyproof.reports.events import (
    ClaimMeasured,
    Collector,
    Event,
    LieMeasured,
    MarketMeasured,
    Opened,
    StageClosed,
    StageOpened,
    TheoremChecked,
    VerdictReached,
)
from strategyproof.scenarios.schema import Scenario
from strategyproof.verification import plan
from strategyproof.verification.judging import Fuzzing, proofs, theorems

__all__ = ["stream", "verify"]


def verify(scenario: Scenario, settings: RunSettings, *, everything: bool = False) -> Report:
    """Run everything and return the report."""
    collector = Collector()
    for event in stream(scenario, settings, everything=everything):
        collector.take(event)
    return collector.report()


def stream(
    scenario: Scenario, settings: RunSettings, *, everything: bool = False, ledger: Path | None = None
) -> Iterator[Event]:
    """Prove, fuzz, run the auctions, let the learned selector emit rho, and say what is found as it is found.

    The certificates of every rho go to ``ledger``, a new file; they are not kept without one.

    Fuzzing runs in a second process while this one proves, so the events of the two interleave; a
    :class:`~strategyproof.reports.events.Collector` puts them in order.
    """
    claims = plan.expectations(everything=everything)
    questions = list(plan.jobs(claims))
    asked = [job for job in questions if job.method == "proof"]
    fuzzed = [job for job in questions if job.method != "proof"]
    yield Opened(
        version=__version__,
        settings=settings,
        mechanisms=[
            mechanism_card(m, plan.role(m.id), plan.BREAKS.get(m.id, ()), with_formula=True)
            for m in MECHANISMS.values()
        ],
        laws=[law_card(law) for law in LAWS.values()],
        expected=claims,
    )
    verdicts: list[Verdict] = []
    examples: list[Verdict] = []
    with Fuzzing(fuzzed, examples=settings.examples, seed=settings.seed) as fuzzing:
        clock = _Clock()
        yield StageOpened("proofs", "Proofs for any number of bidders", len(asked))
        yield StageOpened("fuzzing", "Fuzzing in rationals and float64", len(fuzzed))
        for verdict in proofs(asked):
            verdicts.append(verdict)
            yield VerdictReached("proofs", verdict)
            yield from _fuzzed(fuzzing.ready(), examples)
        yield clock.closed("proofs", "Proofs for any number of bidders")
        yield from _theorems()
        yield from _market(scenario, settings, verdicts)
        yield from _learned(scenario, settings, ledger)
        yield from _fuzzed(fuzzing.rest(), examples)
        yield clock.closed("fuzzing", "Fuzzing in rationals and float64")
    yield from _lies([*verdicts, *examples])


def _fuzzed(found: Iterable[Verdict], examples: list[Verdict]) -> Iterator[Event]:
    """Pass on what the fuzzer found, and remember it."""
    for verdict in found:
        examples.append(verdict)
        yield VerdictReached("fuzzing", verdict)


def _lies(verdicts: list[Verdict]) -> Iterator[Event]:
    """Measure the utility of the bidder that lies, for each refutation of strategy-proofness."""
    from strategyproof.gate.utility import curves

    for mechanism in MECHANISMS.values():
        own = [verdict for verdict in verdicts if verdict.mechanism == mechanism.id]
        yield from (LieMeasured(curve) for curve in curves(mechanism, own))


def _theorems() -> Iterator[Event]:
    """Check the theorems about all rules."""
    title, clock = "Theorems about all rules", _Clock()
    yield StageOpened("theorems", title, 1)
    yield from (TheoremChecked(theorem) for theorem in theorems())
    yield clock.closed("theorems", title)


def _market(scenario: Scenario, settings: RunSettings, verdicts: list[Verdict]) -> Iterator[Event]:
    """Run the auctions of the scenario, and test the paper's claims on them."""
    from strategyproof.verification import market, paper
    from strategyproof.verification.settings import settings as lines

    title, clock = "Auctions of the scenario", _Clock()
    yield StageOpened("market", title, 2)
    on = market.stage(scenario, settings.rounds, settings.seed)
    measured = market.measure(on, lines(scenario), settings.seed)
    yield MarketMeasured(measured)
    yield from (ClaimMeasured(claim) for claim in paper.claims(on, measured, verdicts, settings.seed))
    yield clock.closed("market", title)


def _learned(scenario: Scenario, settings: RunSettings, ledger: Path | None) -> Iterator[Event]:
    """Let the selector that ships emit rho, and verify each again."""
    from strategyproof.verification import learned

    title, clock = "Learned rho, emitted and verified again", _Clock()
    yield StageOpened("rho", title, 1)
    with TemporaryDirectory() as scratch:
        yield from learned.learned(scenario, settings, ledger or Path(scratch, LEDGER))
    yield clock.closed("rho", title)


class _Clock:
    """Wall-clock time of a stage."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def closed(self, name: str, title: str) -> StageClosed:
        """Close a stage with the time since it was opened."""
        return StageClosed(Stage(name, title, time.perf_counter() - self._started))
