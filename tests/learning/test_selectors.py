"""Every selector of the table runs, and the bounds bound."""

import math

import numpy as np
import pytest

from strategyproof.learning.evaluate import Bench, rho_of
from strategyproof.learning.reward import reward
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.selectors.first_best import FirstBestSelector
from strategyproof.learning.selectors.myopic import MyopicLiteral
from strategyproof.learning.stream import Batch
from strategyproof.mechanism.baselines import first_best
from strategyproof.mechanism.rules.msb import msb


def test_the_rivals_are_ordered_as_bounds_must_be(bench: Bench) -> None:
    worth = bench.rivals
    assert max(worth.values()) == worth["first-best"]
    without_bids = ("random", "spa", "optimal", "best-constant")
    assert all(worth[name] <= worth["best-exogenous"] for name in without_bids)


def test_first_best_is_the_first_best(batch: Batch) -> None:
    emitted = rho_of(FirstBestSelector(1.0), batch)
    assert reward(batch, emitted) == pytest.approx(first_best(batch.brand, batch.bids.max(axis=0)), rel=1e-12)


def test_the_literal_reading_sells_nothing(batch: Batch) -> None:
    assert not msb(batch.bids, rho_of(MyopicLiteral(), batch)).wins.any()


@pytest.mark.parametrize("rho", [0.999999999, math.nan, math.inf, -1.0])
def test_a_constant_outside_the_domain_is_refused(rho: float) -> None:
    with pytest.raises(ValueError, match="expected a finite rho >= 1"):
        ConstantSelector(rho)


def test_the_bound_is_scenario_wide_where_no_scene_is_seen(bench: Bench) -> None:
    assert len(np.unique(rho_of(bench.best_exogenous, bench.batch))) > 2
