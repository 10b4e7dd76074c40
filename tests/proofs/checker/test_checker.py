"""The checker: what it certifies, and what it refuses, with the round, the rho and the condition."""

from __future__ import annotations

import numpy as np
import pytest

from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.run import run
from strategyproof.proofs.checker import Checker, Observations, RhoRefused, Theorem, establish

BIDS = np.array([[10.0, 4.0, 1.0], [5.0, 4.0, 0.0], [2.0, 7.0, 7.0]])


@pytest.fixture(scope="module")
def theorem() -> Theorem:
    return establish()


def test_good_rounds_are_certified_with_winner_and_price(theorem: Theorem) -> None:
    rho = np.array([1.5, 1.0, 2.0])
    found = Checker(grid=None, theorem=theorem).check_rounds(rho, BIDS, Observations.nothing(3))
    assert found.winner.tolist() == [0, 0, -1]
    assert found.price.tolist() == [6.0, 4.0, 0.0]
    assert found.refused == 0


@pytest.mark.parametrize(
    ("rho", "grid", "text"),
    [
        (float("nan"), None, "round 1"),
        (0.999999999, None, "0.999999999"),
        (float("inf"), None, "inf"),
        (1.23, 20, "grid"),
    ],
)
def test_a_bad_rho_is_refused_and_nothing_is_allocated(
    rho: float, grid: int | None, text: str, theorem: Theorem
) -> None:
    emitted = np.array([1.0, rho, 1.0])
    with pytest.raises(RhoRefused, match=text) as refusal:
        Checker(grid=grid, theorem=theorem).check_rounds(emitted, BIDS, Observations.nothing(3))
    assert "round 1" in str(refusal.value)


def test_the_grid_itself_is_accepted(theorem: Theorem) -> None:
    rho = np.array([10 ** (a / 20) for a in (0, 7, 19)])
    assert Checker(grid=20, theorem=theorem).check_rounds(rho, BIDS, Observations.nothing(3)).refused == 0


def test_an_outcome_that_the_source_does_not_give_is_refused(theorem: Theorem) -> None:
    rho = np.array([1.5, 1.5, 1.5])
    outcome = run(MECHANISMS["msb"], BIDS, rho=rho)
    Checker(grid=None, theorem=theorem).check_rounds(rho, BIDS, Observations.nothing(3), outcome=outcome)
    outcome.payments[0, 0] += 1e-9
    with pytest.raises(RhoRefused, match="round 0"):
        Checker(grid=None, theorem=theorem).check_rounds(rho, BIDS, Observations.nothing(3), outcome=outcome)


def test_a_selector_that_moves_with_the_bids_is_refused(theorem: Theorem) -> None:
    def again(positions: np.ndarray, bids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return 1 + bids.max(axis=1) / 100, np.zeros((len(positions), 0))

    rho = 1 + BIDS.max(axis=1) / 100
    with pytest.raises(RhoRefused):
        Checker(grid=None, replay_every=1, theorem=theorem).check_rounds(
            rho, BIDS, Observations.nothing(3), again=again
        )


def test_a_class_that_sees_the_bids_is_counted_in_audit_mode_only(theorem: Theorem) -> None:
    seen = Observations("full", ("bid 0", "bid 1", "bid 2"), BIDS)
    counted = Checker(grid=None, mode="audit", theorem=theorem).check_rounds(np.full(3, 1.5), BIDS, seen)
    assert counted.refused == 3
    with pytest.raises(RhoRefused):
        Checker(grid=None, theorem=theorem).check_rounds(np.full(3, 1.5), BIDS, seen)


def test_there_is_no_third_mode() -> None:
    with pytest.raises(ValueError, match="expected the mode refuse or audit, got 'off'; a deployed auction refuses"):
        Checker(grid=None, mode="off")  # type: ignore[arg-type]
