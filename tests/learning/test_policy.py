"""The policy is one function: on NumPy, on error bounds, on exact rationals; it reads the state, the step and x_k."""

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest

from strategyproof.learning.evaluate import given, rho_of
from strategyproof.learning.policy import bounded
from strategyproof.learning.policy.bounded import contenders, with_bound
from strategyproof.learning.policy.network import Architecture, denoised, logits, quiet, silu
from strategyproof.learning.policy.schedule import schedule
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.stream import Array, Batch, Stream
from strategyproof.learning.trained import load_selector, shipped_weights
from strategyproof.scenarios.schema import Scenario
from tests.learning.policies import architecture_of, random_weights, untrained

STEPS, COLUMNS, ACTIONS = 5, 6, 4
PARAMETERISATIONS = ["x0", "eps", "direct"]


def small(parameterisation: str, **settings: Any) -> tuple[Architecture, dict[str, Array]]:
    how = architecture_of(steps=STEPS, hidden=(16, 16), parameterisation=parameterisation, **settings)
    weights = random_weights(how, COLUMNS, ACTIONS)
    return how, {name: values.astype(np.float64) for name, values in weights.items()}


def said(kind: str, x: float, k: int, seen: float) -> Array:
    how, weights = small(kind)
    first = np.full((1, COLUMNS), seen) @ weights["of_observation.weight"].T
    return denoised(weights, how, first, np.full((1, ACTIONS), x), k)


@pytest.mark.parametrize("kind", ["x0", "eps"])
def test_the_denoiser_reads_the_state_what_it_denoises_and_the_step(kind: str) -> None:
    for k in range(1, STEPS + 1):
        assert (said(kind, 1.0, k, 0.0) != said(kind, 1.0, k, 1.0)).all()
        assert (said(kind, 1.0, k, 0.0) != said(kind, -1.0, k, 0.0)).all()
    by_step = [said(kind, 1.0, k, 0.0) for k in range(1, STEPS + 1)]
    assert all((before != after).all() for before, after in pairwise(by_step))


def test_the_shipped_policy_reads_the_step(scenario: Scenario) -> None:
    path = shipped_weights(scenario)
    assert path is not None
    selector, batch = load_selector(path, scenario), Stream(scenario, 5).take(4096)
    assert isinstance(selector, DiffusionSelector)
    rho = rho_of(selector, batch)
    assert len(np.unique(rho)) > 1
    weights = selector.weights | {"of_step.weight": selector.weights["of_step.weight"][::-1]}
    columns = selector.weights["of_observation.weight"].shape[1]
    turned = DiffusionSelector(weights, selector.how, selector.prices, selector.information, columns)
    assert (rho_of(turned, batch) != rho).any()


@pytest.mark.parametrize("x", [-1e4, -800.0, -1.0, -1e-300, 0.0, 1e-9, 3.0, 800.0])
def test_silu_overflows_nowhere(x: float) -> None:
    assert silu(np.array([x]))[0] == pytest.approx(float(mpmath.mpf(x) / (1 + mpmath.exp(-x))), rel=1e-12, abs=1e-12)


class Precise:
    """Arrays of numbers with 60 digits: exact arithmetic, as far as a test of doubles can tell."""

    __array_ufunc__ = None

    def __init__(self, values: Any) -> None:
        self.values = np.asarray(values, dtype=object)

    def __array_namespace__(self, api_version: str | None = None) -> Any:
        return Precise

    @staticmethod
    def tanh(x: "Precise") -> "Precise":
        return Precise(np.vectorize(mpmath.tanh, otypes=[object])(x.values))

    def __add__(self, other: Any) -> "Precise":
        return Precise(self.values + _precise(other))

    def __sub__(self, other: Any) -> "Precise":
        return Precise(self.values - _precise(other))

    def __mul__(self, other: Any) -> "Precise":
        return Precise(self.values * _precise(other))

    def __rsub__(self, other: Any) -> "Precise":
        return Precise(_precise(other) - self.values)

    def __matmul__(self, other: Any) -> "Precise":
        return Precise(self.values @ _precise(other))

    __radd__, __rmul__ = __add__, __mul__


def _precise(x: Any) -> Any:
    values = x.values if isinstance(x, Precise) else x
    return np.vectorize(mpmath.mpf, otypes=[object])(values)


def precisely(weights: dict[str, Array], how: Architecture, seen: Array) -> Array:
    with mpmath.workdps(60):
        start = Precise(_precise(seen))
        found: Any = logits(weights, how, start, quiet(how, len(seen), ACTIONS))
        return found.values


@pytest.mark.parametrize("pooled", [True, False])
@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_the_bound_holds_against_sixty_digits(kind: str, pooled: bool) -> None:
    how, weights = small(kind)
    seen = np.random.default_rng(1).uniform(size=(8, COLUMNS))
    exact = precisely(weights, how, seen)
    computed, bound = with_bound(weights, how, seen, pooled=pooled)
    distance = np.abs(exact - computed).astype(float).max(axis=1)
    assert (distance <= bound[:, 0]).all()
    assert distance.max() > 0
    assert bound.max() < 1e-9  # a bound that is no use would hold too


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_the_bound_covers_single_precision_if_its_unit_does(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With u = 2^-24 the same analysis bounds float32, where errors are large enough to come near it."""
    how, weights = small(kind)
    seen = np.random.default_rng(1).uniform(size=(64, COLUMNS)).astype(np.float32)
    single = {name: values.astype(np.float32) for name, values in weights.items()}
    theirs = logits(single, how, seen, quiet(how, len(seen), ACTIONS).astype(np.float32))
    assert theirs.dtype == np.float32
    for name, value in (("_U", 2.0**-24), ("_TANH", 8 * 2.0**-24)):
        monkeypatch.setattr(bounded, name, value)
    computed, bound = with_bound(weights, how, seen.astype(np.float64))
    assert (np.abs(theirs - computed).max(axis=1) <= bound[:, 0]).all()


def test_the_steepest_silu_up_to_a_number_bounds_every_slope_below_it() -> None:
    x = np.linspace(-30, 30, 600_001)
    slopes = np.abs(np.gradient(silu(x), x))
    so_far = np.maximum.accumulate(slopes)
    steepest = bounded.steepest(x)
    assert (steepest >= so_far - 1e-7).all()  # the slopes here are differences
    assert (steepest[x > -1] <= so_far[x > -1] + 1e-2).all()  # no wider than it must be


@pytest.mark.parametrize("information", ["exogenous", "full"])
def test_what_is_emitted_is_a_contender_and_few_rounds_are_near(information: str, scenario: Scenario) -> None:
    path = shipped_weights(scenario, information)
    assert path is not None
    selector, batch = load_selector(path, scenario), Stream(scenario, 9).take(4096)
    assert isinstance(selector, DiffusionSelector)
    may = selector.contenders(given(information, batch).array())
    emitted = np.searchsorted(selector.prices, rho_of(selector, batch))
    assert may[np.arange(len(batch)), emitted].all()
    assert (may.sum(axis=1) > 1).sum() <= 4


def tied(how: Architecture, gap: float) -> tuple[dict[str, Array], Array]:
    """A policy whose first two prices differ by a gap in the last bias, and nothing else."""
    weights = random_weights(how, COLUMNS, ACTIONS)
    last = {name: values.astype(np.float64) for name, values in weights.items() if name.startswith("rest.2")}
    last["rest.2.weight"][:] = 0.0
    last["rest.2.bias"][:] = [1.0 + gap, 1.0, -1.0, -1.0]
    return {**weights, **last}, np.random.default_rng(0).uniform(size=(5, COLUMNS))


@pytest.mark.parametrize(("gap", "prices"), [(0.0, 2), (1e-17, 2), (1e-3, 1)])
def test_a_round_within_the_bound_is_near(gap: float, prices: int) -> None:
    weights, seen = tied(architecture_of(hidden=(16, 16)), gap)
    may = contenders(weights, architecture_of(hidden=(16, 16)), seen)
    assert may.sum(axis=1).tolist() == [prices] * len(seen)


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_a_policy_that_diverged_emits_no_number(kind: str, scenario: Scenario, batch: Batch) -> None:
    good = untrained(scenario, "blind", parameterisation=kind)
    weights = {name: np.array(values) for name, values in good.weights.items()}
    weights["rest.2.bias"][3] = np.nan
    columns = weights["of_observation.weight"].shape[1]
    diverged = DiffusionSelector(weights, good.how, good.prices, "blind", columns)
    assert np.isnan(rho_of(diverged, batch)).all()
    assert not diverged.contenders(given("blind", batch).array()).any()


def test_rounds_in_other_batches_have_the_same_contenders(scenario: Scenario) -> None:
    selector, batch = untrained(scenario, "full"), Stream(scenario, 2).take(600)
    seen = given("full", batch).array()
    one_by_one = np.concatenate([selector.contenders(seen[n : n + 1]) for n in range(600)])
    assert (selector.contenders(seen) == one_by_one).all()


def test_a_draw_follows_the_softmax(scenario: Scenario) -> None:
    selector = untrained(scenario, "exogenous", parameterisation="direct")
    batch = Stream(scenario, 2).take(1)
    many = Batch(np.repeat(batch.state, 40_000, axis=0), batch.past, batch.bids, batch.brand)
    drawn = rho_of(selector, many, np.random.default_rng(0))
    theta = {name: values.astype(np.float64) for name, values in selector.weights.items()}
    found = logits(theta, selector.how, batch.state, quiet(selector.how, 1, 20))[0]
    wanted = np.exp(found) / np.exp(found).sum()
    shares = [(drawn == price).mean() for price in selector.prices]
    assert shares == pytest.approx(wanted.tolist(), abs=4 * (0.25 / 40_000) ** 0.5)


def test_no_rounds_are_no_rho(scenario: Scenario, batch: Batch) -> None:
    assert rho_of(untrained(scenario, "blind"), batch.part(slice(0, 0))).shape == (0,)


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("of_step.weight", (4, 16), r"the weight of_step.weight of shape \(5, 16\), got \(4, 16\)"),
        ("rest.4.bias", (3,), r"the weight rest.4.bias of shape none, got \(3,\)"),
    ],
)
def test_weights_of_another_architecture_are_named(
    name: str, shape: tuple[int, ...], words: str, scenario: Scenario
) -> None:
    good = untrained(scenario, "blind")
    with pytest.raises(ValueError, match=words):
        DiffusionSelector({**good.weights, name: np.zeros(shape)}, good.how, good.prices, "blind", 12)


def test_the_arithmetic_is_that_of_the_formulas() -> None:
    """Eqs. 17 and 18 by hand: one column, one hidden unit, two prices, K = 2, numbers that are exact."""
    how = architecture_of(steps=2, hidden=(1,), logit_scale=4.0)
    weights = {
        "of_observation.weight": np.array([[2.0]]),
        "of_observation.bias": np.array([0.5]),
        "of_noisy.weight": np.array([[1.0, -1.0]]),
        "of_step.weight": np.array([[0.25], [-0.25]]),
        "rest.0.weight": np.array([[1.0], [-1.0]]),
        "rest.0.bias": np.array([0.0, 0.125]),
    }
    c, s, noise = how.schedule, 0.75, np.array([[[0.5, -0.25]], [[1.0, 2.0]]])
    x = [0.5, -0.25]
    for k in (2, 1):
        z = 2 * s + 0.5 + x[0] - x[1] + (-0.25 if k == 2 else 0.25)
        h = z / (1 + np.exp(-z))
        x = [c.from_x0[k - 1] * np.tanh(o) + c.from_xk[k - 1] * y for o, y in zip((h, 0.125 - h), x, strict=True)]
        if k == 2:
            x = [y + c.sigma[1] * e for y, e in zip(x, (1.0, 2.0), strict=True)]
    found = logits(weights, how, np.array([[s]]), noise)
    assert found[0].tolist() == pytest.approx([4 * y for y in x], rel=1e-13)


@pytest.mark.parametrize("kind", ["vp", "linear", "cosine"])
@pytest.mark.parametrize("steps", [1, 2, 5, 20, 100])
def test_the_slack_covers_the_constants(kind: str, steps: int) -> None:
    how = architecture_of(steps=steps, schedule=kind)
    c, exact = how.schedule, _exact_schedule(kind, steps)
    for name in ("from_x0", "from_xk", "eta"):
        for mine, true in zip(getattr(c, name), exact[name], strict=True):
            assert abs(Fraction(float(mine)) - Fraction(str(true))) <= c.slack * abs(Fraction(str(true))) + 1e-300


def _exact_schedule(kind: str, steps: int) -> dict[str, list[Any]]:
    with mpmath.workdps(60):
        m, found = mpmath, []
        level = [m.cos((m.mpf(k) / steps + m.mpf(0.008)) / m.mpf(1.008) * m.pi / 2) ** 2 for k in range(steps + 1)]
        for k in range(1, steps + 1):
            if kind == "vp":
                eta = 1 - m.exp(-m.mpf(0.1) / steps - m.mpf(0.5) * m.mpf(9.9) * (2 * k - 1) / steps**2)
            elif kind == "linear":
                low, high = m.mpf(1) / (steps + 1), m.mpf(steps) / (steps + 1)
                eta = low + (high - low) * (k - 1) / max(steps - 1, 1)
            else:
                eta = min(max(1 - level[k] / level[k - 1], 0), m.mpf(0.999))
            found.append(eta)
        kept = [m.mpf(1)]
        for eta in found:
            kept.append(kept[-1] * (1 - eta))
        return {
            "eta": found,
            "from_x0": [m.sqrt(kept[k - 1]) * found[k - 1] / (1 - kept[k]) for k in range(1, steps + 1)],
            "from_xk": [m.sqrt(1 - found[k - 1]) * (1 - kept[k - 1]) / (1 - kept[k]) for k in range(1, steps + 1)],
        }


@pytest.mark.parametrize(
    ("kind", "steps", "message"),
    [
        ("vpp", 5, "expected a schedule of vp, linear, cosine, got 'vpp'"),
        ("", 5, "expected a schedule of vp, linear, cosine, got ''"),
        ("vp", 0, "expected K >= 1 steps of the schedule, got 0"),
    ],
)
def test_a_schedule_that_is_none_is_refused(kind: str, steps: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        schedule(kind, steps)
