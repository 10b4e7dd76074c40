"""The checker: what it refuses, what it says then, and what it counts in audit mode."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.market.baselines import price_grid
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules.msb import LOW_RHO, MSB
from strategyproof.proofs.checker import CONDITIONS, Checker, Observations, RhoRefused, TheoremMissing, establish
from strategyproof.proofs.checker.commitments import Entry
from strategyproof.proofs.checker.theorem import prove_theorem

BIDS = np.array([[10.0, 9.0], [4.0, 3.0]])
NOTHING = Observations.nothing(2)


class Book:
    """A ledger that counts."""

    def __init__(self) -> None:
        self.written: list[Any] = []
        self.commits = 0
        self.next_round = 0

    def enter(self, commitment: Any) -> Any:
        return Entry(commitment.first_round + 1, bytes(32))

    def write(self, certificates: Any) -> None:
        self.written.append(certificates)

    def commit(self) -> None:
        self.commits += 1


@pytest.mark.parametrize(
    ("rho", "text"),
    [
        (
            math.nan,
            "round 1: expected a finite rho, got rho = nan; law 'single-winner' fails, and nothing is allocated in "
            "this batch; the selector diverged: stop it and look at its inputs",
        ),
        (
            0.999999999,
            "round 1: expected rho >= 1, got rho = 0.999999999; law 'single-winner' fails, and nothing is allocated in "
            "this batch; below 1 two bidders can win",
        ),
        (
            math.inf,
            "round 1: expected a finite rho, got rho = inf; law 'single-winner' fails, and nothing is allocated in "
            "this batch; the selector diverged: stop it and look at its inputs",
        ),
        (
            1.25,
            "round 1: expected a rho of the action grid 10^(a/|A|), a = 0..|A|-1, got rho = 1.25; law 'action-grid' "
            "fails, and nothing is allocated in this batch; "
            "take rho from strategyproof.mechanism.market.baselines.price_grid",
        ),
    ],
)
def test_a_bad_rho_is_refused_and_recorded(rho: float, text: str) -> None:
    book = Book()
    checker = Checker(20, ledger=book)
    with pytest.raises(RhoRefused) as caught:
        checker.check_rounds(np.array([1.0, rho]), BIDS, NOTHING)
    assert str(caught.value) == text
    assert caught.value.round == 1
    assert book.commits == len(book.written) == 1
    assert book.written[0].refused == 1


def test_rounds_are_numbered_on() -> None:
    checker = Checker(None)
    assert checker.check_rounds(np.array([1.0, 2.0]), BIDS, NOTHING).first_round == 0
    with pytest.raises(RhoRefused, match=r"^round 2: .* \(1 more of the 2 rounds of this batch fail\)"):
        checker.check_rounds(np.array([0.5, 0.5]), BIDS, NOTHING)


def test_certificates_hold_winner_and_price() -> None:
    certificates = Checker(None).check_rounds(np.array([1.0, 2.0]), BIDS, NOTHING)
    assert certificates.winner.tolist() == [0, -1]
    assert certificates.price.tolist() == [9.0, 0.0]
    assert certificates.summary() == {"emitted": 2, "reverified": 2, "refused": 0, "failed": {}}


def test_another_outcome_is_refused() -> None:
    outcome = Outcome(np.array([[True, False], [False, False]]), np.array([[8.0, 0.0], [0.0, 0.0]]))
    with pytest.raises(RhoRefused) as caught:
        Checker(None).check_rounds(np.array([1.0, 2.0]), BIDS, NOTHING, outcome=outcome)
    assert (caught.value.round, caught.value.law, caught.value.condition) == (0, "critical-payment", "price-rounded")


def test_the_outcome_of_the_source_is_accepted() -> None:
    rho = np.array([1.0, 1.2])
    own = MSB.bind(rho=rho)(BIDS.T)
    certificates = Checker(None).check_rounds(rho, BIDS, NOTHING, outcome=Outcome(own.wins.T, own.payments.T))
    assert not certificates.refused


def test_audit_mode_counts() -> None:
    seen = Observations("full", ("top bid", "second bid"), BIDS)
    certificates = Checker(None, "audit").check_rounds(np.array([0.8, 1.2]), BIDS, seen)
    assert certificates.counts() == {"rho-at-least-one": 1, "single-winner": 1, "blind-class": 2}
    assert certificates.winner.tolist() == [-2, 0]


@pytest.mark.parametrize("information", ["full", "leave-one-out"])
def test_a_class_with_current_bids_is_refused(information: Any) -> None:
    with pytest.raises(RhoRefused, match="law 'rho-blind' fails") as caught:
        Checker(None).check_rounds(np.array([1.0, 1.0]), BIDS, Observations(information, ("bid", "bid"), BIDS))
    assert caught.value.condition == "blind-class"


def test_a_blind_selector_survives_the_replay() -> None:
    seen = Observations("blind", ("state",), np.array([[0.25], [0.5]]))
    checker = Checker(None, replay_every=1)
    certificates = checker.check_rounds(
        np.array([1.25, 1.5]), BIDS, seen, again=lambda places, bids: (1 + seen.values[places, 0], seen.values[places])
    )
    assert (certificates.replayed, certificates.refused) == (2, 0)


@pytest.mark.parametrize("leak", ["rho", "observation"])
def test_a_leak_is_found_by_the_replay(leak: str) -> None:
    def again(places: Any, bids: Any) -> tuple[Any, Any]:
        rho = 1 + bids[:, 0] / 100 if leak == "rho" else np.full(len(places), 1.5)
        return rho, bids[:, :1] if leak == "observation" else np.full((len(places), 1), 10.0)

    seen = Observations("blind", ("said to be the state",), np.full((2, 1), 10.0))
    with pytest.raises(RhoRefused) as caught:
        Checker(None, replay_every=1).check_rounds(np.array([1.1, 1.04]), BIDS, seen, again=again)
    assert caught.value.condition == "blind-replay"


def test_digests_bind_names_and_values() -> None:
    one = Observations("blind", ("a",), np.ones((2, 1)))
    others = [
        Observations("exogenous", ("a",), np.ones((2, 1))),
        Observations("blind", ("b",), np.ones((2, 1))),
        Observations("blind", ("a",), np.array([[1.0], [math.nextafter(1, 2)]])),
    ]
    assert one.digest() == Observations("blind", ("a",), np.ones((2, 1))).digest()
    assert all(one.digest() != other.digest() for other in others)


@pytest.mark.parametrize(
    ("rho", "bids", "error", "text"),
    [
        ([1, 1], BIDS, TypeError, "expected rho as float64, got int64"),
        (np.ones((2, 2)), BIDS, ValueError, r"expected one rho per round, \(rounds,\), got shape \(2, 2\)"),
        (np.ones(3), BIDS, ValueError, "expected 3 observations, one for each rho, got 2"),
        (
            np.ones(2),
            np.array([[1.0, -2.0]] * 2),
            ValueError,
            "round 0: expected every bid finite and >= 0, got -2.0 from bidder 1",
        ),
        (
            np.ones(2),
            np.array([[1.0, 1.0], [math.nan, 1.0]]),
            ValueError,
            "round 1: .* got nan from bidder 0; drop it or bid 0",
        ),
        (np.ones(2), np.empty((2, 0)), ValueError, r"expected float64 bids of shape \(rounds, N\), N >= 1"),
    ],
)
def test_bad_input(rho: Any, bids: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        Checker(None, "audit").check_rounds(rho, bids, NOTHING)


def test_bad_settings() -> None:
    with pytest.raises(ValueError, match="expected the mode refuse or audit, got 'off'"):
        Checker(None, "off")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="expected at least one action and at most 4096, got 0"):
        Checker(0)
    with pytest.raises(ValueError, match="expected an information class of blind"):
        Observations("some", (), np.empty((1, 0)))  # type: ignore[arg-type]


def test_the_grid_of_the_mechanism_is_accepted() -> None:
    rho = np.array(price_grid(20))
    assert not Checker(20).check_rounds(rho, np.tile([[10.0, 9.0]], (20, 1)), Observations.nothing(20)).refused


def test_the_theorem_is_every_law_for_any_number_of_bidders() -> None:
    theorem = establish()
    assert set(theorem.laws) == set(LAWS)
    assert len(theorem.hash) == 64
    assert prove_theorem(MSB, LAWS.values()).hash == theorem.hash
    assert prove_theorem(MSB, [LAWS["single-winner"]]).hash != theorem.hash


def test_a_broken_mechanism_has_no_theorem() -> None:
    with pytest.raises(TheoremMissing, match="expected law 'single-winner' of mechanism 'msb-low-rho' to be proved"):
        prove_theorem(LOW_RHO, [LAWS["single-winner"]])


def test_conditions_have_bits_of_their_own() -> None:
    bits = [condition.bit for condition in CONDITIONS]
    assert len(set(bits)) == len(bits)
    assert all(bit & (bit - 1) == 0 for bit in bits)
    assert {condition.law for condition in CONDITIONS} <= {*LAWS, "action-grid"}


def test_what_is_handed_in_is_copied_and_what_is_handed_out_is_read_only() -> None:
    rho, bids, seen = np.array([1.0, 1.5]), BIDS.copy(), np.array([[0.25], [0.5]])
    checker = Checker(None)
    commitment = checker.commit(rho, Observations("blind", ("state",), seen))
    rho[:], seen[:] = 0.5, 9.0
    certificates = checker.open(commitment, bids)
    bids[:] = 0.0
    assert certificates.rho.tolist() == [1.0, 1.5]
    assert certificates.commitment.observations.values.tolist() == [[0.25], [0.5]]
    assert certificates.bids.tolist() == BIDS.tolist()
    arrays = (certificates.rho, certificates.bids, certificates.winner, certificates.price, certificates.failed)
    for array in (*arrays, certificates.rounded, certificates.commitment.observations.values):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_replay_that_writes_into_what_it_is_given_changes_nothing_that_was_judged() -> None:
    def again(places: Any, bids: Any) -> tuple[Any, Any]:
        bids[:] = 0.0
        places[:] = 0
        return np.array([1.25, 1.5]), seen.values

    seen = Observations("blind", ("state",), np.array([[0.25], [0.5]]))
    certificates = Checker(None, replay_every=1).check_rounds(np.array([1.25, 1.5]), BIDS, seen, again=again)
    assert certificates.bids.tolist() == BIDS.tolist()


@pytest.mark.parametrize(
    ("rho", "text"),
    [
        (np.array([1.0, 1.5]) + 0.5j, "expected rho as float64, got complex128; convert where it is emitted"),
        (np.array(["1.0", "1.5"]), "expected rho as float64, got <U3"),
        (np.ma.array([1.0, 1.5], mask=[False, True]), "expected rho as float64 without a mask, got a masked array"),
        (np.array([1, np.nextafter(np.longdouble(1), np.longdouble(0))]), "expected rho as float64, got "),
        (np.array([1.0, 1.5], ">f8"), "expected rho as float64, got >f8"),
        ([1.0, None], "expected rho as float64, got object"),
    ],
)
def test_nothing_is_converted(rho: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        Checker(None).commit(rho, NOTHING)
    with pytest.raises(TypeError, match="expected observations as float64"):
        Observations("blind", ("state",), np.ones((2, 1), np.float32))


def test_an_outcome_of_another_type_is_named() -> None:
    wins, payments = np.array([[True, False], [False, False]]), np.array([[9.0, 0.0], [0.0, 0.0]])
    checker, rho = Checker(None), np.array([1.0, 2.0])
    for outcome, text in (
        (Outcome(wins.astype(int), payments), "expected wins as bool, got int64; hand in the outcome as the mechanism"),
        (Outcome(wins, payments.astype(np.float32)), "expected payments as float64, got float32"),
        (Outcome(np.ma.array(wins, mask=wins), payments), "expected wins as bool, got a masked array"),
    ):
        with pytest.raises(TypeError, match=text):
            checker.check_rounds(rho, BIDS, NOTHING, outcome=outcome)
    with pytest.raises(ValueError, match=r"expected float64 bids of shape .*, got a masked array"):
        checker.check_rounds(rho, np.ma.array(BIDS, mask=BIDS > 9), NOTHING)
    with pytest.raises(ValueError, match="expected at least one round to commit to, got none"):
        checker.commit(np.empty(0), Observations.nothing(0))


def test_replayed_rounds_are_drawn_anew_in_every_batch() -> None:
    drawn = set()

    def again(places: Any, bids: Any) -> tuple[Any, Any]:
        drawn.add(tuple(places))
        return np.ones(len(places)), np.empty((len(places), 0))

    for _ in range(3):
        Checker(None, replay_every=100).check_rounds(
            np.ones(1000), np.ones((1000, 2)), Observations.nothing(1000), again=again
        )
    assert {len(places) for places in drawn} == {10}
    assert len(drawn) == 3
