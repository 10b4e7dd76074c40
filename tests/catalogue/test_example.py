"""Every law can be shown broken: by a rule that ships, or by a mechanism of the catalogue, on its own run."""

from __future__ import annotations

import pytest

from strategyproof.catalogue.example import example_of
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import OF_FUNCTIONS
from strategyproof.mechanism.spaces.laws import SPACE_LAWS

LAWS: list[Law] = [*OF_FUNCTIONS.values(), *SPACE_LAWS.values()]


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"{type(law).__name__}-{law.id}")
def test_something_breaks_it(law: Law) -> None:
    example = example_of(law)
    assert example is not None
    assert example.does
    assert example.story


def test_the_simplest_of_the_telling_rules_is_shown() -> None:
    example = example_of(OF_FUNCTIONS["strategy-proof"])
    assert example is not None
    assert example.mechanism == "first-price"
    assert example.story.endswith("Bidding 1 it wins and pays 1: it gains 1 by lying.")
    assert [line.bidder for line in example.lines] == [0]


def test_a_recorded_counterexample_is_replayed() -> None:
    example = example_of(SPACE_LAWS["stable"])
    assert example is not None
    assert example.title.startswith("one change to ")
