"""The picture of a lie: the utility of one bidder against its bid, the truthful bid and the best lie marked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec

from strategyproof.reports.figures import _STYLE, ACCENT, FAINT, INK, SECOND, _svg


class Point(msgspec.Struct, frozen=True):
    """Utility v x - p of the bidder at one bid; None where the function has no outcome."""

    bid: float
    utility: float | None
    wins: bool


class Curve(msgspec.Struct, frozen=True):
    """What a bidder gains at every bid while the others stay.

    Attributes
    ----------
    bidder
        Its position.
    bids
        The truthful profile, as numerals.
    points
        Ascending in the bid.
    truth, lie
        The points of the truthful bid and of the lie that gains.
    """

    bidder: int
    bids: list[str]
    points: list[Point]
    truth: Point
    lie: Point


def utility_against_bid(curve: Curve) -> str:
    """Draw the curve as an SVG element; a jump between losing and winning is drawn as a gap."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    best = max((p for p in curve.points if p.utility is not None), key=lambda p: p.utility or 0.0, default=curve.lie)
    if best.utility is None or (curve.lie.utility is not None and curve.lie.utility >= best.utility):
        best = curve.lie
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        axes = figure.add_subplot()
        for wins, group in groupby(curve.points, key=lambda p: p.wins if p.utility is not None else None):
            piece = [(p.bid, p.utility) for p in group if p.utility is not None]
            if wins is not None:
                axes.plot([bid for bid, _ in piece], [utility for _, utility in piece], color=ACCENT, linewidth=2)
        axes.axhline(0, color=FAINT, linewidth=0.8)
        _mark(axes, curve.truth, "truth", INK, below=True)
        _mark(axes, best, "best lie", SECOND, below=False)
        axes.set_xlabel(f"bid of bidder {curve.bidder}, the others' bids as they are")
        axes.set_ylabel(f"utility of bidder {curve.bidder}")
        axes.margins(x=0.02, y=0.2)
        return _svg(figure, f"Utility of bidder {curve.bidder} against its bid")


def _mark(axes: Any, point: Point, name: str, colour: str, *, below: bool) -> None:
    if point.utility is None:
        return
    axes.plot([point.bid], [point.utility], marker="o", color=colour, markersize=7)
    text = f"{name}: bid {point.bid:g}, utility {point.utility:g}"
    axes.annotate(
        text,
        (point.bid, point.utility),
        xytext=(8, -16 if below else 8),
        textcoords="offset points",
        fontsize=9,
    )
