"""Figures as inline SVG that follows the colours of the page, light or dark."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from strategyproof.reports.document import Market, RuleResult

INK, FAINT, ACCENT, SECOND = "#010203", "#040506", "#070809", "#0a0b0c"
"""Stand-ins that :func:`as_svg` replaces by the page's own variables."""

_VARIABLES = {INK: "var(--ink)", FAINT: "var(--faint)", ACCENT: "var(--accent)", SECOND: "var(--second)"}
STYLE: Any = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "strategyproof",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def surplus_against_rho(market: Market) -> str:
    """Draw mean surplus against a constant rho, with the rules that need no learning marked.

    The curve is what every constant price scaling factor earns on the rounds of the scenario; the level lines are the
    rules that have no constant rho, and the bound that nothing passes.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 3.6), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([p.rho for p in market.curve], [p.surplus for p in market.curve], color=ACCENT, linewidth=2)
        for rule in market.rules:
            _mark(axes, rule, market)
        axes.set_xscale("log")
        ticks = [tick for tick in (1, 1.5, 2, 3, 5, 7, 10) if tick <= market.curve[-1].rho * 1.001]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel("constant price scaling factor ρ (log scale)")
        axes.set_ylabel("mean surplus per round")
        axes.margins(x=0.02, y=0.14)
        return as_svg(figure, "Mean surplus per round against the price scaling factor rho")


def _mark(axes: Any, rule: RuleResult, market: Market) -> None:
    """Mark a rule on the curve if it has a constant rho, and draw a level line for the bound."""
    level = rule.surplus.mean
    if rule.rho is not None:
        axes.plot([rule.rho], [level], marker="o", color=ACCENT, markersize=6)
        first = rule.rho <= market.curve[0].rho
        axes.annotate(
            rule.title,
            (rule.rho, level),
            xytext=(6 if first else 0, -14 if first else -26 if rule.id == "optimal-msb" else 9),
            textcoords="offset points",
            ha="left" if first else "center",
            fontsize=9,
        )
    elif rule.id == "first-best":
        axes.axhline(level, color=SECOND, linewidth=1.2, linestyle=(0, (5, 3)))
        axes.annotate(
            "first best: no rule can pass it",
            (market.curve[-1].rho, level),
            xytext=(0, -12),
            textcoords="offset points",
            ha="right",
            fontsize=9,
        )


def as_svg(figure: Any, label: str) -> str:
    """Return the figure as an SVG element that scales, takes the page's colours, and is read aloud by its label."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if f"#{found[1]}" in text else "", text)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', rf'\1 role="img" aria-label="{label}"', text, count=1)
    return _recoloured(text)


def _recoloured(text: str, variables: Sequence[tuple[str, str]] = tuple(_VARIABLES.items())) -> str:
    for colour, variable in variables:
        text = text.replace(colour, variable)
    return re.sub(r"font: ([^;\"]*?)'[^;\"]*", r"font: \1system-ui, sans-serif", text)
