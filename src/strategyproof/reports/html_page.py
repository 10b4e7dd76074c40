"""``report.html``: one page that needs no network, for the screen, the phone and the printer, light and dark."""

from __future__ import annotations

from typing import Any

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import costs, figures, information, kernel_text, matrix, page, rho_text
from strategyproof.reports.document import Finding, MechanismCard, Report
from strategyproof.reports.utility_figure import utility_against_bid

FINDINGS: dict[Finding, str] = {
    "holds": "proved",
    "does not hold": "refuted",
    "not testable here": "unknown",
    "not about this market": "aside",
}
"""How a finding about a claim looks; what is no finding about this market looks like none of them."""


def render(report: Report) -> str:
    """Write the report as one HTML page."""
    environment, placed = page.environment(), page.pictures()
    environment.filters["picture"] = lambda verdict: placed(_picture(report, verdict))
    figure = placed(figures.surplus_against_rho(report.market)) if report.market else ""
    return environment.get_template("report.html.j2").render(**_view(report), figure=figure) + "\n"


def _view(report: Report) -> dict[str, Any]:
    """Arrange the report as the template asks for it."""
    refutations = matrix.refutations(report)
    took = costs.costs(report)
    return {
        "report": report,
        "methods": matrix.METHODS,
        "proven": [(card, matrix.rows(report, card.id)) for card in _of(report, "flagship", "kin")],
        "refutations": refutations,
        "told_of": {refutation.mechanism.id for refutation in refutations},
        "broken_by": {law.id: [r.mechanism.id for r in refutations if r.law.id == law.id] for law in report.laws},
        "grid": matrix.grid(report),
        "facts": matrix.facts(report),
        "spent": costs.spent,
        "costs": took,
        "total": costs.total(took),
        "rho_text": rho_text,
        "information": information,
        "kernel_text": kernel_text,
        "FINDINGS": FINDINGS,
        "works": page.WORKS,
    }


def _picture(report: Report, verdict: Verdict) -> str:
    """Draw what the lying bidder gains at every bid; nothing where no curve was measured."""
    return next((utility_against_bid(curve, size=(4.6, 2.8)) for curve in report.lies if curve.shows(verdict)), "")


def _of(report: Report, *roles: str) -> list[MechanismCard]:
    return [card for card in report.mechanisms if card.role in roles]
