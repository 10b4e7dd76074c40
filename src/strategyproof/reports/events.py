"""The one stream: what a run says while it works. The table, the files and the exit code are its consumers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias

import msgspec

from strategyproof.judging import events
from strategyproof.judging.curve import Curve
from strategyproof.judging.events import LieMeasured as LieMeasured
from strategyproof.judging.events import QuestionKept as QuestionKept
from strategyproof.judging.events import SolversContradicted as SolversContradicted
from strategyproof.judging.events import Stage
from strategyproof.judging.events import StageClosed as StageClosed
from strategyproof.judging.events import StageOpened as StageOpened
from strategyproof.judging.events import VerdictReached as VerdictReached
from strategyproof.judging.evidence import Evidence, gathered, of_rule
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import information
from strategyproof.reports.conclusion import conclude
from strategyproof.reports.document import (
    Expectation,
    Kernel,
    LawCard,
    Market,
    MechanismCard,
    PaperClaim,
    Report,
    RunSettings,
    Theorem,
)
from strategyproof.reports.information import Row
from strategyproof.reports.kernel_text import theorem_with_kernel, with_kernel
from strategyproof.reports.rho_document import Rho


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """The run begins: what it was asked for, what it examines, and what is claimed."""

    version: str
    settings: RunSettings
    mechanisms: list[MechanismCard]
    laws: list[LawCard]
    expected: list[Expectation]


class TheoremChecked(msgspec.Struct, frozen=True, tag="theorem"):
    """A theorem about all rules was checked, lemma by lemma."""

    theorem: Theorem


class KernelAnswered(msgspec.Struct, frozen=True, tag="kernel"):
    """Coq read the laws that are claimed to hold."""

    stage: ClassVar[str] = "kernel"

    kernel: Kernel


class TableShown(msgspec.Struct, frozen=True, tag="information"):
    """The information table was judged, cell by cell."""

    stage: ClassVar[str] = "information"

    table: list[Row]


class MarketMeasured(msgspec.Struct, frozen=True, tag="market"):
    """The auctions of the scenario were run."""

    stage: ClassVar[str] = "market"

    market: Market


class RhoMeasured(msgspec.Struct, frozen=True, tag="rho"):
    """A trained selector emitted rho for the rounds, and each was verified again; or this was skipped."""

    stage: ClassVar[str] = "rho"

    rho: Rho


class ClaimMeasured(msgspec.Struct, frozen=True, tag="claim"):
    """A claim of the paper was tested."""

    claim: PaperClaim


Event: TypeAlias = (
    Opened | events.Event | TheoremChecked | KernelAnswered | TableShown | MarketMeasured | RhoMeasured | ClaimMeasured
)


class Collector:
    """Gather a stream into a report, in an order that does not depend on who was faster.

    Attributes
    ----------
    contradictions
        Questions to which two solvers gave contrary answers.
    questions
        The texts that solvers were asked, by their SHA-256.
    """

    def __init__(self) -> None:
        self._opened: Opened | None = None
        self._verdicts: dict[str, list[Verdict]] = {}
        self._stages: list[Stage] = []
        self._kernel: Kernel | None = None
        self._table: list[Row] = []
        self._market: Market | None = None
        self._rho: Rho | None = None
        self._lies: list[Curve] = []
        self._theorems: list[Theorem] = []
        self._claims: list[PaperClaim] = []
        self.contradictions: list[SolversContradicted] = []
        self.questions: dict[str, str] = {}

    def take(self, event: Event) -> None:
        """Remember one event."""
        match event:
            case Opened():
                self._opened = event
            case StageOpened(name=name):
                self._verdicts.setdefault(name, [])
            case StageClosed(stage=stage):
                self._stages.append(stage)
            case VerdictReached(stage=name, verdict=verdict):
                self._verdicts[name].append(verdict)
            case QuestionKept(sha256=sha256, text=text):
                self.questions[sha256] = text
            case SolversContradicted(sha256=sha256, text=text):
                self.questions[sha256] = text
                self.contradictions.append(event)
            case LieMeasured(curve=curve):
                self._lies.append(curve)
            case TheoremChecked(theorem=theorem):
                self._theorems.append(theorem)
            case KernelAnswered() | TableShown() | MarketMeasured() | RhoMeasured() | ClaimMeasured():
                self._take_measured(event)

    def _take_measured(self, event: KernelAnswered | TableShown | MarketMeasured | RhoMeasured | ClaimMeasured) -> None:
        match event:
            case KernelAnswered(kernel=kernel):
                self._kernel = kernel
            case TableShown(table=table):
                self._table = table
            case MarketMeasured(market=market):
                self._market = market
            case RhoMeasured(rho=rho):
                self._rho = rho
            case ClaimMeasured(claim=claim):
                self._claims.append(claim)

    def report(self) -> Report:
        """Return the report of everything taken so far.

        Raises
        ------
        ValueError
            If the stream never opened.
        """
        if self._opened is None:
            raise ValueError("expected a stream that begins with Opened, got none; take every event of the run")
        opened = self._opened
        theorems = [theorem_with_kernel(theorem, self._kernel) for theorem in self._theorems]
        verdicts = [with_kernel(verdict, self._kernel) for stage in self._verdicts.values() for verdict in stage]
        return Report(
            version=opened.version,
            settings=opened.settings,
            conclusion=conclude(
                verdicts,
                opened.expected,
                theorems,
                self._rho,
                [c.sentence for c in self.contradictions],
                self._kernel,
                self._table,
            ),
            verdicts=verdicts,
            lies=self._lies,
            expected=opened.expected,
            theorems=theorems,
            kernel=self._kernel,
            information=self._table,
            paper=self._claims,
            market=self._market,
            rho=self._rho,
            mechanisms=opened.mechanisms,
            laws=opened.laws,
            stages=self._stages,
            evidence=evidence_of([*verdicts, *information.verdicts(self._table)]),
        )


def evidence_of(verdicts: Sequence[Verdict]) -> Evidence:
    """Return the hashes of what verdicts on rules that ship rest on."""
    rules = {**MECHANISMS, **RULES}
    judged = dict.fromkeys(verdict.mechanism for verdict in verdicts)
    return gathered(verdicts, {name: of_rule(rules[name]) for name in judged if name in rules})
