"""Every figure by name, loaded when it is asked for: what the command offers must be known without loading anything."""

from __future__ import annotations

import importlib
from difflib import get_close_matches

from strategyproof.experiments.figure import Figure

__all__ = ["FIGURES", "figure"]

_HOMES = {
    "fig3": ("fig3", "FIGURE"),
    "fig4": ("fig4", "FIGURE"),
    "fig5a": ("fig5", "FIG5A"),
    "fig5b": ("fig5", "FIG5B"),
    "fig5c": ("fig5", "FIG5C"),
    "fig6": ("fig6", "FIGURE"),
    "claims": ("claims", "FIGURE"),
    "price-of-truthfulness": ("price", "FIGURE"),
    "algorithm1": ("algorithm1", "FIGURE"),
    "common-value": ("common_value", "FIGURE"),
    "joint": ("joint", "FIGURE"),
}
FIGURES = tuple(_HOMES)
"""What ``strategyproof experiments`` knows: the paper's figures and claims, then ours."""


def figure(name: str) -> Figure:
    """Return a figure.

    Raises
    ------
    ValueError
        If there is none of that name; the message names the nearest.
    """
    if name not in _HOMES:
        near = get_close_matches(name, FIGURES, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(FIGURES)}"
        raise ValueError(f"expected a figure, got {name!r}; {hint}")
    module, attribute = _HOMES[name]
    found: Figure = getattr(importlib.import_module(f"strategyproof.experiments.figures.{module}"), attribute)
    return found
