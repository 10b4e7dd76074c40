"""The picture of a lie: what is measured, and that the page of a run shows it beside its counterexample."""

import dataclasses
from fractions import Fraction

import msgspec
import pytest

from strategyproof.gate.utility import curve, curves
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Scope, Verdict
from strategyproof.proofs import prove
from strategyproof.reports.utility_figure import utility_against_bid

LIE = Counterexample(["2", "0"], {}, {"i": 0, "lie": "1"})
FOUND = Verdict("first-price", "strategy-proof", "refuted", Scope("any", "real"), "z3", counterexample=LIE)


def test_first_price_is_a_straight_line_from_the_second_bid_on() -> None:
    drawn = curve(MECHANISMS["first-price"], LIE)
    wins = [point for point in drawn.points if point.wins]
    assert [point.utility for point in drawn.points if not point.wins] == [0.0]
    assert (wins[0].bid, wins[-1].bid) == (0.003, 3.0)
    assert all(point.utility == pytest.approx(2 - point.bid) for point in wins)
    assert len(wins) == 2, "points on a straight line are dropped"
    assert (drawn.truth.utility, drawn.lie.utility) == (0.0, 1.0)


def test_what_is_dropped_lies_on_the_line_that_is_drawn() -> None:
    """Leave the jump, both its sides, and a curve that bends where they are."""
    found = prove(LAWS["strategy-proof"], MECHANISMS["msb-own-bid-rho"])
    assert found.counterexample is not None
    drawn = curve(MECHANISMS["msb-own-bid-rho"], found.counterexample)
    assert len(drawn.points) > 20
    others = [Fraction(bid) for bid in drawn.bids]
    for point in drawn.points:
        others[drawn.bidder] = Fraction(point.bid).limit_denominator(10**6)
        run = MECHANISMS["msb-own-bid-rho"].bind()(exact(others))
        value = Fraction(drawn.bids[drawn.bidder]) * bool(run.wins[drawn.bidder]) - run.payments[drawn.bidder]
        assert point.utility == pytest.approx(float(value), abs=1e-6)


def test_a_bid_without_an_outcome_leaves_a_gap() -> None:
    def picky(bids: object) -> Outcome:
        if bids[0] == Fraction(1, 2):  # type: ignore[index]
            raise ArithmeticError("no outcome")
        return MECHANISMS["first-price"].rule(bids)

    drawn = curve(dataclasses.replace(MECHANISMS["first-price"], rule=picky), LIE)
    missing = [place for place, point in enumerate(drawn.points) if point.utility is None]
    assert [drawn.points[place].bid for place in missing] == [0.5]
    assert drawn.points[missing[0] - 1].utility == pytest.approx(1.525)
    assert "best lie tried" in utility_against_bid(drawn)


def test_only_an_exact_refutation_of_strategy_proofness_has_a_curve() -> None:
    in_float64 = msgspec.structs.replace(FOUND, scope=Scope([2], "float64"))
    other = msgspec.structs.replace(FOUND, law="critical-payment")
    proved = msgspec.structs.replace(FOUND, verdict="proved", counterexample=None)
    drawn = curves(MECHANISMS["first-price"], [FOUND, in_float64, other, proved])
    assert len(drawn) == 1
    assert drawn[0].shows(FOUND)
    assert not drawn[0].shows(other)
    elsewhere = msgspec.structs.replace(LIE, variables={"i": 0, "lie": "1/2"})
    assert not drawn[0].shows(msgspec.structs.replace(FOUND, counterexample=elsewhere))
