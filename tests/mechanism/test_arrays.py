"""The vocabulary on large arrays: what takes fewer passes answers the same, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.arrays import highest_of_others, where

ODD = np.array([0.0, -0.0, 5e-324, 1.5, -1.5, np.inf, -np.inf, np.nan, np.finfo(np.float64).max])


def bits(x: Any) -> Any:
    return np.asarray(x).view(np.int64)


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [((4096,), (4096,), (4096,)), ((3, 2048), (2048,), (3, 1)), ((2048,), (3, 2048), (2048,)), ((2048,), (1,), (3, 1))],
    ids=str,
)
def test_a_choice_between_many_doubles_is_numpys(condition: Any, yes: Any, no: Any) -> None:
    source = np.random.default_rng(0)
    chosen, first, second = source.random(condition) > 0.5, source.choice(ODD, yes), source.choice(ODD, no)
    np.testing.assert_array_equal(
        bits(where(chosen, first, second)), bits(np.where(chosen, first, second)), strict=True
    )
    for zero in (0, 0.0, -0.0, np.float64(0), 1):
        np.testing.assert_array_equal(
            bits(where(chosen, first, zero)), bits(np.where(chosen, first, zero)), strict=True
        )


def test_a_choice_reads_views_and_leaves_its_operands() -> None:
    values = np.arange(8192.0)
    before = values.copy()
    found = where((values > 5)[::2], values[::2], values[1::2])
    np.testing.assert_array_equal(found, np.where((values > 5)[::2], values[::2], values[1::2]))
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("kind", ["float32", "int64", "object"])
def test_a_choice_of_other_numbers_keeps_their_kind(kind: str) -> None:
    values = np.arange(2048).astype(kind)
    found = where(values > 3, values, 0)
    assert found.dtype == kind
    assert found.tolist() == np.where(values > 3, values, 0).tolist()


@pytest.mark.parametrize("bidders", [1, 2, 3, 5])
def test_the_highest_of_the_others_is_that(bidders: int) -> None:
    values = np.random.default_rng(1).integers(-3, 4, (bidders, 200)).astype(float)
    found = highest_of_others(values, 1)
    for bidder in range(bidders):
        others = np.delete(values, bidder, axis=0)
        assert found[bidder].tolist() == (others.max(axis=0) if bidders > 1 else np.zeros(200)).tolist()
