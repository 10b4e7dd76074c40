"""What a report says, as data: the one document that every writer reads and ``report.json`` is."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from strategyproof.judging.answers import Answer
from strategyproof.judging.curve import Curve
from strategyproof.judging.events import Stage as Stage
from strategyproof.judging.evidence import Evidence
from strategyproof.mechanism.verdict import Asked, Verdict
from strategyproof.proofs.kernel.record import Kernel as Kernel
from strategyproof.reports.estimate import Estimate as Estimate
from strategyproof.reports.information import Row, verdicts
from strategyproof.reports.outcome_table import Line
from strategyproof.reports.provenance import Provenance
from strategyproof.reports.rho_document import Rho

SCHEMA = "strategyproof/report/2"
"""Name and version of the document. The number changes when a field changes its meaning or goes away."""

LISTING_SCHEMA = "strategyproof/listing/1"

Method: TypeAlias = Literal["proof", "rational", "float64"]
Role: TypeAlias = Literal["flagship", "kin", "broken", "sibling"]
Finding: TypeAlias = Literal["holds", "does not hold", "not testable here", "not about this market"]


class Expectation(msgspec.Struct, frozen=True):
    """What is claimed of one law on one mechanism; the claims alone decide the answer.

    Attributes
    ----------
    mechanism, law
        Ids.
    expected
        ``holds``: proved for any number of bidders, and no example refutes it. ``refuted``: the mechanism is known to
        break the law, and a counterexample must be found.
    methods
        Who must agree.
    """

    mechanism: str
    law: str
    expected: Literal["holds", "refuted"]
    methods: list[Method]


class Conclusion(msgspec.Struct, frozen=True):
    """The answer of the whole run.

    Attributes
    ----------
    answer
        Whether every claim is met.
    exit_code
        0 holds, 1 refuted, 3 inconclusive, 4 solvers disagree.
    sentence
        The same for people.
    failures
        One sentence for each claim that is not met.
    """

    answer: Answer
    exit_code: int
    sentence: str
    failures: list[str] = []


class Lemma(msgspec.Struct, frozen=True):
    """One step of a theorem; ``questions`` are what solvers were asked, on whose answers it rests."""

    statement: str
    verdict: Literal["proved", "unknown", "refuted"]
    reason: str | None = None
    questions: list[Asked] = []


class Theorem(msgspec.Struct, frozen=True):
    """A theorem about all rules, and the lemmas that a solver checked; it is proved if each of them is.

    Formulas in its statement and in those of its lemmas stand between dollar signs, in LaTeX.
    """

    id: str
    statement: str
    source: str
    verdict: Literal["proved", "unknown"]
    by: str
    lemmas: list[Lemma]


class Example(msgspec.Struct, frozen=True):
    """A mechanism that breaks a law, and how.

    Attributes
    ----------
    mechanism, title, does
        Which one, its name in the field, and what it does.
    story, lines
        What happens at the counterexample, and what becomes of each bidder there.
    """

    mechanism: str
    title: str
    does: str
    story: str
    lines: list[Line] = []


class LawCard(msgspec.Struct, frozen=True):
    """What a law says, copied into the report so that it can be read without the program.

    Attributes
    ----------
    statement
        The law in LaTeX.
    example
        What breaks it, where that was asked for.
    """

    id: str
    title: str
    statement: str
    source: str
    breaks: str
    remedy: str
    exact_in_float64: str
    min_bidders: int = 1
    example: Example | None = None


class MechanismCard(msgspec.Struct, frozen=True):
    """What a mechanism does.

    Attributes
    ----------
    role
        Why it ships.
    breaks
        The laws that it is known to break.
    formula
        The rule in LaTeX, read off its own source; empty where it is too long to print.
    file, line
        Where the rule is, as seen from the working directory.
    code
        The source of the rule and of what it calls; empty where it is not at hand.
    """

    id: str
    title: str
    summary: str
    source: str
    role: Role
    parameters: dict[str, str] = {}
    breaks: list[str] = []
    formula: str = ""
    file: str = ""
    line: int = 1
    code: str = ""


class Setting(msgspec.Struct, frozen=True):
    """One setting of the scenario, with where it comes from."""

    name: str
    value: str
    meaning: str
    source: str


class AuctionRound(msgspec.Struct, frozen=True):
    """One round of the market under the flagship rule.

    Attributes
    ----------
    round
        Counted from 0.
    bids
        b_n of the base stations, n = 1..N, in value units.
    brand_value
        v_0, the UAV's value, in value units.
    winner
        0 for the UAV, n for base station n.
    critical_payment
        rho max(b_{-n}) of the highest base station n: what it has to exceed, and pays if it does.
    paid
        What the winner pays: the critical payment, or the contract price if the UAV wins.
    surplus
        zeta v_0 or v_n, in value units.
    latency
        Of the task at the provider that won, in seconds.
    """

    round: int
    bids: list[float]
    brand_value: float
    winner: int
    critical_payment: float
    paid: float
    surplus: float
    latency: float


class RuleResult(msgspec.Struct, frozen=True):
    """What one rule earns on the rounds of the scenario.

    Attributes
    ----------
    id, title
        Name of the rule; for Myopic MSB the title names the reading.
    knows
        What it has to know of the round; ``bids only`` for rules that can be run.
    surplus
        zeta v_0 x_0 + sum v_n x_n per round.
    uav_surplus
        zeta v_0 x_0 per round.
    uav_share
        Share of the rounds that the UAV wins, in [0, 1].
    latency
        Per round, in seconds, at the provider that won.
    advantage
        Surplus less that of the second-price auction, paired round by round.
    rho
        The price scaling factor, where the rule has one for all rounds.
    is_mechanism
        Whether anyone could run it: false for bounds.
    """

    id: str
    title: str
    knows: str
    surplus: Estimate
    uav_surplus: Estimate
    uav_share: float
    latency: Estimate
    advantage: Estimate
    rho: float | None = None
    is_mechanism: bool = True


class ContractPrice(msgspec.Struct, frozen=True):
    """The UAV's flat bid b_0 of eq. 13, from the rounds of the scenario.

    Attributes
    ----------
    price, objective
        b_0 and E[(v_0 - v_max) 1{v_max <= b_0}], in value units.
    mean_brand_value
        E[v_0]: above it a flat price loses money under MSB (spec section 8.2).
    kind
        Whether the best price is a corner.
    warning
        Said when b_0 > E[v_0], or when the best price is a corner.
    """

    price: float
    objective: float
    mean_brand_value: float
    kind: Literal["never", "interior", "always"]
    warning: str | None = None


class CurvePoint(msgspec.Struct, frozen=True):
    """Mean surplus and the UAV's share at one constant rho."""

    rho: float
    surplus: float
    uav_share: float


class Market(msgspec.Struct, frozen=True):
    """The auctions of the scenario.

    Attributes
    ----------
    rho
        Optimal MSB's, from an independent history: the rho of ``sample`` and ``totals``.
    totals
        Rounds won by each provider, the UAV first.
    sample
        Some rounds, spread over the run.
    rules
        The rules that need no learning, and the bounds.
    curve
        MSB at constant rho.
    """

    scenario: str
    base_stations: int
    rounds: int
    seed: int
    zeta: float
    settings: list[Setting]
    rho: float
    totals: list[int]
    sample: list[AuctionRound]
    rules: list[RuleResult]
    contract: ContractPrice
    curve: list[CurvePoint]


class PaperClaim(msgspec.Struct, frozen=True):
    """A claim of the paper, and what was measured.

    Attributes
    ----------
    finding
        ``not about this market``: the claim is a theorem whose premises this market does not meet, so that nothing
        measured here speaks for or against it.
    """

    id: str
    statement: str
    source: str
    measured: str
    finding: Finding


class RunSettings(msgspec.Struct, frozen=True):
    """What the run was asked for: the same settings give the same report, times apart."""

    scenario: str
    seed: int
    examples: int
    rounds: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a run found.

    ``kernel`` is what Coq said, where it was asked. ``information`` is the information table of spec section 4.

    Every time that something took is under a key named ``seconds``, ``provenance`` says when and where it ran, and
    ``evidence.content`` hashes them with the rest; all else is a function of ``settings`` and what ``evidence`` names.
    """

    schema: str = SCHEMA
    version: str
    settings: RunSettings
    conclusion: Conclusion
    verdicts: list[Verdict]
    lies: list[Curve] = []
    expected: list[Expectation]
    theorems: list[Theorem] = []
    kernel: Kernel | None = None
    information: list[Row] = []
    paper: list[PaperClaim] = []
    market: Market | None = None
    rho: Rho | None = None
    mechanisms: list[MechanismCard]
    laws: list[LawCard]
    stages: list[Stage] = []
    provenance: Provenance | None = None
    evidence: Evidence | None = None

    @property
    def judged(self) -> list[Verdict]:
        """Return every verdict: those of the laws asked, then those that the information table rests on."""
        return [*self.verdicts, *verdicts(self.information)]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of the commands that list what exists."""

    schema: str
    version: str
    laws: list[LawCard] = []
    mechanisms: list[MechanismCard] = []
    verdicts: list[Verdict] = []
