"""Rules that leave the vocabulary, or divide where nobody looks: none of them may be proved.

Each is broken in the way its comment says, on the real arrays; Python and NumPy would let a symbolic vector pass for
something that it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.vocabulary import (
    both,
    first_of,
    highest,
    highest_of_others,
    max_of_others,
    maximum,
    negation,
    where,
)
from strategyproof.proofs import Solver, prove

K = Parameter("k", Interval(0, 1), "may be 0")
RESERVE = Parameter("reserve", Interval(0), "a reserve")


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def sold(bids: Vector, price: Vector) -> Outcome:
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def numpy_maximum(bids: Vector, reserve: Number) -> Outcome:  # a reserve is not homogeneous
    return sold(bids, np.maximum(max_of_others(bids), reserve))


def numpy_and(bids: Vector, reserve: Number) -> Outcome:  # pays less than the reserve that it must pass
    wins = np.logical_and(bids > reserve, bids > max_of_others(bids))
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def numpy_sum(bids: Vector) -> Outcome:  # may charge more than the bid
    wins = bids > max_of_others(bids)
    return Outcome(wins, where(wins, np.sum(bids) - bids, 0))


def branches(bids: Vector) -> Outcome:  # first price where the branch goes the other way
    return sold(bids, max_of_others(bids)) if bids > 5 else Outcome(bids > max_of_others(bids), bids)


def builtin_max(bids: Vector, reserve: Number) -> Outcome:
    return sold(bids, max(reserve, max_of_others(bids)))


def counts(bids: Vector) -> Outcome:  # first price for two bidders
    price = max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, bids if bids.size == 2 else price, 0))


def last_position(bids: Vector) -> Outcome:  # the last bidder's own bid is in its price
    return sold(bids, maximum(max_of_others(bids), bids[-1] / 2))


def second_position(bids: Vector) -> Outcome:  # no second bidder in a market of one
    return sold(bids, maximum(max_of_others(bids), bids[1]))


def third_position(bids: Vector) -> Outcome:
    return Outcome(bids > bids[2], 0 * bids)


def cancelled(bids: Vector, k: Number) -> Outcome:  # divides by 0 at k = 0
    return sold(bids, max_of_others(bids) + 0 * (1 / k))


def unread(bids: Vector) -> Outcome:  # divides by a bid of 0
    return Outcome(bids > max_of_others(bids), max_of_others(bids) / bids)


def divides_at_somebody(bids: Vector) -> Outcome:  # at (4, 2) by 0, for a bidder whom no law of scales names
    near = 2 * bids >= highest(bids)
    first = first_of(near)
    later = both(both(near, negation(first)), bids > 0)
    return Outcome(first, where(first, 0 / where(later, 2 * bids - highest(bids), 1), 0))


def undefined(bids: Vector) -> Outcome:
    return sold(bids, float("nan") * max_of_others(bids))


def asks_for_arrays(bids: Vector) -> Outcome:  # first price on arrays, second price on anything else
    wins = bids > max_of_others(bids)
    return Outcome(wins, where(wins, bids if isinstance(bids, np.ndarray) else max_of_others(bids), 0))


def catches_the_refusal(bids: Vector) -> Outcome:  # everybody pays its bid on arrays
    try:
        return Outcome(bids > max_of_others(bids), bids + 0 * bids[0])
    except TypeError:
        return sold(bids, max_of_others(bids))


@pytest.mark.parametrize(
    ("rule", "law", "parameters"),
    [
        (numpy_maximum, "homogeneous", (RESERVE,)),
        (numpy_maximum, "adverse-selection-free", (RESERVE,)),
        (numpy_and, "strategy-proof", (RESERVE,)),
        (numpy_sum, "individually-rational", ()),
        (numpy_sum, "loser-irrelevance", ()),
        (branches, "strategy-proof", ()),
        (builtin_max, "homogeneous", (RESERVE,)),
        (counts, "strategy-proof", ()),
        (last_position, "strategy-proof", ()),
        (last_position, "anonymous", ()),
        (second_position, "no-negative-payments", ()),
        (third_position, "anonymous", ()),
        (cancelled, "strategy-proof", (K,)),
        (unread, "single-winner", ()),
        (divides_at_somebody, "adverse-selection-free", ()),
        (undefined, "strategy-proof", ()),
        (asks_for_arrays, "strategy-proof", ()),
        (catches_the_refusal, "strategy-proof", ()),
    ],
)
def test_what_a_proof_cannot_read_is_unknown(
    rule: Callable[..., Outcome], law: str, parameters: tuple[Parameter, ...], solver: Solver
) -> None:
    verdict = prove(LAWS[law], Mechanism(rule.__name__, rule.__name__, rule, "", "", parameters), solver=solver)
    assert verdict.verdict == "unknown"
    assert verdict.reason


def test_rho_that_divides_by_zero_is_not_proved_blind(solver: Solver) -> None:
    def inverse(bids: Vector, k: Number) -> Number:
        return 1 / k

    rule = Mechanism("inverse", "inverse", lambda bids, k: sold(bids, max_of_others(bids)), "", "", (K,), rho=inverse)
    assert prove(LAWS["rho-blind"], rule, solver=solver).verdict == "unknown"


def test_a_witness_bids_nothing_negative(solver: Solver) -> None:
    shift = Parameter("shift", Interval(-4, -3), "negative")
    rule = Mechanism("below-zero", "below-zero", lambda bids, shift: Outcome(bids < 0, 0 * bids), "", "", (shift,))
    assert prove(LAWS["not-vacuous"], rule, solver=solver).verdict == "refuted"


def test_a_loser_who_is_paid_profits_from_names(solver: Solver) -> None:
    def paid(bids: Vector) -> Outcome:
        wins = bids > max_of_others(bids)
        return Outcome(wins, where(wins, max_of_others(bids), -5))

    rule = Mechanism("paid", "paid", paid, "", "")
    assert prove(LAWS["loser-false-name-proof"], rule, solver=solver).verdict == "refuted"


@pytest.mark.parametrize("name", ["bid", "lie", "N", "t0", "i", "names"])
def test_a_parameter_may_have_any_name(name: str, solver: Solver) -> None:
    def rule(bids: Vector, **parameters: Any) -> Outcome:
        return sold(bids, maximum(max_of_others(bids), parameters[name]))

    reserve = Mechanism("r", "r", rule, "", "", (Parameter(name, Interval(0), "a reserve"),))
    assert prove(LAWS["strategy-proof"], reserve, solver=solver).verdict == "proved"
    assert prove(LAWS["critical-payment"], reserve, solver=solver).verdict == "proved"
    assert prove(LAWS["loser-false-name-proof"], reserve, solver=solver).verdict == "proved"
    assert prove(LAWS["homogeneous"], reserve, solver=solver).verdict == "refuted"


def test_an_infinite_threshold_escapes_the_winner_reading(solver: Solver) -> None:
    """psi({1}) is infinite and psi({1, 1}) is 1, yet no winner pays less: theorem 4 is about finite thresholds."""

    def needs_two_rivals(bids: Vector) -> Outcome:
        price = max_of_others(bids)
        wins = (bids > price) & (highest_of_others(bids, 2) > 0)
        return Outcome(wins, where(wins, price, 0))

    rule = Mechanism("two-rivals", "two-rivals", needs_two_rivals, "", "")
    for law in ("strategy-proof", "anonymous", "single-winner", "losers-pay-nothing", "winner-false-name-proof"):
        assert prove(LAWS[law], rule, solver=solver).verdict == "proved"
    assert prove(LAWS["loser-false-name-proof"], rule, solver=solver).verdict == "refuted"
