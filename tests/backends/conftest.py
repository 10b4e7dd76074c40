"""The arithmetics that a mechanism's source runs on, each as a way to build an array and to read one back exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.arrays import exact


@dataclass(frozen=True)
class Backend:
    """A kind of array."""

    array: Callable[[Any], Any]
    number: Callable[[float], Any] = float

    def read(self, values: Any) -> Any:
        """Return the entries as nested lists of rationals or booleans."""
        return _exactly(values.tolist() if hasattr(values, "tolist") else values)


def _exactly(value: Any) -> Any:
    if isinstance(value, list):
        return [_exactly(entry) for entry in value]
    return value if isinstance(value, bool) else Fraction(value)


def _fractions() -> Backend:
    return Backend(exact, Fraction)


def _numpy() -> Backend:
    return Backend(lambda values: np.array(values, dtype=np.float64))


def _torch() -> Backend:
    torch = pytest.importorskip("torch", reason="torch is an optional extra: make learn")
    return Backend(lambda values: torch.tensor(values, dtype=torch.float64))


BACKENDS = {"fractions": _fractions, "numpy": _numpy, "torch": _torch}


@pytest.fixture(params=list(BACKENDS))
def backend(request: pytest.FixtureRequest) -> Backend:
    """Return each backend in turn; one that is not installed skips, visibly."""
    return BACKENDS[request.param]()


@pytest.fixture(params=[name for name in BACKENDS if name != "fractions"])
def batch_backend(request: pytest.FixtureRequest) -> Backend:
    """Return each backend that has batch axes; exact rationals run one auction at a time."""
    return BACKENDS[request.param]()
