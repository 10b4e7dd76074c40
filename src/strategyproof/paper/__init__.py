"""From a scenario, the mechanisms and the laws to one stream of events, and from that stream to a report."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from strategyproof import __version__
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.paper import information, plan
from strategyproof.paper.judging import Fuzzing, kernel, proofs, theorems
from strategyproof.proofs.smt.choice import SolverChoice
from strategyproof.reports.cards import law_card, mechanism_card
from strategyproof.reports.directory import LEDGER
from strategyproof.reports.document import Expectation, Market, Report, RunSettings, Stage, Theorem
from strategyproof.reports.events import (
    ClaimMeasured,
    Collector,
    Event,
    KernelAnswered,
    LieMeasured,
    MarketMeasured,
    Opened,
    StageClosed,
    StageOpened,
    TableShown,
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
    coq: bool = False,
) -> Iterator[Event]:
    """Prove, fuzz, run the auctions, let the learned selector emit rho, and say what is found as it is found.

    Laws are proved by ``solver``: one, or both on the same text. The certificates of every rho go to ``ledger``, a
    new file; they are not kept without one. With ``coq``, Coq reads what is claimed to hold.

    Fuzzing runs in a second process while this one proves, so the events of the two interleave; a
    :class:`~strategyproof.reports.events.Collector` puts them in order.
    """
    clock = _Clock()
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
        yield StageOpened("proofs", "Proofs for any number of bidders", len(asked))
        yield StageOpened("fuzzing", "Fuzzing in rationals and float64", len(fuzzed))
        for found in proofs([(LAWS[job.law], MECHANISMS[job.mechanism]) for job in asked], solver):
            if isinstance(found, Verdict):
                verdicts.append(found)
            yield VerdictReached("proofs", found) if isinstance(found, Verdict) else found
            yield from _fuzzed(fuzzing.ready(), examples)
        yield clock.closed("proofs", "Proofs for any number of bidders")
        yield from _information(verdicts, solver, clock)
        if coq:
            yield from _kernel(claims, clock)
        yield from _theorems(solver, clock)
        on, market = yield from _market(scenario, settings, clock)
        rho = yield from _learned(scenario, settings, ledger, clock)
        yield from _paper(on, market, verdicts, rho, settings.seed, clock)
        yield from _fuzzed(fuzzing.rest(), examples)
    yield clock.closed("fuzzing", "Fuzzing in rationals and float64")
    yield from _lies([*verdicts, *examples], clock)


def _fuzzed(found: Iterable[Verdict], examples: list[Verdict]) -> Iterator[Event]:
    """Pass on what the fuzzer found, and remember it."""
    for verdict in found:
        examples.append(verdict)
        yield VerdictReached("fuzzing", verdict)


def _lies(verdicts: list[Verdict], clock: _Clock) -> Iterator[Event]:
    """Measure the utility of the bidder that lies, for each refutation of strategy-proofness."""
    from strategyproof.judging.utility_curve import curves

    title = "Utility of those who lie"
    yield StageOpened("lies", title, 1)
    for mechanism in MECHANISMS.values():
        own = [verdict for verdict in verdicts if verdict.mechanism == mechanism.id]
        yield from (LieMeasured(curve) for curve in curves(mechanism, own))
    yield clock.closed("lies", title)


def _kernel(claims: list[Expectation], clock: _Clock) -> Iterator[Event]:
    """Let Coq read every law that is claimed to hold, and those that the information table rests on."""
    title = "Proofs checked by Coq"
    yield StageOpened("kernel", title, 1)
    others = [claim.asked for claim in information.claims() if claim.expected == "proved"]
    yield KernelAnswered(kernel(claims, others))
    yield clock.closed("kernel", title)


def _information(verdicts: list[Verdict], solver: SolverChoice, clock: _Clock) -> Iterator[Event]:
    """Judge what the information table rests on, as far as it was not asked before, and show the table."""
    known = {(verdict.mechanism, verdict.law): verdict for verdict in verdicts}
    missing = [claim.asked for claim in information.claims() if (claim.rule, claim.law) not in known]
    title = "What rho may know"
    yield StageOpened("information", title, 1)
    for found in proofs(missing, solver):
        if isinstance(found, Verdict):
            known[found.mechanism, found.law] = found
        else:
            yield found
    yield TableShown(information.table(known))
    yield clock.closed("information", title)


def _theorems(solver: SolverChoice, clock: _Clock) -> Iterator[Event]:
    """Check the theorems about all rules; pass on the texts that they rest on."""
    title = "Theorems about all rules"
    yield StageOpened("theorems", title, 1)
    for found in theorems(solver):
        yield TheoremChecked(found) if isinstance(found, Theorem) else found
    yield clock.closed("theorems", title)


def _market(
    scenario: Scenario, settings: RunSettings, clock: _Clock
) -> Generator[Event, None, tuple[Auctions, Market]]:
    """Run the auctions of the scenario; return them, and what was measured."""
    from strategyproof.paper import market
    from strategyproof.paper.settings import settings as lines

    title = "Auctions of the scenario"
    yield StageOpened("market", title, 1)
    on = market.stage(scenario, settings.rounds, settings.seed)
    measured = market.measure(on, lines(scenario), settings.seed)
    yield MarketMeasured(measured)
    yield clock.closed("market", title)
    return on, measured


def _learned(
    scenario: Scenario, settings: RunSettings, ledger: Path | None, clock: _Clock
) -> Generator[Event, None, Rho]:
    """Let the selector that ships emit rho, and verify each again; return what came of it."""
    from strategyproof.paper import learned

    title = "Learned rho, emitted and verified again"
    yield StageOpened("rho", title, 1)
    with TemporaryDirectory() as scratch:
        rho = yield from learned.learned(scenario, settings, ledger or Path(scratch, LEDGER))
    yield clock.closed("rho", title)
    return rho


def _paper(
    on: Auctions, market: Market, verdicts: list[Verdict], rho: Rho, seed: int, clock: _Clock
) -> Iterator[Event]:
    """Test the paper's claims."""
    from strategyproof.paper import claims

    title = "Claims of the paper"
    yield StageOpened("paper", title, 1)
    yield from (ClaimMeasured(claim) for claim in claims.claims(on, market, verdicts, rho, seed))
    yield clock.closed("paper", title)


class _Clock:
    """CPU time since the last look: of this process, and of the children that ended meanwhile.

    The stages follow each other, so their times add up to what the run took. What the fuzzer's process uses while this
    one proves is counted where that process ends.
    """

    def __init__(self) -> None:
        self._started = _cpu()

    def closed(self, name: str, title: str) -> StageClosed:
        """Close a stage with its time, and begin the next."""
        started, self._started = self._started, _cpu()
        return StageClosed(Stage(name, title, max(0.0, self._started - started)))


def _cpu() -> float:
    """Return the CPU seconds of this process and of its ended children; where the system does not tell, of it alone."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
