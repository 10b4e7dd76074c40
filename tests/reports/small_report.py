"""One small report with a part of every kind, for the tests of writers."""

from __future__ import annotations

import msgspec

from strategyproof.judging.curve import Curve, Point
from strategyproof.judging.events import Stage
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Run, Scope, Verdict
from strategyproof.reports.cards import law_card, mechanism_card
from strategyproof.reports.conclusion import conclude
from strategyproof.reports.document import (
    AuctionRound,
    ContractPrice,
    CurvePoint,
    Estimate,
    Expectation,
    Lemma,
    Market,
    PaperClaim,
    Report,
    RuleResult,
    RunSettings,
    Setting,
    Theorem,
)
from strategyproof.reports.provenance import Provenance

LIE = Counterexample(
    ["2", "0"],
    {},
    {"i": 0, "lie": "1"},
    [Run(["2", "0"], [True, False], ["2", "0"]), Run(["1", "0"], [True, False], ["1", "0"])],
)
VERDICTS = [
    Verdict("msb", "strategy-proof", "proved", Scope("any", "real"), "z3", seconds=0.012),
    Verdict("msb", "strategy-proof", "tested", Scope([2, 3], "rational"), "hypothesis", examples=1200),
    Verdict("first-price", "strategy-proof", "refuted", Scope("any", "real"), "z3", counterexample=LIE),
]
EXPECTED = [
    Expectation("msb", "strategy-proof", "holds", ["proof", "rational"]),
    Expectation("first-price", "strategy-proof", "refuted", ["proof"]),
]


def rule(id: str, title: str, surplus: float, *, rho: float | None = None, is_mechanism: bool = True) -> RuleResult:
    return RuleResult(
        id=id,
        title=title,
        knows="bids",
        surplus=Estimate(surplus, 0.01),
        uav_surplus=Estimate(1.0, 0.01),
        uav_share=0.5,
        latency=Estimate(5.0, 0.1),
        advantage=Estimate(surplus - 3, 0.01),
        rho=rho,
        is_mechanism=is_mechanism,
    )


def small_report() -> Report:
    """Return a report with a part of every kind, made by hand."""
    market = Market(
        scenario="<b>mine & yours</b>",
        base_stations=2,
        rounds=4,
        seed=1,
        zeta=1.0,
        settings=[Setting("market.base_stations", "2", "N", "ours | mine")],
        rho=1.5,
        totals=[2, 1, 1],
        sample=[AuctionRound(0, [4.0, 1.0], 2.0, 1, 1.5, 1.5, 4.0, 6.25)],
        rules=[rule("spa", "SPA", 3.0, rho=1.0), rule("first-best", "first best", 3.5, is_mechanism=False)],
        contract=ContractPrice(3.0, 0.1, 2.5, "interior", "b₀ = 3 exceeds E[v₀] = 2.5"),
        curve=[CurvePoint(1.0, 3.0, 0.0), CurvePoint(2.0, 3.2, 0.4), CurvePoint(9.0, 2.8, 1.0)],
    )
    return Report(
        version="1.2.3",
        settings=RunSettings("default", 1, 1200, 4),
        conclusion=conclude(VERDICTS, EXPECTED),
        verdicts=VERDICTS,
        expected=EXPECTED,
        paper=[PaperClaim("one", "It | rises.", "fig. 5", "3.0 to 3.2", "holds")],
        market=market,
        mechanisms=[
            mechanism_card(MECHANISMS["msb"], "flagship", ()),
            mechanism_card(MECHANISMS["first-price"], "broken", ("strategy-proof",)),
        ],
        laws=[law_card(law) for law in LAWS.values()],
    )


TRUTH, BEST = Point(2.0, 0.0, wins=True), Point(1.0, 1.0, wins=True)
CURVE = Curve("first-price", 0, ["2", "0"], [Point(0.0, 0.0, wins=False), BEST, TRUTH], TRUTH, BEST)
MADE = Provenance(
    "2026-01-31T12:00:00Z", "strategyproof verify --seed 1", "0123abcd", "Linux", "CPython 3.11.7", {"numpy": "2.4.6"}
)


def full_report() -> Report:
    """Return the same with theorems, formulas, sources, a picture, what it took, and where it comes from."""
    theorem = Theorem(
        "one",
        r"Below $\rho = 1$ there is no $\psi(S) \ge \rho \max S$.",
        "spec section 3, theorem 2",
        "proved",
        "lemmas, z3",
        [Lemma(r"$\psi(\theta s) = \theta \psi(s)$.", "proved")],
    )
    aside = PaperClaim("two", "A theorem says so.", "paper, theorem 5.1", "Nothing.", "not about this market")
    report = small_report()
    return msgspec.structs.replace(
        report,
        lies=[CURVE],
        theorems=[theorem],
        paper=[*report.paper, aside, PaperClaim("three", "It falls.", "paper, fig. 6", "1 to 2", "does not hold")],
        mechanisms=[
            mechanism_card(MECHANISMS["msb"], "flagship", (), with_formula=True),
            mechanism_card(MECHANISMS["first-price"], "broken", ("strategy-proof",), with_formula=True),
        ],
        stages=[Stage("proofs", "Proofs", 1.26), Stage("fuzzing", "Fuzzing", 0.74)],
        provenance=MADE,
    )
