"""The catalogue is whole: every function and every shipped mechanism is in it, with a source and two lines."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from strategyproof.catalogue import CATALOGUE, Code, Entry, Sibling, page
from strategyproof.catalogue.evidence import file_of, replayed, says
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"
SIBLINGS = {f"{entry.id}-{s.code.name}": s for entry in CATALOGUE.values() for s in entry.siblings}
CODES = [code for entry in CATALOGUE.values() for code in (entry.code, *(s.code for s in entry.siblings))]
entries = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))


def test_there_are_at_least_25_mechanisms_besides_those_that_ship() -> None:
    assert len([entry for entry in CATALOGUE.values() if not entry.code.ships]) >= 25


def test_every_mechanism_that_ships_is_an_entry_or_a_sibling() -> None:
    assert {code.name for code in CODES if code.ships} == set(MECHANISMS)


def test_every_auction_of_the_files_is_an_entry_or_a_sibling() -> None:
    """A helper has no type space, and takes more than bids and declared parameters, or returns no pair of columns."""
    known = {(code.file, code.name) for code in CODES if not code.ships}
    for file in {file for file, _ in known}:
        module = inspect.getmodule(next(code for code in CODES if code.file == file).function)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if (file, name) not in known:
                assert Code(name, file).reading is None, f"{file}:{name} is in no table"
                if next(iter(inspect.signature(function).parameters)) == "bids":
                    assert not _is_auction(function), f"{file}:{name} is in no table"


def _is_auction(function: object) -> bool:
    assert callable(function)
    try:
        result = function([3, 1, 2, 5])
    except TypeError:
        return False
    pair = isinstance(result, tuple) and len(result) == 2
    return pair and all(isinstance(column, list) and len(column) == 4 for column in result)


@entries
def test_an_entry_has_a_source_two_lines_and_a_sibling(entry: Entry) -> None:
    assert re.search(r"\b(1[89]|20)\d\d\b|spec section|paper", entry.source)
    assert all(0 < len(line) <= 110 for line in entry.story)
    assert set(entry.breaks) <= set(LAWS if entry.code.reading is None else entry.laws())
    assert set(entry.sizes) <= set(entry.laws())
    assert entry.siblings
    assert says(entry.code)


@pytest.mark.parametrize("sibling", SIBLINGS.values(), ids=list(SIBLINGS))
def test_a_sibling_breaks_its_law_at_its_counterexample(sibling: Sibling) -> None:
    found = replayed(sibling)
    assert found is not None, "the law holds there"
    assert found.counterexample is not None
    assert tuple(found.counterexample.bids) == sibling.bids
    assert says(sibling.code)


@entries
def test_a_sibling_of_a_truthful_mechanism_breaks_a_law_that_its_original_keeps(entry: Entry) -> None:
    kept = {law for law, keeps in entry.laws().items() if keeps}
    assert all(sibling.law in kept for sibling in entry.siblings)


def test_the_files_say_what_each_auction_does() -> None:
    assert all(Path(file_of(code)).is_file() for code in CODES)
    assert Code("msb").ships


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page.render(CATALOGUE.values()), (
        "run: strategyproof catalogue --markdown > docs/catalogue.md"
    )


def test_the_readme_counts_right() -> None:
    readme = (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"| {len(CATALOGUE)} published mechanisms," in readme
