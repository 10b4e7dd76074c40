"""Pages as a browser shows them: none wider than its window, no formula cut, nothing that axe finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.reports import html_page
from tests.reports.browser import A4, CHROMIUM, WIDTHS, axe_source, printed, seen
from tests.reports.small_report import full_report
from tests.reports.test_pages import checked_page, experiments

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


def pages(folder: Path) -> dict[str, str]:
    return {
        "report": html_page.render(full_report()),
        "check": checked_page(folder),
        "experiments": experiments(folder),
    }


@pytest.mark.parametrize("name", ["report", "check"])
def test_no_page_is_wider_than_its_window(name: str, tmp_path: Path) -> None:
    for width, shown in seen(pages(tmp_path)[name], tmp_path / "shown").items():
        assert (shown.window, shown.width) == (width, width), name
        assert shown.cut == [], f"{name} at {width} px"


def test_a_formula_that_does_not_wrap_is_noticed(tmp_path: Path) -> None:
    """The measure itself: with the formulas of a page kept on one line, it is wider than a phone."""
    page = pages(tmp_path)["report"].replace("<wbr>", "").replace("</style>", ".formula{white-space:nowrap}</style>")
    assert seen(page, tmp_path / "shown", (320,))[320].cut


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(dark: bool, tmp_path: Path) -> None:
    axe = axe_source()
    if axe is None:
        pytest.skip("needs axe-core-python, or $AXE")
    for name, page in pages(tmp_path).items():
        for width, shown in seen(page, tmp_path / name, (375, 1024), dark=dark, axe=axe).items():
            assert shown.violations == [], f"{name} at {width} px"
            assert shown.rules > 20
            assert shown.colours == ("rgb(22, 23, 26)" if dark else "rgb(255, 255, 255)")


@pytest.mark.slow
def test_axe_notices_a_fault(tmp_path: Path) -> None:
    axe = axe_source()
    if axe is None:
        pytest.skip("needs axe-core-python, or $AXE")
    broken = pages(tmp_path)["report"].replace("--quiet: #5b5e65", "--quiet: #cfd2d8").replace('lang="en"', "")
    found = " ".join(seen(broken, tmp_path / "shown", (1024,), axe=axe)[1024].violations)
    assert "html-has-lang" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("name", ["report", "check"])
def test_print_unfolds_everything_and_cuts_nothing(name: str, tmp_path: Path) -> None:
    page = pages(tmp_path)[name]
    on_paper = printed(page, tmp_path / "paper")
    assert on_paper.cut == []
    assert on_paper.width <= A4
    assert printed(page.replace("<details", "<details open"), tmp_path / "open").shut == on_paper.shut


def test_the_widths_are_those_of_phones_and_desks() -> None:
    assert min(WIDTHS) == 320
    assert max(WIDTHS) == 1400
