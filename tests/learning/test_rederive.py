"""Every rho of a ledger is derived again from its observations; one that its selector would not emit shows."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from strategyproof.learning.config import config_of
from strategyproof.learning.evaluate import given
from strategyproof.learning.information import fields_of
from strategyproof.learning.rederive import Rederiver
from strategyproof.learning.selectors.constant import ConstantSelector
from strategyproof.learning.selectors.diffusion import DiffusionSelector
from strategyproof.learning.selectors.greedy import GreedySelector
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.selectors.spa import SpaSelector
from strategyproof.learning.selectors.uniform import RandomSelector
from strategyproof.learning.stream import Array, Batch, Stream
from strategyproof.learning.trained import load_selector, save_selector, shipped_weights
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.proofs.checker import Checker, Observations, SelectorId
from strategyproof.proofs.ledger import Audit, Derived, Ledger, audit
from strategyproof.proofs.ledger.rederive import compare
from strategyproof.scenarios.sample import draw
from strategyproof.scenarios.schema import Scenario
from tests.learning.policies import untrained

GRID = 20


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def shipped(scenario: Scenario) -> Path:
    path = shipped_weights(scenario)
    assert path is not None
    return path


@pytest.fixture(scope="module")
def rounds(scenario: Scenario) -> Batch:
    return Stream(scenario, 4).take(1000)


def observed(scenario: Scenario, selector: Selector, rounds: Batch) -> Observations:
    fields = fields_of(selector.information, draw(scenario, 1, 0).state_names, len(rounds.bids))
    information: Any = selector.information
    values = given(selector.information, rounds).array()
    return Observations(information, tuple(field.name for field in fields), np.asarray(values))


def audited(
    path: Path, told: SelectorId, rho: Array, seen: Observations, rounds: Batch, rederive: Any, grid: int | None = GRID
) -> Audit:
    """Write rho and observations to a ledger as what a selector emitted, and audit it."""
    with Ledger(path) as ledger:
        checker = Checker(grid, ledger=ledger)
        checker.open(checker.commit(rho, seen, selector=told), rounds.bids.T)
    return audit(path, rederive=rederive)


def test_every_rho_of_the_shipped_policy_comes_out_again(
    scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    selector = load_selector(shipped, scenario)
    seen, told = observed(scenario, selector, rounds), SelectorId("diffusion", sha256(shipped))
    rho = selector.select(given(selector.information, rounds))
    found = audited(tmp_path / "a.ledger", told, rho, seen, rounds, Rederiver())
    assert (found.whole, found.rederived, found.underived) == (True, 1000, 0)
    assert found.near <= 1


def test_a_rho_that_the_selector_would_not_emit_is_a_finding(
    scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    """The certificates bear it out: it is a price of the grid, and the auction ran with it. Its selector does not."""
    selector = load_selector(shipped, scenario)
    seen, told = observed(scenario, selector, rounds), SelectorId("diffusion", sha256(shipped))
    rho = np.array(selector.select(given(selector.information, rounds)))
    emitted = float(rho[17])
    rho[17] = 10 ** (13 / 20)
    found = audited(tmp_path / "a.ledger", told, rho, seen, rounds, Rederiver())
    assert (found.certified, found.rederived, found.found) == (1000, 999, 1)
    assert found.findings[0].kind == "rho"
    words = (
        f"round 17: expected the rho that the selector emits on the observation, {emitted!r}, got {float(rho[17])!r}"
    )
    assert words in found.findings[0].text


def test_observations_that_were_changed_with_their_digest_show(
    scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    selector = load_selector(shipped, scenario)
    rho = selector.select(given(selector.information, rounds))
    seen = observed(scenario, selector, rounds)
    other = replace(seen, values=np.roll(seen.values, 1, axis=0))
    found = audited(tmp_path / "a.ledger", SelectorId("diffusion", sha256(shipped)), rho, other, rounds, Rederiver())
    assert found.rederived < 1000
    assert not found.whole


@pytest.mark.parametrize(
    "told",
    [SelectorId("diffusion", "0" * 64), SelectorId("ppo", "SHIPPED"), SelectorId("best-exogenous"), SelectorId()],
)
def test_what_cannot_be_run_here_is_counted_and_not_called_derived(
    told: SelectorId, scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    selector = load_selector(shipped, scenario)
    if told.weights == "SHIPPED":
        told = SelectorId(told.id, sha256(shipped))
    seen, rho = observed(scenario, selector, rounds), selector.select(given(selector.information, rounds))
    found = audited(tmp_path / "a.ledger", told, rho, seen, rounds, Rederiver())
    assert (found.whole, found.rederived, found.underived) == (True, 0, 1000)


SIMPLE: list[Any] = [
    ConstantSelector(10 ** (3 / 20)),
    SpaSelector(),
    GreedySelector(10 ** (6 / 20)),
    RandomSelector(price_grid(GRID)),
]


@pytest.mark.parametrize("selector", SIMPLE, ids=lambda selector: selector.id)
def test_selectors_without_weights_come_out_again(
    selector: Any, scenario: Scenario, rounds: Batch, tmp_path: Path
) -> None:
    told = SelectorId(selector.id, None, selector.settings)
    rho = selector.select(given(selector.information, rounds))
    found = audited(tmp_path / "a.ledger", told, rho, observed(scenario, selector, rounds), rounds, Rederiver())
    assert (found.whole, found.rederived, found.underived) == (True, 1000, 0)
    lied = SelectorId(selector.id, None, {"rho": 10.0**0.9, "actions": 19})
    found = audited(tmp_path / "b.ledger", lied, rho, observed(scenario, selector, rounds), rounds, Rederiver())
    assert found.whole == (selector.id == "spa")  # a second-price auction has no settings to lie about


@pytest.mark.parametrize("settings", [{}, {"rho": "two"}, {"rho": 0.5}, {"actions": -1}, {"actions": 2.5}])
@pytest.mark.parametrize("id", ["constant", "random"])
def test_settings_of_no_selector_make_none(
    id: str, settings: dict[str, Any], scenario: Scenario, rounds: Batch, tmp_path: Path
) -> None:
    seen = observed(scenario, SpaSelector(), rounds)
    told = SelectorId(id, None, settings)
    found = audited(tmp_path / "a.ledger", told, np.ones(len(rounds)), seen, rounds, Rederiver())
    assert (found.whole, found.underived) == (True, 1000)


def test_weights_that_are_given_are_found(scenario: Scenario, rounds: Batch, tmp_path: Path) -> None:
    selector = untrained(scenario, "exogenous")
    path = tmp_path / "weights.safetensors"
    save_selector(path, selector, scenario, config_of("diffusion", {"hidden": (16, 16)}), {})
    seen, rho = observed(scenario, selector, rounds), selector.select(given("exogenous", rounds))
    told = SelectorId("diffusion", sha256(path))
    found = audited(tmp_path / "a.ledger", told, rho, seen, rounds, Rederiver([path]))
    assert (found.whole, found.rederived) == (True, 1000)


@pytest.mark.parametrize(
    ("information", "grid", "words"),
    [
        ("blind", GRID, "observations of class 'blind' for a selector of class 'exogenous'"),
        ("exogenous", 10, "a grid of 10 prices for a selector of 20"),
    ],
)
def test_a_commitment_that_is_not_its_selectors_is_a_finding(
    information: Any, grid: int, words: str, scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    seen = replace(observed(scenario, load_selector(shipped, scenario), rounds), information=information)
    told = SelectorId("diffusion", sha256(shipped))
    found = audited(tmp_path / "a.ledger", told, np.ones(len(rounds)), seen, rounds, Rederiver(), grid)
    assert [finding.kind for finding in found.findings] == ["rho"]
    assert words in found.findings[0].text


def tied(scenario: Scenario, gap: float) -> DiffusionSelector:
    """Prices 3, 4 and 5 have the same last layer but for a gap in the bias of price 3, and the largest logits."""
    selector = untrained(scenario, "exogenous", parameterisation="direct")
    weights = {name: np.array(values, np.float64) for name, values in selector.weights.items()}
    weights["rest.2.weight"][3:6] = weights["rest.2.weight"][3]
    weights["rest.2.bias"][3:6] = 50.0
    weights["rest.2.bias"][3] += gap
    return DiffusionSelector(weights, selector.how, selector.prices, "exogenous", selector.columns)


@pytest.mark.parametrize(("gap", "near"), [(0.0, True), (1e-15, True), (1e-3, False)])
@pytest.mark.parametrize("price", [3, 4, 5, 6])
def test_a_near_round_accepts_the_contenders_and_is_counted(
    price: int, gap: float, near: bool, scenario: Scenario, rounds: Batch, tmp_path: Path
) -> None:
    selector = tied(scenario, gap)
    path = tmp_path / "weights.safetensors"
    settings = {"hidden": (16, 16), "parameterisation": "direct"}
    save_selector(path, selector, scenario, config_of("diffusion", settings), {})
    seen, rho = observed(scenario, selector, rounds), np.full(len(rounds), selector.prices[price])
    found = audited(tmp_path / "a", SelectorId("diffusion", sha256(path)), rho, seen, rounds, Rederiver([path]))
    accepted = price == 3 or (near and price < 6)
    assert found.whole == accepted
    assert found.rederived == (1000 if accepted else 0)
    assert found.near == (1000 if accepted and near else 0)


def commitment_of(rho: Array, grid: int | None) -> Any:
    return Checker(grid, "audit").commit(rho, Observations.nothing(len(rho)))


def test_the_doubles_of_one_price_are_one_price() -> None:
    """Another machine's power is a double or two off: that is the same price, and no finding."""
    price = 10 ** (7 / 20)
    near_by = np.array([np.nextafter(price, 0), price, np.nextafter(price, 9), np.nextafter(price, 0) - 1e-9])
    others, near = compare(commitment_of(near_by, GRID), Derived(np.full(4, price), np.full((4, 2), price)))
    assert (others.tolist(), bool(near.any())) == ([False, False, False, True], False)
    others, _ = compare(commitment_of(near_by, None), Derived(np.full(4, price), np.full(4, price)))
    assert others.tolist() == [True, False, True, True]


def test_a_diverged_policy_derives_the_nan_that_was_emitted() -> None:
    others, near = compare(
        commitment_of(np.array([np.nan, 1.0]), GRID), Derived(np.full(2, np.nan), np.full(2, np.nan))
    )
    assert (others.tolist(), bool(near.any())) == ([False, True], False)


def test_the_derivation_never_sees_the_rho_that_it_is_compared_with(
    scenario: Scenario, shipped: Path, rounds: Batch, tmp_path: Path
) -> None:
    asked: list[Array] = []

    def watches(commitment: Any) -> None:
        asked.append(commitment.rho)

    selector = load_selector(shipped, scenario)
    seen, rho = observed(scenario, selector, rounds), selector.select(given(selector.information, rounds))
    audited(tmp_path / "a.ledger", SelectorId("diffusion", sha256(shipped)), rho, seen, rounds, watches)
    assert [np.isnan(each).all() for each in asked] == [True]


def test_a_foreign_file_of_weights_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"not at all")
    with pytest.raises(ValueError, match=r"weights.safetensors: expected whole safetensors"):
        Rederiver([path])
