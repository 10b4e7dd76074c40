"""``report.html``: one page that needs no network, for the screen, the phone and the printer, light and dark."""

from __future__ import annotations

from typing import Any

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import figures, kernel_text, matrix, numbers, rho_text
from strategyproof.reports.document import MechanismCard, Report
from strategyproof.reports.story import tell
from strategyproof.reports.utility_figure import utility_against_bid


def render(report: Report) -> str:
    """Write the report as one HTML page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("strategyproof.reports", "templates")
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters.update(
        cell=matrix.cell,
        bidders=matrix.bidders,
        duration=matrix.duration,
        number=numbers.number,
        dictvalues=lambda cells: list(cells.values()),
        estimate=numbers.estimate,
        signed=numbers.signed,
        percent=numbers.percent,
        provider=numbers.provider,
        ingroups=matrix.in_groups,
        math=lambda latex: Markup(_mathml(latex)),
        tell=tell,
        picture=lambda verdict: Markup(_picture(report, verdict)),
    )
    figure = Markup(figures.surplus_against_rho(report.market)) if report.market else ""
    return environment.get_template("report.html.j2").render(**_view(report), figure=figure) + "\n"


def _view(report: Report) -> dict[str, Any]:
    """Arrange the report as the template asks for it."""
    return {
        "report": report,
        "marks": matrix.MARKS,
        "methods": matrix.METHODS,
        "proven": [(card, matrix.rows(report, card.id)) for card in _of(report, "flagship", "kin")],
        "refutations": matrix.refutations(report),
        "grid": matrix.grid(report),
        "facts": matrix.facts(report),
        "rho_text": rho_text,
        "kernel_text": kernel_text,
    }


def _picture(report: Report, verdict: Verdict) -> str:
    """Draw what the lying bidder gains at every bid; nothing where no curve was measured."""
    return next((utility_against_bid(curve, size=(4.6, 2.8)) for curve in report.lies if curve.shows(verdict)), "")


def _of(report: Report, *roles: str) -> list[MechanismCard]:
    return [card for card in report.mechanisms if card.role in roles]


def _mathml(latex: str) -> str:
    from latex2mathml.converter import convert

    return str(convert(latex))
