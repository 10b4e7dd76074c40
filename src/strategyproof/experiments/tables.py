"""A sheet as CSV, as JSON, and as a page of the documentation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import msgspec

from strategyproof.experiments.sheet import Cell, Sheet, Table
from strategyproof.experiments.spread import CONFIDENCE

__all__ = ["cell", "csv_of", "json_of", "page_of"]

_SCHEMA = 1


def csv_of(sheet: Sheet) -> dict[str, str]:
    """Return the file of the panels, a row for each point with the value of every seed, and one for each table."""
    files = {}
    if sheet.panels:
        seeds = len(sheet.panels[0].lines[0].points[0].y.values)
        rows: list[Sequence[Cell]] = [
            ("panel", "line", "x", "mean", "half_width", *(f"seed {n}" for n in range(seeds)))
        ]
        for panel in sheet.panels:
            for line in panel.lines:
                for at in line.points:
                    x = "" if line.level else at.x
                    rows.append((panel.title, line.label, x, at.y.mean, at.y.half, *at.y.values))
        files[f"{sheet.id}.csv"] = _written(rows)
    for table in sheet.tables:
        files[f"{sheet.id}-{table.id}.csv"] = _written([table.columns, *table.rows])
    return files


def _written(rows: Sequence[Sequence[Cell]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def json_of(sheet: Sheet, facts: dict[str, object]) -> str:
    """Return the sheet with what was run, as JSON."""
    document = {"schema": _SCHEMA, "confidence": CONFIDENCE, **facts, "sheet": sheet}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def page_of(sheet: Sheet, command: str, what: str) -> str:
    """Return the page: the figure, the tables, what is to be known of them, and the command that makes it."""
    parts = [f"# {sheet.title}", sheet.says]
    if sheet.panels:
        parts.append(f"![{sheet.title}]({sheet.id}.svg)")
    parts += [f"## {table.title}\n\n{_markdown(table)}" for table in sheet.tables]
    parts += [f"* {note}" for note in sheet.notes]
    parts.append(f"{what}\n\n```console\n{command}\n```")
    return "\n\n".join(parts).replace("\n\n* ", "\n* ").replace("|\n* ", "|\n\n* ").replace(")\n* ", ")\n\n* ") + "\n"


def _markdown(table: Table) -> str:
    rows = [table.columns, ["---"] * len(table.columns), *table.rows]
    return "\n".join(f"| {' | '.join(cell(each).replace('|', '/') for each in row)} |" for row in rows)


def cell(value: Cell) -> str:
    """Return a cell's text: whole numbers with a comma for each thousand."""
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else value
