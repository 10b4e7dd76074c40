"""Every verdict on a mechanism with a type space, once more by an oracle that knows neither spaces nor laws."""

from __future__ import annotations

import pytest

from strategyproof.catalogue import CATALOGUE, Entry
from tests.catalogue.oracle import breaks

SPACED = {id: entry for id, entry in CATALOGUE.items() if entry.code.reading is not None}


@pytest.mark.parametrize("entry", SPACED.values(), ids=list(SPACED))
def test_the_oracle_says_the_same_of_truth(entry: Entry) -> None:
    law = "strategy-proof"
    assert any(breaks(entry.code, law, size) for size in entry.bidders_of(law)) is not entry.laws()[law]


@pytest.mark.slow
@pytest.mark.parametrize("entry", SPACED.values(), ids=list(SPACED))
def test_the_oracle_says_the_same_of_every_law(entry: Entry) -> None:
    found = {law: not any(breaks(entry.code, law, size) for size in entry.bidders_of(law)) for law in entry.laws()}
    assert found == entry.laws()


@pytest.mark.slow
@pytest.mark.parametrize("entry", SPACED.values(), ids=list(SPACED))
def test_the_oracle_finds_the_flaw_of_every_sibling(entry: Entry) -> None:
    for sibling in entry.siblings:
        assert any(breaks(sibling.code, sibling.law, len(sibling.bids), seed) for seed in range(4)), sibling.code.name
