"""The files of a report, from one small document."""

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from strategyproof.judging.curve import Curve, Point
from strategyproof.reports import html_page, json_file, markdown_file, numbers
from strategyproof.reports.document import Estimate, Report
from tests.reports.small_report import small_report


@pytest.fixture
def report() -> Report:
    return small_report()


class Page(HTMLParser):
    """Everything that a page would fetch, its links, its ids, and its tags, which must be balanced."""

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        found = [str(values[name]) for name in ("src", "href", "xlink:href") if values.get(name)]
        (self.links if tag == "a" else self.fetched).extend(found)
        self.ids += [str(values["id"])] if values.get("id") else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_no_network_and_is_well_formed(report: Report) -> None:
    text = html_page.render(report)
    page = Page()
    page.feed(text)
    assert page.open == []
    assert all(link.startswith("#") for link in page.fetched), page.fetched
    assert {link[1:] for link in [*page.fetched, *page.links] if link.startswith("#")} <= set(page.ids)
    assert all(link.startswith(("#", "https://doi.org/", "https://search.crossref.org/")) for link in page.links)
    assert not re.search(r"@import|url\((?!#)|<script", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_page_answers_first_and_tells_the_evidence(report: Report) -> None:
    text = html_page.render(report)
    assert text.index("All 1 laws claimed of msb hold") < text.index("Proof, reals") < text.index("it gains 1 by lying")
    assert "<math" in text
    assert "✓ proved, any N" in text
    assert "~ 1,200 tested" in text
    assert 'role="img"' in text


def test_the_lie_is_drawn_beside_its_counterexample(report: Report) -> None:
    truth, lie = Point(2.0, 0.0, wins=True), Point(1.0, 1.0, wins=True)
    curve = Curve("first-price", 0, ["2", "0"], [Point(0.0, 0.0, wins=False), lie, truth], truth, lie)
    text = html_page.render(msgspec.structs.replace(report, lies=[curve]))
    story, figure = text.index("it gains 1 by lying"), text.index("Utility of bidder 0 against its bid")
    assert 0 < figure - story < 1000  # the table of outcomes stands between them
    assert "best lie tried: bid 1, utility 1" in text
    of_another = msgspec.structs.replace(curve, bids=["3", "0"])
    assert "Utility of bidder" not in html_page.render(msgspec.structs.replace(report, lies=[of_another]))


def test_the_page_escapes_what_it_is_given(report: Report) -> None:
    text = html_page.render(report)
    assert "<b>mine" not in text
    assert "&lt;b&gt;mine &amp; yours&lt;/b&gt;" in text


def test_the_page_is_a_function_of_the_report(report: Report) -> None:
    assert html_page.render(report) == html_page.render(report)


def test_markdown_says_the_same(report: Report) -> None:
    text = markdown_file.render(report)
    lines = text.splitlines()
    assert lines[0] == "# strategyproof report"
    assert lines[2].startswith("**All 1 laws claimed of msb hold")
    assert "| `strategy-proof` | ✓ proved, any N | ~ 1,200 tested |" in lines
    assert "- `first-price` / `strategy-proof`: The bids are (2, 0). Bidder 0 values the item at 2." in text
    assert "**Warning:** b₀ = 3 exceeds E[v₀] = 2.5" in lines
    assert r"| It \| rises. | 3.0 to 3.2 | **holds** |" in lines


def test_a_report_reads_back(report: Report) -> None:
    text = json_file.render(report)
    assert json_file.read(text) == report
    with pytest.raises(ValueError, match=r"^expected a report of schema 'strategyproof/report/2', got 'other/9'"):
        json_file.read(msgspec.json.encode(msgspec.structs.replace(report, schema="other/9")))


def test_a_report_that_is_not_one_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        json_file.read("{}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Estimate(3.14159, 0.0123), "3.142 ± 0.012"),
        (Estimate(1234.5, 12.3), "1,234 ± 12"),
        (Estimate(2.0, 0.0), "2.000"),
    ],
)
def test_an_estimate_shows_the_digits_that_its_error_leaves(value: Estimate, text: str) -> None:
    assert numbers.estimate(value) == text


def test_the_templates_ship_with_the_package() -> None:
    templates = Path(html_page.__file__).parent / "templates"
    assert {path.name for path in templates.iterdir()} == {
        "base.html.j2",
        "check.html.j2",
        "experiments.html.j2",
        "parts.html.j2",
        "report.css",
        "report.html.j2",
    }
