"""The picture of a lie: the utility of one bidder against its bid, the truthful bid and the best lie marked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from strategyproof.judging.curve import Curve, Point
from strategyproof.reports.figures import ACCENT, FAINT, INK, SECOND, STYLE, as_svg


def utility_against_bid(curve: Curve, *, size: tuple[float, float] = (7.2, 3.2)) -> str:
    """Draw the curve as an SVG element; a jump between losing and winning is drawn as a gap.

    Parameters
    ----------
    curve
        What the bidder gains at every bid that was tried.
    size
        Width and height, in inches: the smaller, the larger the letters in a frame of the page.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    best = max((p for p in curve.points if p.utility is not None), key=lambda p: p.utility or 0.0, default=curve.lie)
    if best.utility is None or (curve.lie.utility is not None and curve.lie.utility >= best.utility):
        best = curve.lie
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        for wins, group in groupby(curve.points, key=lambda p: p.wins if p.utility is not None else None):
            piece = [(p.bid, p.utility) for p in group if p.utility is not None]
            if wins is not None:
                axes.plot([bid for bid, _ in piece], [utility for _, utility in piece], color=ACCENT, linewidth=2)
        axes.axhline(0, color=FAINT, linewidth=0.8)
        _mark(axes, curve.truth, "truth", INK)
        if best is not curve.lie:
            _mark(axes, curve.lie, "lie", SECOND, markerfacecolor="none")
        _mark(axes, best, "best lie tried", SECOND)
        figure.legend(loc="outside upper left", frameon=False, handlelength=1)
        axes.set_xlabel(f"bid of bidder {curve.bidder}, the others' bids as they are")
        axes.set_ylabel(f"utility of bidder {curve.bidder}")
        axes.margins(x=0.02, y=0.12)
        return as_svg(figure, f"Utility of bidder {curve.bidder} against its bid")


def _mark(axes: Any, point: Point, name: str, colour: str, **style: str) -> None:
    if point.utility is not None:
        words = f"{name}: bid {point.bid:.4g}, utility {point.utility:.4g}"
        axes.plot([point.bid], [point.utility], "o", color=colour, label=words, **style)
