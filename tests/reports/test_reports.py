"""The files of a report, from one small document."""

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from strategyproof.judging.curve import Curve, Point
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Run, Scope, Verdict
from strategyproof.reports import html_page, json_file, markdown_file, numbers
from strategyproof.reports.cards import law_card, mechanism_card
from strategyproof.reports.conclusion import conclude
from strategyproof.reports.document import (
    AuctionRound,
    ContractPrice,
    CurvePoint,
    Estimate,
    Expectation,
    Market,
    PaperClaim,
    Report,
    RuleResult,
    RunSettings,
    Setting,
)

LIE = Counterexample(
    ["2", "0"],
    {},
    {"i": 0, "lie": "1"},
    [Run(["2", "0"], [True, False], ["2", "0"]), Run(["1", "0"], [True, False], ["1", "0"])],
)
VERDICTS = [
    Verdict("msb", "strategy-proof", "proved", Scope("any", "real"), "z3", seconds=0.012),
    Verdict("msb", "strategy-proof", "tested", Scope([2, 3], "rational"), "hypothesis", examples=1200),
    Verdict("first-price", "strategy-proof", "refuted", Scope("any", "real"), "z3", counterexample=LIE),
]
EXPECTED = [
    Expectation("msb", "strategy-proof", "holds", ["proof", "rational"]),
    Expectation("first-price", "strategy-proof", "refuted", ["proof"]),
]


def rule(id: str, title: str, surplus: float, *, rho: float | None = None, is_mechanism: bool = True) -> RuleResult:
    return RuleResult(
        id=id,
        title=title,
        knows="bids",
        surplus=Estimate(surplus, 0.01),
        uav_surplus=Estimate(1.0, 0.01),
        uav_share=0.5,
        latency=Estimate(5.0, 0.1),
        advantage=Estimate(surplus - 3, 0.01),
        rho=rho,
        is_mechanism=is_mechanism,
    )


@pytest.fixture
def report() -> Report:
    market = Market(
        scenario="<b>mine & yours</b>",
        base_stations=2,
        rounds=4,
        seed=1,
        zeta=1.0,
        settings=[Setting("market.base_stations", "2", "N", "ours | mine")],
        rho=1.5,
        totals=[2, 1, 1],
        sample=[AuctionRound(0, [4.0, 1.0], 2.0, 1, 1.5, 1.5, 4.0, 6.25)],
        rules=[rule("spa", "SPA", 3.0, rho=1.0), rule("first-best", "first best", 3.5, is_mechanism=False)],
        contract=ContractPrice(3.0, 0.1, 2.5, "interior", "b₀ = 3 exceeds E[v₀] = 2.5"),
        curve=[CurvePoint(1.0, 3.0, 0.0), CurvePoint(2.0, 3.2, 0.4), CurvePoint(9.0, 2.8, 1.0)],
    )
    return Report(
        version="1.2.3",
        settings=RunSettings("default", 1, 1200, 4),
        conclusion=conclude(VERDICTS, EXPECTED),
        verdicts=VERDICTS,
        expected=EXPECTED,
        paper=[PaperClaim("one", "It | rises.", "fig. 5", "3.0 to 3.2", "holds")],
        market=market,
        mechanisms=[
            mechanism_card(MECHANISMS["msb"], "flagship", ()),
            mechanism_card(MECHANISMS["first-price"], "broken", ("strategy-proof",)),
        ],
        laws=[law_card(law) for law in LAWS.values()],
    )


class Page(HTMLParser):
    """Everything that a page would fetch, its ids, and its tags, which must be balanced."""

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.fetched += [str(values[name]) for name in ("src", "href", "xlink:href") if values.get(name)]
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
    assert {link[1:] for link in page.fetched} <= set(page.ids)
    assert not re.search(r"@import|url\((?!#)|<script", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_page_answers_first_and_tells_the_evidence(report: Report) -> None:
    text = html_page.render(report)
    assert text.index("All 1 laws claimed of msb hold") < text.index("Proof, reals") < text.index("it gains 1 by lying")
    assert "<math" in text
    assert "✓ proved, any N" in text
    assert "✓ 1,200 tested" in text
    assert 'role="img"' in text


def test_the_lie_is_drawn_beside_its_counterexample(report: Report) -> None:
    truth, lie = Point(2.0, 0.0, wins=True), Point(1.0, 1.0, wins=True)
    curve = Curve("first-price", 0, ["2", "0"], [Point(0.0, 0.0, wins=False), lie, truth], truth, lie)
    text = html_page.render(msgspec.structs.replace(report, lies=[curve]))
    story, figure = text.index("it gains 1 by lying"), text.index("Utility of bidder 0 against its bid")
    assert 0 < figure - story < 200
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
    assert "| `strategy-proof` | ✓ proved, any N | ✓ 1,200 tested |" in lines
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
        "check.html.j2",
        "experiments.html.j2",
        "report.css",
        "report.html.j2",
    }
