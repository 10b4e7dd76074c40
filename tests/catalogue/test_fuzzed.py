"""Examples never contradict a proof: what is known to hold is not refuted, and the flaws of siblings are found."""

from __future__ import annotations

import pytest

from strategyproof.catalogue import CATALOGUE, Entry
from strategyproof.catalogue.evidence import runnable
from strategyproof.mechanism.laws import LAWS
from strategyproof.property_tests import fuzz

EXAMPLES = 20
NUMBERS = {id: entry for id, entry in CATALOGUE.items() if entry.code.reading is None}
"""One number per bidder; of other types ``test_oracle`` draws examples."""


def _not_refuted(entry: Entry, laws: list[str], examples: int) -> None:
    sizes = (entry.bidders[0], entry.bidders[-1]) if entry.bidders else (2, 4)
    for law in laws:
        verdict = fuzz(LAWS[law], runnable(entry.code), bidders=sizes, examples=examples)
        assert verdict.verdict != "refuted", verdict
        assert verdict.verdict == "tested" or law == "not-vacuous", verdict


def _kept(entry: Entry) -> list[str]:
    return [law for law, keeps in entry.laws().items() if keeps]


@pytest.mark.parametrize("entry", NUMBERS.values(), ids=list(NUMBERS))
def test_examples_do_not_refute_what_is_known_to_hold(entry: Entry) -> None:
    telling = {"strategy-proof", "individually-rational", "monotone"}
    _not_refuted(entry, [law for law in _kept(entry) if law in telling], EXAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize("entry", NUMBERS.values(), ids=list(NUMBERS))
def test_examples_refute_no_law_that_is_known_to_hold(entry: Entry) -> None:
    _not_refuted(entry, _kept(entry), 3 * EXAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize("entry", NUMBERS.values(), ids=list(NUMBERS))
def test_examples_find_what_is_known_to_fail(entry: Entry) -> None:
    sizes = (entry.bidders[0], entry.bidders[-1]) if entry.bidders else (2, 4)
    for law in entry.breaks:
        if law == "not-vacuous":  # that nobody can win is for a proof to say
            continue
        tried = (fuzz(LAWS[law], runnable(entry.code), bidders=sizes, examples=300, seed=seed) for seed in range(3))
        assert any(verdict.verdict == "refuted" for verdict in tried), law
