"""From a scenario, the mechanisms and the laws to one stream of events, and from that stream to a report."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from strategyproof import __version__
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.paper import plan
from strategyproof.paper.judging import Fuzzing, SolverChoice, proofs, theorems
from strategyproof.reports.cards import law_card, mechanism_card
from strategyproof.reports.directory import LEDGER
from strategyproof.reports.document import Market, Report, RunSettings, Stage, Theorem
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
from strategyproof.reports.rho_document import Rho
from strategyproof.scenarios.schema import Scenario

if TYPE_CHECKING:
    from strategyproof.paper.market import Stage as Auctions

__all__ = ["stream", "verify"]


def verify(scenario: Scenario, settings: RunSettings, *, everything: bool = False) -> Report:
    """Run everything and return the report."""
    collector = Collector()
    for event in stream(scenario, settings, everything=everything):
        collector.take(event)
    return collector.report()


def stream(
    scenario: Scenario,
    settings: RunSettings,
    *,
    everything: bool = False,
    ledger: Path | None = None,
    solver: SolverChoice = "z3",
) -> Iterator[Event]:
    """Prove, fuzz, run the auctions, let the learned selector emit rho, and say what is found as it is found.

    Laws are proved by ``solver``: one, or both on the same text. The certificates of every rho go to ``ledger``, a
    new file; they are not kept without one.

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
        for found in proofs(asked, solver):
            if isinstance(found, Verdict):
                verdicts.append(found)
            yield VerdictReached("proofs", found) if isinstance(found, Verdict) else found
            yield from _fuzzed(fuzzing.ready(), examples)
        yield clock.closed("proofs", "Proofs for any number of bidders")
        yield from _theorems(solver)
        on, market = yield from _market(scenario, settings)
        rho = yield from _learned(scenario, settings, ledger)
        yield from _paper(on, market, verdicts, rho, settings.seed)
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
    from strategyproof.judging.utility_curve import curves

    for mechanism in MECHANISMS.values():
        own = [verdict for verdict in verdicts if verdict.mechanism == mechanism.id]
        yield from (LieMeasured(curve) for curve in curves(mechanism, own))


def _theorems(solver: SolverChoice) -> Iterator[Event]:
    """Check the theorems about all rules; pass on the texts that they rest on."""
    title, clock = "Theorems about all rules", _Clock()
    yield StageOpened("theorems", title, 1)
    for found in theorems(solver):
        yield TheoremChecked(found) if isinstance(found, Theorem) else found
    yield clock.closed("theorems", title)


def _market(scenario: Scenario, settings: RunSettings) -> Generator[Event, None, tuple[Auctions, Market]]:
    """Run the auctions of the scenario; return them, and what was measured."""
    from strategyproof.paper import market
    from strategyproof.paper.settings import settings as lines

    title, clock = "Auctions of the scenario", _Clock()
    yield StageOpened("market", title, 1)
    on = market.stage(scenario, settings.rounds, settings.seed)
    measured = market.measure(on, lines(scenario), settings.seed)
    yield MarketMeasured(measured)
    yield clock.closed("market", title)
    return on, measured


def _learned(scenario: Scenario, settings: RunSettings, ledger: Path | None) -> Generator[Event, None, Rho]:
    """Let the selector that ships emit rho, and verify each again; return what came of it."""
    from strategyproof.paper import learned

    title, clock = "Learned rho, emitted and verified again", _Clock()
    yield StageOpened("rho", title, 1)
    with TemporaryDirectory() as scratch:
        rho = yield from learned.learned(scenario, settings, ledger or Path(scratch, LEDGER))
    yield clock.closed("rho", title)
    return rho


def _paper(on: Auctions, market: Market, verdicts: list[Verdict], rho: Rho, seed: int) -> Iterator[Event]:
    """Test the paper's claims."""
    from strategyproof.paper import claims

    title, clock = "Claims of the paper", _Clock()
    yield StageOpened("paper", title, 1)
    yield from (ClaimMeasured(claim) for claim in claims.claims(on, market, verdicts, rho, seed))
    yield clock.closed("paper", title)


class _Clock:
    """Wall-clock time of a stage."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def closed(self, name: str, title: str) -> StageClosed:
        """Close a stage with the time since it was opened."""
        return StageClosed(Stage(name, title, time.perf_counter() - self._started))
