"""Every selector of the table runs, and the bounds bound."""

import math

import numpy as np
import pytest

from strategyproof.learning.evaluate import Bench, evaluate, rho_of
from strategyproof.learning.reward import reward
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.selectors.first_best import FirstBestSelector
from strategyproof.learning.selectors.flat_reserve import FlatReserveSelector
from strategyproof.learning.selectors.myopic import MyopicBrandBid, MyopicLiteral
from strategyproof.learning.stream import Batch
from strategyproof.mechanism.market.baselines import first_best
from strategyproof.mechanism.rules.msb import msb
from strategyproof.scenarios.load import load_scenario


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


def test_the_flat_reserve_is_the_best_of_all_on_its_history(bench: Bench) -> None:
    reserve = FlatReserveSelector(bench.past, 1.0)
    found = evaluate(reserve, bench.past)
    others = np.quantile(bench.past.bids.max(axis=0), np.linspace(0, 1, 200))
    assert found >= max(evaluate(MyopicBrandBid(float(other)), bench.past) for other in others)


def test_zeta_moves_the_flat_reserve(bench: Bench) -> None:
    assert FlatReserveSelector(bench.past, 2.0).brand_bid > FlatReserveSelector(bench.past, 1.0).brand_bid


def test_the_bound_is_the_best_constant_where_the_scene_is_hidden() -> None:
    bench = Bench(load_scenario("hidden"), rounds=2_000, history=5_000)
    assert set(rho_of(bench.best_exogenous, bench.batch)) == {bench.best_exogenous.constant}


def test_the_bound_is_scenario_wide_where_no_scene_is_seen(bench: Bench) -> None:
    assert len(np.unique(rho_of(bench.best_exogenous, bench.batch))) > 2
