"""One source, one outcome: on exact rationals, on NumPy and on torch, alone and in batches, compared exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS

if TYPE_CHECKING:
    from tests.backends.conftest import Backend

PARAMETERS: dict[str, dict[str, Any]] = {
    "msb": {"rho": 1.5},
    "msb-low-rho": {"rho": 0.5},
    "msb-brand-bid-inside": {"rho": 1.25, "brand_bid": 2.0},
    "msb-pays-second-bid": {"rho": 1.5},
    "myopic-brand-bid": {"brand_bid": 2.5},
    "myopic-brand-value": {"brand_value": 2.5},
    "second-price-reserve": {"reserve": 2.5},
    "posted-price": {"price": 2.5},
    "weighted-second-price": {"weights": [1.0, 2.0, 0.5, 4.0]},
}
"""Dyadic values: no operation on them and on the bids below rounds."""

NOT_DYADIC = ("msb-own-bid-rho", "msb-leave-one-out-rho")
"""These divide bids by bids; their bids are powers of two, so that the quotients are exact too."""


def markets(mechanism: str, size: int, count: int = 24) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return markets (one a column) of dyadic bids, with ties and zeros."""
    random = np.random.default_rng(size)
    if mechanism in NOT_DYADIC:
        return np.ldexp(1.0, random.integers(-1, 3, (size, count)))
    return random.integers(0, 17, (size, count)) / 4


def bound(mechanism: str, backend: Backend) -> dict[str, Any]:
    """Return the parameters as the backend's own numbers."""
    return {
        name: backend.array(value) if isinstance(value, list) else backend.number(value)
        for name, value in PARAMETERS.get(mechanism, {}).items()
    }


def reference(mechanism: str, bids: Any) -> tuple[list[bool], list[Fraction]]:
    """Return the outcome in exact rationals."""
    values = PARAMETERS.get(mechanism, {}).items()
    parameters = {name: exact(value) if isinstance(value, list) else Fraction(value) for name, value in values}
    outcome = MECHANISMS[mechanism].bind(**parameters)(exact(bids))
    return [bool(won) for won in outcome.wins], [Fraction(paid) for paid in outcome.payments]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_one_auction_has_the_exact_outcome(mechanism: str, size: int, backend: Backend) -> None:
    auction = MECHANISMS[mechanism].bind(**bound(mechanism, backend))
    for bids in markets(mechanism, size).T:
        outcome = auction(backend.array(bids.tolist()))
        wins, payments = reference(mechanism, bids)
        assert [bool(won) for won in outcome.wins] == wins
        assert backend.read(outcome.payments) == payments


@pytest.mark.parametrize("shape", [(24,), (4, 6), (2, 3, 4)], ids=str)
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_batch_of_any_shape_is_its_auctions_one_by_one(
    mechanism: str, shape: tuple[int, ...], batch_backend: Backend
) -> None:
    bids = markets(mechanism, 4)
    outcome = MECHANISMS[mechanism].bind(**bound(mechanism, batch_backend))(
        batch_backend.array(bids.reshape(4, *shape).tolist())
    )

    assert tuple(outcome.wins.shape) == tuple(outcome.payments.shape) == (4, *shape)
    each = [reference(mechanism, column) for column in bids.T]
    assert outcome.wins.reshape(4, 24).tolist() == [[wins[n] for wins, _ in each] for n in range(4)]
    assert batch_backend.read(outcome.payments.reshape(4, 24)) == [[paid[n] for _, paid in each] for n in range(4)]


@pytest.mark.parametrize("law", [law for law in LAWS if not LAWS[law].about_rho and not LAWS[law].exists])
def test_a_law_is_evaluated_on_a_batch_as_one_by_one(law: str, batch_backend: Backend) -> None:
    bids, auction = markets("first-price", 3), MECHANISMS["first-price"].bind()
    lies, names = markets("first-price", 3)[:1] / 2, markets("first-price", 4)[:2]
    entries: dict[str, Any] = {"i": 0, "j": 1, "k": 2, "theta": 2.0, "alias": 4}
    batched = {"bids": bids, "lie": lies[0], "bid": lies[0], "higher": lies[0], "names": names}
    wanted = {variable.name for variable in LAWS[law].variables}

    def holds(place: int | slice) -> Any:
        columns = {name: value[..., place] for name, value in batched.items() if name in wanted}
        variables = {name: batch_backend.array(column.tolist()) for name, column in columns.items()}
        return LAWS[law].holds(auction, **variables, **{k: v for k, v in entries.items() if k in wanted})

    assert holds(slice(None)).tolist() == [bool(holds(place)) for place in range(24)]
