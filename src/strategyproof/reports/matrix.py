"""Verdicts arranged for the eye: one row per law, one cell per method. Every writer shows the same arrangement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.conclusion import method_of
from strategyproof.reports.document import Expectation, LawCard, MechanismCard, Method, Report
from strategyproof.reports.marks import MARKS

METHODS: tuple[Method, ...] = ("proof", "rational", "float64")


@dataclass(frozen=True, slots=True)
class Row:
    """One law on one mechanism, by every method that looked at it."""

    law: LawCard
    cells: dict[Method, Verdict]

    @property
    def seconds(self) -> float:
        """CPU time of all its verdicts."""
        return sum(verdict.seconds for verdict in self.cells.values())


@dataclass(frozen=True, slots=True)
class Refutation:
    """A law that a mechanism is known to break, with the shortest counterexample found."""

    mechanism: MechanismCard
    law: LawCard
    claim: Expectation
    verdicts: dict[Method, Verdict]

    @property
    def found(self) -> list[Verdict]:
        """The verdicts that refute the law."""
        return [verdict for verdict in self.verdicts.values() if verdict.verdict == "refuted"]

    @property
    def told(self) -> Verdict | None:
        """The refutation to tell: fewest bidders, then fewest letters."""
        return min((verdict for verdict in self.found if verdict.counterexample), key=_length, default=None)


def rows(report: Report, mechanism: str) -> list[Row]:
    """Return the verdicts on one mechanism, law by law in the order of the catalogue."""
    by_law: dict[str, dict[Method, Verdict]] = {}
    for verdict in report.verdicts:
        if verdict.mechanism == mechanism:
            by_law.setdefault(verdict.law, {})[method_of(verdict)] = verdict
    return [Row(law, by_law[law.id]) for law in report.laws if law.id in by_law]


def refutations(report: Report) -> list[Refutation]:
    """Return the laws that are expected to fail, in the order of the claims."""
    mechanisms = {card.id: card for card in report.mechanisms}
    laws = {card.id: card for card in report.laws}
    return [
        Refutation(mechanisms[claim.mechanism], laws[claim.law], claim, _cells(report, claim))
        for claim in report.expected
        if claim.expected == "refuted"
    ]


def in_groups(items: Iterable[Refutation]) -> list[tuple[MechanismCard, list[Refutation]]]:
    """Gather refutations by mechanism, keeping their order."""
    groups: dict[str, list[Refutation]] = {}
    for item in items:
        groups.setdefault(item.mechanism.id, []).append(item)
    return [(told[0].mechanism, told) for told in groups.values()]


def cell(verdict: Verdict | None) -> str:
    """Say a verdict in a few words.

    >>> from strategyproof.mechanism.verdict import Scope, Verdict
    >>> cell(Verdict("msb", "monotone", "proved", Scope("any", "real"), "Z3"))
    '✓ proved, any N'
    """
    if verdict is None:
        return "–"
    words = {
        "proved": f"proved, {bidders(verdict)}",
        "tested": f"{verdict.examples:,} tested" if verdict.examples else "tested",
        "refuted": "refuted",
        "unknown": "unknown",
    }
    return f"{MARKS[verdict.verdict]} {words[verdict.verdict]}"


def bidders(verdict: Verdict) -> str:
    """Say which numbers of bidders a verdict speaks about."""
    scope = verdict.scope.bidders
    if scope == "any":
        return "any N" if verdict.scope.at_least == 1 else f"any N ≥ {verdict.scope.at_least}"
    if not scope:
        return "no N"
    low, high = min(scope), max(scope)
    gapless = len(scope) == high - low + 1 and high - low > 1
    return f"N = {low} to {high}" if gapless else f"N = {', '.join(map(str, scope))}"


def duration(seconds: float) -> str:
    """Write a time at a glance.

    >>> duration(0.0123), duration(4.56), duration(0)
    ('12 ms', '4.6 s', '0 ms')
    """
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def _cells(report: Report, claim: Expectation) -> dict[Method, Verdict]:
    return {
        method_of(verdict): verdict
        for verdict in report.verdicts
        if (verdict.mechanism, verdict.law) == (claim.mechanism, claim.law)
    }


def _length(verdict: Verdict) -> tuple[int, int]:
    found = verdict.counterexample
    return (len(found.bids), len("".join(found.bids))) if found else (0, 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """One number that sums up a part of the report."""

    figure: str
    words: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One mechanism against every law; None where no method judged it."""

    mechanism: MechanismCard
    cells: list[Verdict | None]


def grid(report: Report) -> list[GridRow]:
    """Return every mechanism against every law, each with its strongest verdict."""
    best: dict[tuple[str, str], Verdict] = {}
    for verdict in report.verdicts:
        key = (verdict.mechanism, verdict.law)
        best[key] = min(best.get(key, verdict), verdict, key=lambda v: _STRENGTH[v.verdict])
    return [GridRow(card, [best.get((card.id, law.id)) for law in report.laws]) for card in report.mechanisms]


def facts(report: Report) -> list[Fact]:
    """Return the few numbers that a reader looks for first."""
    flagship = {card.id for card in report.mechanisms if card.role == "flagship"}
    own = [verdict for verdict in report.verdicts if verdict.mechanism in flagship]
    proofs = [verdict for verdict in own if method_of(verdict) == "proof"]
    proved = [verdict for verdict in proofs if verdict.verdict == "proved" and verdict.scope.bidders == "any"]
    broken = refutations(report)
    refuted = [refutation for refutation in broken if refutation.told]
    examples = sum(verdict.examples or 0 for verdict in own)
    return [
        Fact(f"{len(proved)} / {len(proofs)}", "laws of MSB proved for any number of bidders and any ρ ≥ 1"),
        Fact(f"{examples:,}", "auctions run against those proofs, in exact rationals and in doubles"),
        Fact(f"{len(refuted)} / {len(broken)}", "known failures of other rules refuted, each by a counterexample"),
        Fact(f"{sum(verdict.seconds for verdict in proofs):.1f} s", "CPU for all proofs about MSB"),
    ]


_STRENGTH = {"refuted": 0, "proved": 1, "tested": 2, "unknown": 3}
