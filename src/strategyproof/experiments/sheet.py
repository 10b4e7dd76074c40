"""What a figure consists of, before it is drawn: panels of lines with their spread, tables, and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from strategyproof.experiments.spread import Spread, spread_of

__all__ = ["Cell", "Line", "Panel", "Point", "Sheet", "Table", "line"]

Cell: TypeAlias = str | float | int


class Point(msgspec.Struct, frozen=True):
    """A place on a line."""

    x: float
    y: Spread


class Line(msgspec.Struct, frozen=True):
    """What one contestant does over a panel; ``level``: a single value, drawn from side to side."""

    label: str
    points: tuple[Point, ...]
    level: bool = False


class Panel(msgspec.Struct, frozen=True):
    """One pair of axes; ``joined``: places are numbers, and not names whose order says nothing."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    log_x: bool = False
    joined: bool = True


class Table(msgspec.Struct, frozen=True):
    """A table: text or numbers."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Sheet(msgspec.Struct, frozen=True):
    """A figure with its tables.

    Attributes
    ----------
    id
        What the command calls it.
    title, says
        What it is; what is to be seen, in a sentence that holds whatever comes out.
    panels, tables, notes
        Its content.
    seeds
        How many seeds it has, where these are not all of the plan's.
    """

    id: str
    title: str
    says: str
    panels: tuple[Panel, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    seeds: int | None = None


def line(label: str, places: Sequence[float], values: Sequence[Sequence[float]]) -> Line:
    """Return a line from its places and the values of each seed there."""
    points = zip(places, values, strict=True)
    return Line(label, tuple(Point(float(x), spread_of(at)) for x, at in points))
