"""The axioms of rounding, checked of all numbers of float16, where there are few enough of them.

Sums and products of two float16 are exact in float64 (22 bits at most, exponents 40 apart), and a quotient that float64
rounds is never so near to the middle of two float16 that it changes sides: 53 bits are more than twice 11 and 2.
"""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

EVERY = np.arange(2**16, dtype=np.uint16).view(np.float16)
FINITE = np.unique(EVERY[np.isfinite(EVERY)])  # ascending, one zero
EXACT = FINITE.astype(np.float64)
POSITIVE = FINITE[FINITE > 0]
OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "sum": operator.add,
    "difference": operator.sub,
    "product": operator.mul,
    "quotient": operator.truediv,
}


def wrong(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> int:
    """Return at how many pairs the operation is not its exact result, rounded."""
    with np.errstate(over="ignore"):
        got = operation(left[:, None], right[None, :])
        exact = operation(left.astype(np.float64)[:, None], right.astype(np.float64)[None, :])
        return int((got != exact.astype(np.float16)).sum())


def test_every_double_is_given_back() -> None:
    assert len(FINITE) == 63_487
    assert (EXACT.astype(np.float16) == FINITE).all()


def test_rounding_is_monotone_everywhere() -> None:
    """Between two neighbours rounding has one step, at their middle: monotone beside all steps is monotone."""
    middle = (EXACT[1:] + EXACT[:-1]) / 2
    below, above = np.nextafter(middle, -np.inf), np.nextafter(middle, np.inf)
    assert (below.astype(np.float16) == FINITE[:-1]).all()
    assert (above.astype(np.float16) == FINITE[1:]).all()
    points = np.unique(np.concatenate([EXACT, middle, below, above]))
    assert (np.diff(points.astype(np.float16)) >= 0).all()


def test_beyond_the_largest_is_infinity_above_every_double() -> None:
    edge = 65520.0  # half a step above the largest
    with np.errstate(over="ignore"):
        assert np.array([edge, 1e300]).astype(np.float16).tolist() == [np.inf, np.inf]
    assert np.nextafter(edge, 0).astype(np.float16) == FINITE[-1]
    assert (np.float16(np.inf) > FINITE).all()


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_its_exact_result_rounded(name: str) -> None:
    right = POSITIVE[:: len(POSITIVE) // 40]
    assert wrong(OPERATIONS[name], FINITE, right) == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["product", "quotient"])
def test_products_and_quotients_of_every_pair(name: str) -> None:
    assert sum(wrong(OPERATIONS[name], part, POSITIVE) for part in np.array_split(POSITIVE, 500)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sum", "difference"])
def test_sums_and_differences_of_every_pair_of_positive_numbers(name: str) -> None:
    assert sum(wrong(OPERATIONS[name], part, POSITIVE) for part in np.array_split(POSITIVE, 500)) == 0
