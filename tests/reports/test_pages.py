"""Every page: its landmarks, headings, links and colours, what it says of itself, and that examples are no proof."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest

from strategyproof.experiments.html_page import Published
from strategyproof.experiments.html_page import render as experiments_page
from strategyproof.experiments.sheet import Sheet, Table
from strategyproof.judging.answers import Passage
from strategyproof.judging.events import Judged, Refused, Subject, placed
from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.verdict import Judgement, Scope, Verdict
from strategyproof.reports import check_page, html_page
from strategyproof.reports.document import PaperClaim
from strategyproof.reports.marks import MARKS, STYLES
from strategyproof.reports.page import cited
from strategyproof.reports.verdicts_document import concluded
from tests.reports.small_report import CURVE, LIE, MADE, full_report

AUCTION = '''import math


def first_price(bids):
    """The winner pays its bid."""
    return [True, False], [bids[0], 0]
'''


def checked_page(folder: Path) -> str:
    """Return a page with a refutation, an accepted one, a test, an unknown and a proof, and one that did not load."""
    file = folder / "auction.py"
    file.write_text(AUCTION, encoding="utf-8")
    subject = Subject(
        "auction.py:first_price", "first-price", str(file), "first_price", 4, {}, "def first_price(bids):"
    )

    def judged(law: str, verdict: Judgement, passage: Passage, **more: Any) -> Judged:
        at = Verdict("first-price", law, verdict, Scope([2], "real"), "z3", **more)
        return msgspec.structs.replace(placed(at, subject, passage, "real"), seconds=0.2)

    late = [Ground("time", "no time left")]
    verdicts = [
        judged("strategy-proof", "refuted", "fails", counterexample=LIE),
        msgspec.structs.replace(judged("critical-payment", "refuted", "accepted"), accepted="kept to compare"),
        judged("anonymous", "tested", "inconclusive", examples=60),
        judged("monotone", "unknown", "inconclusive", grounds=late),
        judged("total", "proved", "holds"),
    ]
    refused = [Refused("b.py:f", "b.py", 3, "there is no function f")]
    return check_page.render(concluded("check", [subject], verdicts, refused), [CURVE], MADE)


def experiments(folder: Path) -> str:
    table = Table("rows", "A table", ("who", "how many"), (("one", 1), ("two", 2)))
    sheet = Sheet(id="fig4", title="Fig. 4", says="What is seen.", panels=(), tables=(table,), notes=("A note.",))
    (folder / "fig4.svg").write_text("<svg/>")
    return experiments_page([Published("fig4", "strategyproof experiments fig4", "Seeds.", False, sheet)], folder)


@pytest.fixture(params=["report", "check", "experiments"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "report":
            return html_page.render(full_report())
        case "check":
            return checked_page(tmp_path)
        case _:
            return experiments(tmp_path)


class Outline(HTMLParser):
    """The parts of a page that a reader without eyes goes by."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *names: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.tags if tag in names)


def test_landmarks_headings_and_ids_are_in_order(page: str) -> None:
    outline = Outline(page)
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len(list(outline.all(landmark))) == 1, landmark
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))
    targets = [link["href"][1:] for link in outline.all("a") if link["href"].startswith("#")]
    assert set(targets) <= set(ids)


def test_every_section_leads_back_to_the_top_and_is_reached_from_it(page: str) -> None:
    sections = re.findall(r'<section id="([^"]+)">(.*?)</section>', page, re.DOTALL)
    assert sections
    assert [name for name, text in sections if 'href="#top"' not in text] == []
    navigation = page[page.index("<nav") : page.index("</nav>")]
    assert [name for name, _ in sections if f'href="#{name}"' not in navigation and name not in ("cost",)] == []


def test_tables_and_pictures_say_what_they_are(page: str) -> None:
    outline = Outline(page)
    heads = page.split("<thead>")[1:]
    assert all("<th>" not in head.split("</thead>")[0] for head in heads), "a column heading without a scope"
    assert all(image["alt"] for image in outline.all("img"))
    assert all(
        image.get("role") == "img" and image["aria-label"] for image in outline.all("svg") if "href" not in image
    )
    scrolled = [part for part in outline.all("div") if part.get("class") == "scroll"]
    assert all(part["tabindex"] == "0" and part["aria-label"] and part["role"] for part in scrolled)


def test_examples_never_look_like_a_proof(page: str) -> None:
    assert MARKS["tested"] != MARKS["proved"]
    assert STYLES["tested"] != STYLES["proved"]
    for text in re.findall(r'<(?:td|span|dt)[^>]*class="tested"[^>]*>([^<]*)', page):
        assert text.startswith(MARKS["tested"]), text
        assert MARKS["proved"] not in text
    assert rule_of(".tested") != rule_of(".proved")


def rule_of(selector: str) -> str:
    """Return the last rule of the style that names a class by itself."""
    found = re.findall(rf"^(?:[^{{\n]*, )?{re.escape(selector)}(?:, [^{{\n]*)? {{([^}}]*)}}", style(), re.MULTILINE)
    return str(found[-1])


def style() -> str:
    return resources.files("strategyproof.reports").joinpath("templates/report.css").read_text(encoding="utf-8")


def palettes() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the colours of the page, light, dark and printed; what a palette leaves out is the light one's."""
    light: dict[str, str] = {}
    for name, block in zip(("light", "dark", "print"), re.findall(r":root \{(.*?)\}", style(), re.DOTALL), strict=True):
        own = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))
        light = light or own
        yield name, {**light, **own}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(
    ("scheme", "colours"), list(palettes()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_colour_of_letters_can_be_read_on_every_ground(scheme: str, colours: dict[str, str]) -> None:
    grounds = {"paper", "wash", "good-wash", "bad-wash", "open-wash"}
    for ink in ("ink", "quiet", "accent", "second", "good", "bad", "open"):
        for ground in grounds:
            pair = sorted((luminance(colours[ink]), luminance(colours[ground])))
            contrast = (pair[1] + 0.05) / (pair[0] + 0.05)
            assert contrast >= 4.5, f"{scheme}: {ink} on {ground} has {contrast:.2f}"


def test_the_report_says_how_to_find_the_same_again() -> None:
    page = html_page.render(full_report())
    made = page[page.index('<section id="made">') :]
    for told in (
        "strategyproof verify --seed 1",
        "2026-01-31T12:00:00Z",
        "0123abcd",
        "Linux",
        "CPython 3.11.7",
        "numpy",
    ):
        assert told in made, told


def test_each_rule_is_shown_with_its_source_and_its_reference_as_a_link() -> None:
    page = html_page.render(full_report())
    assert "def first_price(bids: Vector) -&gt; Outcome:" in page
    assert "price = critical_payment(bids, rho)" in page
    assert '<a href="https://doi.org/10.1257/aer.20141198">doi:10.1257/aer.20141198</a>' in page
    assert '<a href="#work-paper">paper</a>, eqs. 14, 15, 22' in page


def test_a_theorem_is_mathematics() -> None:
    page = html_page.render(full_report())
    theorems = page[page.index('<section id="theorems">') : page.index('<section id="refuted">')]
    assert '<mo stretchy="false" form="infix">≥</mo>' in theorems
    assert "\\" not in theorems
    assert "$" not in theorems


def test_a_claim_outside_of_its_premises_is_no_refutation() -> None:
    outside = PaperClaim("abm", "MSB keeps 94.8 %.", "ABM", "Measured 92 %.", "not about this market")
    page = html_page.render(msgspec.structs.replace(full_report(), paper=[outside]))
    claims = page[page.index('<section id="paper">') : page.index('<section id="read">')]
    assert "not about this market" in claims
    assert MARKS["refuted"] not in claims
    assert 'class="refuted"' not in claims


def test_what_a_run_took_adds_up() -> None:
    page = html_page.render(full_report())
    costs = page[page.index('<section id="cost">') : page.index('<section id="made">')]
    stages = re.findall(r'<tr><th scope="row">(?:Proofs|Fuzzing)</th><td class="num">([\d.]+) s', costs)
    parts = re.findall(r"of it, [^<]*</th><td class=\"num\">([\d.]+) s", costs)
    (whole,) = re.findall(r"<tfoot>.*?([\d.]+) s", costs)
    assert sum(map(float, stages)) == pytest.approx(float(whole)) == pytest.approx(sum(map(float, parts)))


def test_refutations_of_a_function_come_first_with_table_picture_and_source(tmp_path: Path) -> None:
    page = checked_page(tmp_path)
    order = [
        '<section id="refuted">',
        "it gains 1 by lying",
        '<th scope="col">Lying</th>',
        "Utility of bidder 0 against",
        '<section id="open">',
        "No time left",
        '<section id="absent">',
        "there is no function f",
        '<section id="laws">',
        "<tfoot>",
        '<section id="sources">',
        "The winner pays its bid.",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert "import math" not in page
    assert "Accepted: kept to compare" in page
    assert "~ tested (60)" in page


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("spec section 3, theorem 2", ["#work-spec"]),
        ("paper, eqs. 14, 15", ["#work-paper"]),
        ("Myerson 1981, doi:10.1287/moor.6.1.58", ["https://doi.org/10.1287/moor.6.1.58"]),
        ("Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x", ["https://doi.org/10.1111/j.1540-6261.1961.tb02789.x"]),
        ("Roberts 1979, The characterization", ["https://search.crossref.org/?q=Roberts%201979%2C%20The%20characterization"]),
        ("a one-line pricing bug", []),
        ("<b>2001</b> & mine", ["https://search.crossref.org/?q=%3Cb%3E2001%3C/b%3E%20%26%20mine"]),
    ],
)  # fmt: skip
def test_a_source_is_a_link(source: str, links: list[str]) -> None:
    assert re.findall(r'href="([^"]+)"', str(cited(source))) == links
    assert "<b>" not in str(cited(source))
