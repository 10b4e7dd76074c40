"""The information table of spec section 4: what rho may know, and what holds then; each cell with what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.kernel.record import Kernel
from strategyproof.reports.marks import MARKS

TITLE = "What rho may know"
HEAD = (
    "The information table of the specification: what holds of MSB, by what rho depends on. Each part of a cell is "
    "proved, or refuted by a counterexample that replays, for any number of bidders."
)
COLUMNS = ("single winner", "strategy-proof", "anonymous", "false-name-proof", "adverse-selection free")


class Shown(msgspec.Struct, frozen=True):
    """One verdict that a cell rests on.

    Attributes
    ----------
    expected
        What it must be for the table to be right.
    when
        Of which of the rules that a row speaks of it is; empty where it is of all.
    verdict
        What was found.
    """

    expected: Literal["proved", "refuted"]
    when: str
    verdict: Verdict

    @property
    def is_met(self) -> bool:
        """Tell whether it is what it must be, and refutations replay."""
        found = self.verdict
        return found.verdict == self.expected and (found.verdict != "refuted" or found.counterexample is not None)


class Cell(msgspec.Struct, frozen=True):
    """What the table says, and what shows it."""

    says: str
    shown: list[Shown]

    @property
    def is_met(self) -> bool:
        """Tell whether every verdict is what it must be."""
        return all(one.is_met for one in self.shown)


class Row(msgspec.Struct, frozen=True):
    """What rho depends on, and a cell for each of :data:`COLUMNS`."""

    knows: str
    cells: list[Cell]


def verdicts(table: Sequence[Row]) -> list[Verdict]:
    """Return every verdict that a table rests on, row by row."""
    return [one.verdict for row in table for cell in row.cells for one in cell.shown]


def text(cell: Cell, kernel: Kernel | None = None) -> str:
    """Say a cell in a line: the words of the specification, and how each part of them was shown."""
    return f"{cell.says} ({'; '.join(part(one, kernel) for one in cell.shown)})"


def part(shown: Shown, kernel: Kernel | None = None) -> str:
    """Say how one part of a cell was shown: its mark, of which rules, the law, and whether Coq accepts it."""
    found = shown.verdict
    mark = MARKS[found.verdict] if shown.is_met else f"{MARKS['unknown']} {found.verdict}"
    coq = ", Qed" if kernel is not None and kernel.accepts(found.mechanism, found.law) else ""
    return f"{mark} {found.law}{f', {shown.when}' if shown.when else ''}{coq}"


def problems(table: Sequence[Row]) -> list[str]:
    """Say which parts of a table were not shown."""
    return [
        f"information table, {row.knows}: {one.verdict.mechanism} / {one.verdict.law} is {one.verdict.verdict}, "
        f"and must be {one.expected}"
        for row in table
        for cell in row.cells
        for one in cell.shown
        if not one.is_met
    ]
