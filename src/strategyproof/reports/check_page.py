"""The verdicts on one function as a page that needs no network."""

from __future__ import annotations

from collections.abc import Sequence

from strategyproof.reports import matrix
from strategyproof.reports.check_document import CheckDocument, grounds, scope, story
from strategyproof.reports.lie_curve import Curve
from strategyproof.reports.utility_figure import utility_against_bid


def render(document: CheckDocument, curves: Sequence[Curve] = ()) -> str:
    """Write the page, with one picture for each refutation of strategy-proofness."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("strategyproof.reports", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(grounds=grounds, scope=scope, story=story, duration=matrix.duration)
    pictures = [Markup(utility_against_bid(curve)) for curve in curves]
    return environment.get_template("check.html.j2").render(document=document, pictures=pictures) + "\n"
