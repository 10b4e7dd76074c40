"""The verdicts on one function as a page that needs no network."""

from __future__ import annotations

from collections.abc import Sequence

from strategyproof.judging.curve import Curve
from strategyproof.reports import matrix
from strategyproof.reports.utility_figure import utility_against_bid
from strategyproof.reports.verdicts_document import VerdictsDocument, grounds, scope, story


def render(document: VerdictsDocument, curves: Sequence[Curve] = ()) -> str:
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
    environment.filters["picture"] = lambda curve: Markup(utility_against_bid(curve))
    return environment.get_template("check.html.j2").render(document=document, curves=curves) + "\n"
