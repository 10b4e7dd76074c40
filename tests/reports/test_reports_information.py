"""The information table in reports: what a cell says, and what is said where a part of it is not shown."""

from typing import Literal

import msgspec
import pytest

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.verdict import Counterexample, Judgement, Scope, Verdict
from strategyproof.reports import information
from strategyproof.reports.conclusion import conclude
from strategyproof.reports.html_page import render as page
from strategyproof.reports.information import Cell, Row, Shown
from strategyproof.reports.markdown_file import render as markdown
from tests.reports.small_report import full_report


def found(law: str, judgement: Judgement) -> Verdict:
    shown = Counterexample(["10", "9"], {"rho": "4/5"}, {}) if judgement == "refuted" else None
    grounds = [Ground("time", "30 s")] if judgement == "unknown" else []
    return Verdict("msb", law, judgement, Scope("any", "real"), "z3 and cvc5", shown, grounds)


REPORT = full_report()
HOLDS, FAILS, OPEN = (found("single-winner", judgement) for judgement in ("proved", "refuted", "unknown"))
CELL = Cell("if rho >= 1", [Shown("proved", "rho >= 1", HOLDS), Shown("refuted", "rho < 1", FAILS)])


def table(cell: Cell = CELL) -> list[Row]:
    return [Row("past rounds", [cell] * len(information.COLUMNS))]


def test_a_cell_is_told_with_how_each_part_was_shown() -> None:
    assert information.text(CELL) == "if rho >= 1 (✓ single-winner, rho >= 1; ✗ single-winner, rho < 1)"
    assert information.problems(table()) == []


@pytest.mark.parametrize("expected", ["proved", "refuted"])
def test_a_part_that_is_not_shown_is_no_tick_and_makes_the_run_inconclusive(
    expected: Literal["proved", "refuted"],
) -> None:
    cell = Cell("yes", [Shown(expected, "", OPEN)])
    assert information.text(cell) == "yes (? unknown single-winner)"
    concluded = conclude([], [], table=table(cell))
    assert (concluded.answer, concluded.exit_code) == ("inconclusive", 3)
    told = f"information table, past rounds: msb / single-winner is unknown, and must be {expected}"
    assert told in concluded.failures


def test_a_refutation_without_a_counterexample_shows_nothing() -> None:
    assert not Shown("refuted", "", msgspec.structs.replace(FAILS, counterexample=None)).is_met


def test_the_table_stands_in_the_page_and_in_the_markdown() -> None:
    report = msgspec.structs.replace(REPORT, information=table())
    assert "| past rounds | if rho >= 1 (✓ single-winner, rho >= 1; ✗ single-winner, rho < 1) |" in markdown(report)
    assert "bids (10, 9), by z3 and cvc5" in page(report)
    assert information.HEAD not in page(REPORT)
