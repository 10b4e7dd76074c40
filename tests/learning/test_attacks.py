"""Attacks on the certificate from the selector's side: what they emit is refused, or is no news of the bids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from strategyproof.learning.apart import SelectorFailed
from strategyproof.learning.config import GreedyConfig
from strategyproof.learning.selectors.greedy import GreedyLearner
from strategyproof.learning.shield import Shield
from strategyproof.learning.stream import MEMORY, batch_of
from strategyproof.proofs.checker import Checker, RhoRefused
from strategyproof.proofs.ledger import Ledger, audit
from strategyproof.scenarios.sample import Rounds, draw
from strategyproof.scenarios.schema import Scenario
from tests.learning import cheats
from tests.learning.policies import untrained

ROUNDS = 400


@pytest.fixture(autouse=True)
def _another_process_finds_the_cheats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


@pytest.fixture
def rounds(scenario: Scenario) -> Rounds:
    return draw(scenario, ROUNDS + MEMORY, 5)


def run(selector: Any, rounds: Rounds, book: Path, *, apart: bool = True, every: int = 64, **how: Any) -> Any:
    with (
        Ledger(book) as ledger,
        Shield(selector, Checker(None, ledger=ledger, replay_every=every), apart=apart, **how) as shield,
    ):
        return shield.run(rounds)


def with_other_bids(rounds: Rounds, place: int) -> Rounds:
    """Return the rounds as they are if only one of them is bid on otherwise."""
    bids = rounds.bids.copy()
    bids[:, place] = np.sort(bids[:, place]) * np.arange(1, len(bids) + 1)
    return replace(rounds, bids=bids)


@pytest.mark.parametrize("apart", [True, False])
def test_a_selector_that_overwrites_what_it_emitted_changes_nothing_that_is_certified(
    apart: bool, rounds: Rounds, tmp_path: Path
) -> None:
    certificates = run(cheats.Overwrites(), rounds, tmp_path / "book", apart=apart)
    assert (certificates.rho == 1).all()
    assert not certificates.rho.flags.writeable
    result = audit(tmp_path / "book")
    assert (result.whole, result.certified) == (True, ROUNDS)


@pytest.mark.parametrize("apart", [True, False])
def test_an_honest_selector_with_one_buffer_is_certified_and_its_ledger_is_whole(
    apart: bool, rounds: Rounds, tmp_path: Path
) -> None:
    certificates = run(cheats.Reuses(), rounds, tmp_path / "book", apart=apart)
    assert (certificates.rho == 1 + rounds.state[MEMORY:, 0]).all()
    result = audit(tmp_path / "book")
    assert (result.whole, result.certified, result.apart) == (True, ROUNDS, ROUNDS * apart)


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("complex", TypeError, "expected rho as float64, got complex128"),
        ("text", TypeError, "expected rho as float64, got <U"),
        ("masked", TypeError, "expected rho as float64 without a mask, got a masked array"),
        ("long double", TypeError, "expected rho as float64, got"),
        ("float32", TypeError, "expected rho as float64, got float32"),
        ("integers", TypeError, "expected rho as float64, got int64"),
        ("booleans", TypeError, "expected rho as float64, got bool"),
        ("objects", TypeError, "expected rho as float64, got object"),
        ("none", TypeError, "expected rho as float64, got object"),
        ("one", SelectorFailed, r"expected one rho for each of 80 rounds, got shape \(1,\)"),
        ("a column", SelectorFailed, r"expected one rho for each of 80 rounds, got shape \(80, 1\)"),
    ],
)
def test_nothing_is_converted_at_the_border(
    kind: str, error: type[Exception], words: str, rounds: Rounds, tmp_path: Path
) -> None:
    with pytest.raises(error, match=words):
        run(cheats.EmitsAs(kind), rounds, tmp_path / "book", apart=kind in ("complex", "one"))
    assert audit(tmp_path / "book").records == 0


@pytest.mark.parametrize("leak", cheats.LEAKS)
def test_a_leak_of_the_current_bids_into_the_observation_is_refused(leak: str, rounds: Rounds, tmp_path: Path) -> None:
    with pytest.raises(RhoRefused) as refused:
        run(cheats.FromState(), rounds, tmp_path / "book", every=16, make=cheats.LEAKS[leak], apart=False)
    assert refused.value.condition == "blind-replay"
    result = audit(tmp_path / "book")
    assert (result.whole, result.refused >= 1) == (True, True)


@pytest.mark.parametrize("leak", ["this round's lead", "the top bid"])
def test_a_selector_in_a_process_of_its_own_does_not_hide_a_leak(leak: str, rounds: Rounds, tmp_path: Path) -> None:
    with pytest.raises(RhoRefused, match="find the path from the current bids to the observation and cut it"):
        run(cheats.FromState(), rounds, tmp_path / "book", make=cheats.LEAKS[leak])


@pytest.mark.parametrize("selector", [cheats.FromState, cheats.FromStateAlone])
def test_an_honest_selector_is_certified_wherever_it_is_looked_at(
    selector: Any, rounds: Rounds, tmp_path: Path
) -> None:
    certificates = run(selector(), rounds, tmp_path / "book", every=1)
    assert (certificates.refused, certificates.replayed) == (0, ROUNDS)
    assert audit(tmp_path / "book").replayed == ROUNDS


@pytest.mark.parametrize("cheat", [cheats.ReadsFrames, cheats.LooksAhead, cheats.Remembers])
def test_what_a_selector_finds_in_its_process_is_no_news_of_the_current_bids(
    cheat: Any, rounds: Rounds, tmp_path: Path
) -> None:
    """What it emits for a round stays what it was when that round alone is bid on otherwise."""
    place = 123
    emitted = [
        run(cheat(), each, tmp_path / f"book{number}").rho[place - MEMORY]
        for number, each in enumerate((rounds, with_other_bids(rounds, place)))
    ]
    assert emitted[0] == emitted[1]


def test_the_cheats_work_where_nothing_keeps_them_off(rounds: Rounds, tmp_path: Path) -> None:
    """In the auctioneer's own process the reader of frames finds the bids; what it emits is refused as well."""
    with pytest.raises(RhoRefused) as refused:
        run(cheats.ReadsFrames(), rounds, tmp_path / "book", apart=False, every=1)
    assert refused.value.condition == "blind-replay"


def test_in_each_call_nobody_sees_a_later_round_that_remembers_it(rounds: Rounds, tmp_path: Path) -> None:
    """A selector without a memory of its own emits 1 in every call: no call of another round came before it."""
    assert (run(cheats.Remembers(), rounds, tmp_path / "book").rho == 1).all()


@pytest.mark.parametrize(
    ("cheat", "words"),
    [
        (cheats.Changes, "selector Changes: expected it to read its observation, and it changed it; copy what is"),
        (cheats.Raises, "selector Raises: expected rho, got KeyError: 'no weights'"),
        (cheats.Dies, "selector Dies: expected rho, and its process ended"),
    ],
)
def test_a_selector_that_emits_nothing_is_named_with_the_cause(
    cheat: Any, words: str, rounds: Rounds, tmp_path: Path
) -> None:
    with pytest.raises(SelectorFailed, match=words):
        run(cheat(), rounds, tmp_path / "book")
    assert audit(tmp_path / "book").records == 0


def test_a_selector_that_changes_its_observation_is_named_in_this_process_too(rounds: Rounds, tmp_path: Path) -> None:
    with pytest.raises(SelectorFailed, match="expected it to read its observation, and it changed it"):
        run(cheats.Changes(), rounds, tmp_path / "book", apart=False)


def test_a_class_that_no_other_process_can_import_is_named_with_the_way_out(rounds: Rounds, tmp_path: Path) -> None:
    class Local(cheats.FromState):
        """Defined in a function."""

    with pytest.raises(SelectorFailed, match=r"expected it to load in a process of its own, .*apart=False"):
        run(Local(), rounds, tmp_path / "book")
    assert run(Local(), rounds, tmp_path / "other", apart=False).refused == 0
    assert audit(tmp_path / "other").apart == 0


def test_one_round_below_1_among_hundreds_is_refused(rounds: Rounds, tmp_path: Path) -> None:
    with pytest.raises(RhoRefused, match=r"expected rho >= 1, got rho = 0\.9999999999999999"):
        run(cheats.RarelyLow(), rounds, tmp_path / "book")


def test_bids_that_the_maker_of_observations_swaps_are_not_opened(rounds: Rounds, tmp_path: Path) -> None:
    def make(given: Rounds) -> Any:
        honest = batch_of(given)
        return replace(honest, bids=honest.bids * 2)

    certificates = run(cheats.FromState(), rounds, tmp_path / "book", make=make)
    assert (certificates.bids == rounds.bids[:, MEMORY:].T).all()


@pytest.mark.parametrize("kind", ["policy", "greedy"])
def test_a_selector_that_diverged_is_refused_by_the_condition_that_exists_for_it(
    kind: str, scenario: Scenario, rounds: Rounds, tmp_path: Path
) -> None:
    """NaN in a network makes every logit NaN, of which the first is the highest: it must not be sold as rho = 1."""
    if kind == "policy":
        selector: Any = untrained(scenario, "blind")
        for name, values in selector.weights.items():
            selector.weights[name] = np.full_like(values, np.nan)
        selector = type(selector)(selector.weights, selector.how, selector.prices, "blind", selector.columns)
    else:
        learner = GreedyLearner(scenario, GreedyConfig())
        learner.counts[:], learner.sums[3] = 1, np.nan
        selector = learner.selector()
    with pytest.raises(RhoRefused, match="expected a finite rho, got rho = nan") as refused:
        run(selector, rounds, tmp_path / "book")
    assert refused.value.condition == "rho-finite"
    result = audit(tmp_path / "book")
    assert (result.certified, result.refused, result.whole) == (0, ROUNDS, True)
