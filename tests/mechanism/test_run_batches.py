"""Mechanisms on bids from outside: every arithmetic agrees; every refusal names the value, its place and the fix."""

from __future__ import annotations

import doctest
from fractions import Fraction
from typing import Any

import hypothesis.extra.numpy as npst
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategyproof.mechanism.run as module
from strategyproof.mechanism import inputs
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.run import run, sales

MSB = MECHANISMS["msb"]
NAN, INF = float("nan"), float("inf")
BAD_BID = "leave that bidder out or bid 0"
DOMAIN = "rho is the price scaling factor, rho >= 1 (below 1 two bidders can win)"
BEYOND = "which a double may round; pass a list of ints to compute exactly"
ONE_KIND = "bids are ints and Fractions, or floats"
# Dyadic values: every rule that does not divide by bids or weights computes them without rounding.
PARAMETERS = {
    "rho": {"msb-low-rho": Fraction(3, 4), "msb-pays-second-bid": Fraction(5, 4)},
    "reserve": 2,
    "price": 2,
    "brand_bid": Fraction(1, 2),
    "brand_value": 3,
}


def parameters_of(mechanism: Mechanism, bidders: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for parameter in mechanism.parameters:
        value = PARAMETERS.get(parameter.name, Fraction(3, 2))
        if parameter.per_bidder:
            value = [Fraction(2) ** (n % 3) for n in range(bidders)]
        values[parameter.name] = value.get(mechanism.id, Fraction(3, 2)) if isinstance(value, dict) else value
    return values


@st.composite
def batches(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """Small dyadic bids, many of them tied."""
    batch = draw(st.lists(st.integers(0, 3), max_size=2))
    shape = (*batch, draw(st.integers(1, 12)))
    whole: np.ndarray[Any, Any] = draw(npst.arrays(np.int64, shape, elements=st.integers(0, 12)))
    return whole / 4


@pytest.mark.parametrize("id", MECHANISMS)
@settings(max_examples=40)
@given(bids=batches(), block=st.sampled_from([1, 2, 65536]))
def test_blocks_give_every_bit_of_the_plain_arrays(id: str, bids: np.ndarray[Any, Any], block: int) -> None:
    mechanism = MECHANISMS[id]
    values = parameters_of(mechanism, bids.shape[-1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        outcome = run(mechanism, bids, **values)
    plain = inputs.fit(mechanism, values, bids)(np.moveaxis(bids, -1, 0))
    assert outcome.payments.dtype == np.float64
    np.testing.assert_array_equal(np.moveaxis(outcome.wins, -1, 0), plain.wins)
    assert (np.moveaxis(outcome.payments, -1, 0) + 0.0).tobytes() == (plain.payments + 0.0).tobytes()


@pytest.mark.parametrize("id", sorted(MECHANISMS.keys() - {"msb-own-bid-rho", "msb-leave-one-out-rho"}))
@settings(max_examples=25)
@given(bids=batches())
def test_doubles_agree_with_fractions_where_nothing_rounds(id: str, bids: np.ndarray[Any, Any]) -> None:
    mechanism = MECHANISMS[id]
    values = parameters_of(mechanism, bids.shape[-1])
    outcome = run(mechanism, bids, **values)
    rationals = np.frompyfunc(Fraction, 1, 1)(bids)
    exact = run(mechanism, np.asarray(rationals, dtype=object), **values)
    assert outcome.wins.tolist() == exact.wins.tolist()
    assert outcome.payments.tolist() == exact.payments.tolist()


@pytest.mark.parametrize("id", MECHANISMS)
@settings(max_examples=25)
@given(bids=batches())
def test_sales_are_the_outcome_or_an_error(id: str, bids: np.ndarray[Any, Any]) -> None:
    values = parameters_of(MECHANISMS[id], bids.shape[-1])
    outcome = run(MECHANISMS[id], bids, **values)
    one_winner = bool((outcome.wins.sum(axis=-1) <= 1).all())
    if not one_winner or bool(((outcome.payments != 0) & ~outcome.wins).any()):
        with pytest.raises(ValueError, match="use run instead"):
            sales(MECHANISMS[id], bids, **values)
        return
    sold = sales(MECHANISMS[id], bids, **values)
    assert sold.winner.shape == sold.price.shape == bids.shape[:-1]
    np.testing.assert_array_equal(sold.price, outcome.payments.sum(axis=-1))
    np.testing.assert_array_equal(sold.winner, np.where(outcome.wins.any(-1), outcome.wins.argmax(-1), -1))


@settings(max_examples=40)
@given(bids=npst.arrays(np.float64, (50, 3), elements=st.floats(0, 1e300)), rho=st.floats(1, 10))
def test_blocks_agree_with_plain_arrays_on_any_double(bids: np.ndarray[Any, Any], rho: float) -> None:
    outcome, plain = run(MSB, bids, rho=rho), MSB.bind(rho=rho)(bids.T)
    np.testing.assert_array_equal(outcome.wins.T, plain.wins)
    np.testing.assert_array_equal(outcome.payments.T, plain.payments)


@pytest.mark.parametrize("bidders", [1, 2, 127, 128, 300])
def test_sales_name_the_winner_in_markets_of_every_size(bidders: int) -> None:
    bids = np.eye(bidders)
    np.testing.assert_array_equal(sales(MSB, bids, rho=2).winner, np.arange(bidders))


def test_layouts_and_batch_shapes_give_the_same_outcome() -> None:
    bids = np.random.default_rng(7).random((3, 5, 4))
    flat = run(MSB, bids.reshape(15, 4), rho=1.2)
    for same in (bids, np.asfortranarray(bids), np.ascontiguousarray(bids.transpose(2, 0, 1)).transpose(1, 2, 0)):
        np.testing.assert_array_equal(run(MSB, same, rho=1.2).payments.reshape(15, 4), flat.payments)
        np.testing.assert_array_equal(sales(MSB, same, rho=1.2).price.reshape(15), flat.payments.sum(axis=1))


@pytest.mark.parametrize("shape", [(0, 3), (2, 0, 3)])
def test_an_empty_batch_has_empty_outcomes(shape: tuple[int, ...]) -> None:
    for bids in (np.zeros(shape), np.zeros(shape, dtype=object), np.zeros(shape, dtype=np.int64)):
        assert run(MSB, bids, rho=2).wins.shape == shape
        assert sales(MSB, bids, rho=2).winner.shape == shape[:-1]


def test_sequences_of_rationals_are_exact_and_others_are_floats() -> None:
    assert run(MSB, [2**60 + 1, 2**60], rho=1).payments.tolist() == [2**60, 0]
    assert run(MSB, [[3, Fraction(1, 3)], [1, 1]], rho=1.5).payments.tolist() == [[Fraction(1, 2), 0], [0, 0]]
    assert run(MSB, [np.int64(10), np.int64(4)], rho=1).payments.dtype == object
    assert run(MSB, (10, 4.0), rho=Fraction(3, 2)).payments.tolist() == [6.0, 0.0]
    assert run(MSB, [np.array([10, 4]), np.array([3.0, 1])], rho=1).payments.tolist() == [[4.0, 0.0], [1.0, 0.0]]


def test_float32_stays_float32_and_integers_become_float64() -> None:
    assert run(MSB, np.ones((2, 2), np.float32), rho=np.ones(2)).payments.dtype == np.float32
    assert sales(MSB, np.ones((2, 2), np.float32), rho=1.5).price.dtype == np.float32
    assert run(MSB, np.ones((2, 2), np.uint64), rho=1).payments.dtype == np.float64
    assert run(MSB, np.array([2**53, 1]), rho=1).wins.tolist() == [True, False]


@pytest.mark.parametrize("block", [1, 2, 65536])
def test_rho_may_differ_by_auction_and_by_bidder(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    bids = np.array([[10.0, 4.0], [10.0, 4.0], [4.0, 10.0]])
    assert run(MSB, bids, rho=[1, 3, 2]).payments.tolist() == [[4, 0], [0, 0], [0, 8]]
    assert run(MSB, bids, rho=np.array([[1, 3]])).payments.tolist() == [[4, 0], [4, 0], [0, 0]]
    assert sales(MSB, bids, rho=np.array([[1, 3]])).winner.tolist() == [0, 0, -1]
    assert run(MSB, bids[0], rho=[2, 3]).payments.tolist() == [8, 0]
    assert run(MSB, [10, 4], rho=[2, 3]).payments.tolist() == [8, 0]


def test_torch_tensors_stay_tensors_with_their_gradients() -> None:
    torch = pytest.importorskip("torch")
    bids = torch.tensor([[10.0, 4.0], [5.0, 4.0]], dtype=torch.float64, requires_grad=True)
    rho = torch.tensor([1.5, 1.5], dtype=torch.float64, requires_grad=True)
    outcome, sold = run(MSB, bids, rho=rho), sales(MSB, bids, rho=rho)
    assert outcome.wins.tolist() == [[True, False], [False, False]]
    assert sold.winner.tolist() == [0, -1]
    outcome.payments.sum().backward()
    assert bids.grad.tolist() == [[0.0, 1.5], [0.0, 0.0]]
    assert rho.grad.tolist() == [4.0, 0.0]
    with pytest.raises(ValueError, match=r"got -2\.0 from bidder 1 of auction 0"):
        run(MSB, torch.tensor([[1.0, -2.0]]), rho=1)


def test_a_rule_that_reads_bids_as_numpy_does_runs_as_well() -> None:
    def own_words(bids: Any) -> Outcome:
        price = np.sort(np.sqrt(bids) ** 2, axis=0)[-2]
        wins = (bids == np.max(bids, axis=0)) & (bids[0] >= 0)
        return Outcome(wins, np.where(wins, price, 0))

    mechanism = Mechanism("own", "Own", own_words, "", "")
    assert run(mechanism, [[4.0, 9.0, 1.0]]).payments.tolist() == [[0.0, 4.0, 0.0]]
    assert sales(mechanism, [[4.0, 9.0, 1.0]]).price.tolist() == [4.0]


BAD_BIDS: list[tuple[Any, type[Exception], str]] = [
    ([1.0, NAN], ValueError, f"expected every bid finite and >= 0, got nan from bidder 1; {BAD_BID}"),
    ([1, -2], ValueError, f"expected every bid finite and >= 0, got -2 from bidder 1; {BAD_BID}"),
    (
        np.array([[1.0, 2.0], [INF, 3.0]]),
        ValueError,
        f"expected every bid finite and >= 0, got inf from bidder 0 of auction 1; {BAD_BID}",
    ),
    (
        np.array([[[1.0, 2.0], [3.0, -INF]]]),
        ValueError,
        f"expected every bid finite and >= 0, got -inf from bidder 1 of auction (0, 1); {BAD_BID}",
    ),
    (
        np.array([3, -(2**60) - 1]),
        ValueError,
        f"expected every bid finite and >= 0, got -1152921504606846977 from bidder 1; {BAD_BID}",
    ),
    (
        np.array([[1, 2], [3, 2**53 + 1]]),
        ValueError,
        f"expected integers up to 2^53 in a float batch, got 9007199254740993 from bidder 1 of auction 1, {BEYOND}",
    ),
    (
        np.array([2**63 + 1, 1], dtype=np.uint64),
        ValueError,
        f"expected integers up to 2^53 in a float batch, got 9223372036854775809 from bidder 0, {BEYOND}",
    ),
    (
        [-(2**53) - 1, 0.5],
        ValueError,
        f"expected integers up to 2^53 in a float batch, got -9007199254740993 from bidder 0, {BEYOND}",
    ),
    ([], ValueError, "expected at least one bidder, got bids of shape (0,); skip an empty round"),
    ([[], []], ValueError, "expected at least one bidder, got bids of shape (2, 0); skip an empty round"),
    (
        [[1, 2], [3]],
        ValueError,
        "expected 2 bids in row 1 as in row 0, got 1; run markets of different sizes separately",
    ),
    (
        [[1, 2], 3],
        ValueError,
        "expected 2 bids in row 1 as in row 0, got no row but 3; run markets of different sizes separately",
    ),
    ([1, [2]], TypeError, f"expected a real number from bidder 1, got list: [2]; {ONE_KIND}"),
    ([True, 2], TypeError, f"expected a real number from bidder 0, got bool: True; {ONE_KIND}"),
    ([[1, "2"]], TypeError, f"expected a real number from bidder 1 of auction 0, got str: '2'; {ONE_KIND}"),
    ("12", TypeError, "expected a sequence or an array of bids, got str: '12'"),
    (5, TypeError, "expected a sequence or an array of bids, got int: 5"),
    (
        np.array(5.0),
        TypeError,
        "expected a vector of bids, one per bidder, got the single number array(5.); write [array(5.)]",
    ),
    (
        [Fraction(1, 2), 0.5],
        TypeError,
        "expected exact bids or floats, got both: the Fraction 1/2 from bidder 0 beside floats; "
        "make every bid a Fraction, or every bid a float",
    ),
    (
        np.array([1, 0.5], dtype=object),
        TypeError,
        "expected ints and Fractions in an object array, got float: 0.5 from bidder 1; "
        "make it a Fraction, or the array float64",
    ),
    (
        np.array([True, False]),
        TypeError,
        "expected bids of a real number type, got an array of dtype bool; convert it to float64",
    ),
]


@pytest.mark.parametrize("function", [run, sales])
@pytest.mark.parametrize(("bids", "kind", "text"), BAD_BIDS, ids=range(len(BAD_BIDS)))
def test_bad_bids_are_named(function: Any, bids: Any, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        function(MSB, bids, rho=1)
    assert str(caught.value) == text


BAD_RHO: list[tuple[Any, type[Exception], str]] = [
    (0.5, ValueError, f"msb: expected rho finite and in [1, inf), got 0.5; {DOMAIN}"),
    (NAN, ValueError, f"msb: expected rho finite and in [1, inf), got nan; {DOMAIN}"),
    (INF, ValueError, f"msb: expected rho finite and in [1, inf), got inf; {DOMAIN}"),
    (np.array([1, 2, 0.5]), ValueError, f"msb: expected rho[2] finite and in [1, inf), got 0.5; {DOMAIN}"),
    ([1, NAN, 1], ValueError, f"msb: expected rho[1] finite and in [1, inf), got nan; {DOMAIN}"),
    (np.array([[1, INF]]), ValueError, f"msb: expected rho[0, 1] finite and in [1, inf), got inf; {DOMAIN}"),
    (True, TypeError, "msb: expected rho to be a real number, got True"),
    ("2", TypeError, "msb: expected rho to be a real number, got '2'"),
    (
        10**400,
        ValueError,
        "expected rho within the doubles in a float batch, got a number of 401 digits; "
        "pass exact bids to compute exactly",
    ),
    (
        [1, 2],
        ValueError,
        "expected rho as one number, one per auction (shape (3,)) or one per bidder (shape (1, 2)), "
        "got shape (2,) for bids of shape (3, 2)",
    ),
]


@pytest.mark.parametrize("function", [run, sales])
@pytest.mark.parametrize(("rho", "kind", "text"), BAD_RHO, ids=range(len(BAD_RHO)))
def test_bad_rho_is_named(function: Any, rho: Any, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        function(MSB, np.ones((3, 2)), rho=rho)
    assert str(caught.value) == text


def test_weights_are_one_per_bidder() -> None:
    with pytest.raises(ValueError, match=r"expected weights as one number for each of the 2 bidders, got shape \(1,\)"):
        run(MECHANISMS["weighted-second-price"], [3.0, 2.0], weights=[1])


def test_sales_refuse_what_they_cannot_hold() -> None:
    with pytest.raises(ValueError, match=r"one winner at most, but msb-low-rho has several winners in auction 1; use"):
        sales(MECHANISMS["msb-low-rho"], [[9.0, 1.0], [10.0, 9.0]], rho=Fraction(4, 5))
    with pytest.raises(ValueError, match=r"losers to pay nothing, but all-pay charges a loser in auction 0; use run"):
        sales(MECHANISMS["all-pay"], [3, 2])


@pytest.mark.parametrize("documented", [module, inputs])
def test_the_examples_in_the_docstrings_hold(documented: Any) -> None:
    assert doctest.testmod(documented).failed == 0
