"""``report.html``: one page that needs no network, for the screen, the phone and the printer, light and dark."""

from __future__ import annotations

from typing import Any

from strategyproof.reports import figures, matrix, numbers
from strategyproof.reports.document import MechanismCard, Report
from strategyproof.reports.story import tell


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
    }


def _of(report: Report, *roles: str) -> list[MechanismCard]:
    return [card for card in report.mechanisms if card.role in roles]


def _mathml(latex: str) -> str:
    from latex2mathml.converter import convert

    return str(convert(latex))
