"""A sheet's panels as one SVG file that stands alone: lines with their confidence bands."""

from __future__ import annotations

import io
import math
from typing import Any

from strategyproof.experiments.sheet import Panel, Sheet

__all__ = ["svg_of"]

_COLOURS = (
    "#1b6ca8", "#d1495b", "#2e933c", "#edae49", "#6a4c93", "#00798c", "#8d6a3c", "#7f7f7f", "#c2185b", "#3f51b5",
    "#a0a000", "#5d737e", "#ff7f50",
)  # fmt: skip
_STYLE: Any = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "strategyproof",
}


def svg_of(sheet: Sheet) -> str:
    """Draw the panels, two in a row, on a white ground; the same sheet gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    columns = min(2, len(sheet.panels))
    rows = math.ceil(len(sheet.panels) / columns)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(5.6 * columns, 4.4 * rows), layout="constrained", facecolor="white")
        for place, panel in enumerate(sheet.panels, 1):
            _draw(figure.add_subplot(rows, columns, place), panel)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(text.rstrip() for text in buffer.getvalue().splitlines()) + "\n"


def _draw(axes: Any, panel: Panel) -> None:
    for place, line in enumerate(panel.lines):
        colour = _COLOURS[place % len(_COLOURS)]
        xs, ys = [point.x for point in line.points], [point.y for point in line.points]
        if line.level:
            axes.axhline(ys[0].mean, color=colour, linestyle=(0, (4, 2)), linewidth=1, label=line.label)
            axes.axhspan(ys[0].low, ys[0].high, color=colour, alpha=0.08, linewidth=0)
            continue
        if not panel.joined:
            halves = [y.half for y in ys]
            axes.errorbar(xs, [y.mean for y in ys], yerr=halves, color=colour, fmt="o", markersize=4, label=line.label)
            continue
        marker = "o" if len(xs) <= 8 else ""
        axes.plot(xs, [y.mean for y in ys], color=colour, marker=marker, markersize=3, linewidth=1.4, label=line.label)
        axes.fill_between(xs, [y.low for y in ys], [y.high for y in ys], color=colour, alpha=0.15, linewidth=0)
    if panel.log_x:
        axes.set_xscale("log")
    axes.set_xlabel("\n".join(panel.x_label.split("; ")))
    axes.set_ylabel(panel.y_label)
    axes.set_title(panel.title, fontsize=9)
    axes.legend(fontsize=7, frameon=False, loc="best")
