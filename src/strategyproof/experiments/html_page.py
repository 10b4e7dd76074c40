"""``experiments.html``: all figures that a folder holds on one page of the report, which needs no network."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from strategyproof import __version__
from strategyproof.experiments.registry import FIGURES
from strategyproof.experiments.sheet import Sheet
from strategyproof.experiments.spread import CONFIDENCE
from strategyproof.experiments.tables import cell
from strategyproof.reports.page import environment as environment_of_pages

__all__ = ["PAGE", "Published", "published_in", "render"]

PAGE = "experiments.html"
"""Beside the figures."""


class Published(msgspec.Struct, frozen=True):
    """A figure as its JSON holds it, as far as the page shows it.

    Attributes
    ----------
    figure
        Its id.
    command
        What makes it.
    what
        Seeds, rounds and trainings, in a sentence.
    quick
        Whether nothing of it is to be quoted.
    sheet
        Its content.
    """

    figure: str
    command: str
    what: str
    quick: bool
    sheet: Sheet


def published_in(folder: Path) -> list[Published]:
    """Return the figures that a folder holds, in the command's order; what is no figure's JSON is left out.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    found = []
    for name in FIGURES:
        path = folder / f"{name}.json"
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Published))
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            continue
    return [each for each in found if each.figure in FIGURES]


def render(figures: Sequence[Published], folder: Path) -> str:
    """Write the page: each figure's picture, tables and notes, with its command and links to its files."""
    environment = environment_of_pages()
    environment.filters["cell"] = cell
    view = [
        {**_parts(each), "picture": _picture(folder / f"{each.figure}.svg"), "files": _files(each)} for each in figures
    ]
    template = environment.get_template("experiments.html.j2")
    return template.render(figures=view, version=__version__, confidence=CONFIDENCE) + "\n"


def _parts(figure: Published) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in figure.__struct_fields__}


def _picture(path: Path) -> str:
    """Return the picture as an address that holds it, so that the page stands alone; empty where there is none."""
    if not path.exists():
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(path.read_bytes()).decode()}"


def _files(figure: Published) -> list[str]:
    sheet = figure.sheet
    drawn = [f"{sheet.id}.svg", f"{sheet.id}.csv"] if sheet.panels else []
    return [f"{sheet.id}.json", *drawn, *(f"{sheet.id}-{table.id}.csv" for table in sheet.tables)]
