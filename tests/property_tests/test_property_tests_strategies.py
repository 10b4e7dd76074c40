"""The strategies: what they reach, what they never draw, and that they shrink to small integers and few bidders."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from strategyproof.mechanism.counterexample.case import LARGEST
from strategyproof.mechanism.counterexample.shrink import Failure, simplest
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests import Case, amounts, beside, cases, inside, profiles, scales
from strategyproof.property_tests.landmarks import View
from strategyproof.property_tests.observe import Observed, in_domain
from strategyproof.property_tests.question import ask

ARITHMETICS: list[Drawn] = ["rational", "float64"]
RHO = {"rho": Interval(1, 10, open_low=True, open_high=True)}
OFTEN = settings(max_examples=2_000, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Return many examples of a strategy."""
    values: list[Any] = []

    @settings(max_examples=400, database=None, phases=[Phase.generate], derandomize=True)
    @given(strategy)
    def collect(value: Any) -> None:
        values.append(value)

    collect()
    return values


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_bids_are_finite_and_never_negative(arithmetic: Drawn) -> None:
    for bids in drawn(profiles(arithmetic, (1, 4))):
        assert 1 <= len(bids) <= 4
        assert all(0 <= bid <= LARGEST for bid in bids) or arithmetic == "rational"
        assert bids.dtype == (object if arithmetic == "rational" else np.float64)


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize(
    "reached",
    [
        lambda bids: len(set(bids.tolist())) < len(bids) and max(bids) > 0,
        lambda bids: 0 in bids.tolist() and max(bids) > 0,
        lambda bids: any(0 < abs(a - b) < a / 10**9 for a in bids for b in bids),
        lambda bids: max(bids) > 10**15,
        lambda bids: 0 < min(bids) < Fraction(1, 10**15),
    ],
    ids=["tie", "zero", "near tie", "huge", "tiny"],
)
def test_profiles_reach(reached: Callable[[Any], bool], arithmetic: Drawn) -> None:
    assert find(profiles(arithmetic), reached, settings=OFTEN) is not None


def test_doubles_reach_subnormals_and_the_largest() -> None:
    assert find(amounts("float64"), lambda bid: 0 < bid < sys.float_info.min, settings=OFTEN) < sys.float_info.min
    assert find(amounts("float64"), lambda bid: bid == LARGEST, settings=OFTEN) == LARGEST


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_profiles_shrink_to_few_bidders_and_small_integers(arithmetic: Drawn) -> None:
    shrunk = find(profiles(arithmetic), lambda bids: max(bids) > 3)
    assert sorted(shrunk.tolist()) == [0, 4]


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize(
    "interval",
    [
        Interval(1),
        Interval(0, open_low=True),
        Interval(0, 1, open_low=True, open_high=True),
        Interval(1, 10, open_low=True, open_high=True),
        Interval(Fraction(6, 5), Fraction(6, 5)),
        Interval(Fraction(1001, 1000), Fraction(1002, 1000)),
    ],
    ids=str,
)
def test_parameters_stay_inside_their_interval(interval: Interval, arithmetic: Drawn) -> None:
    if arithmetic == "float64" and interval.low == interval.high:
        interval = Interval(Fraction(1.2), Fraction(1.2))
    assert all(value in interval for value in drawn(inside(interval, arithmetic)))


def test_parameters_reach_the_ends_of_their_interval() -> None:
    assert {Fraction(0), Fraction(1)} <= set(drawn(inside(Interval(0, 1))))
    assert min(drawn(inside(Interval(1, 2, open_low=True), "float64"))) == np.nextafter(1, 2)


def test_neighbours_are_the_next_doubles() -> None:
    near = set(drawn(beside(2.0, "float64")))
    assert {np.nextafter(2.0, 0), 2.0, np.nextafter(2.0, 3), 1.0, 3.0} <= near
    assert min(drawn(beside(0.0, "float64"))) == 0


def test_scales_of_doubles_are_powers_of_two() -> None:
    assert all(np.frexp(theta)[0] == 0.5 for theta in drawn(scales("float64")))
    assert any(theta.numerator % 3 == 0 for theta in drawn(scales("rational")))


def test_scales_that_lose_bits_are_outside_the_law() -> None:
    question = ask(LAWS["homogeneous"], MECHANISMS["msb"], "float64")

    def case(bids: list[float], theta: float) -> Case:
        return Case("float64", bids, {"rho": 1.1}, {"i": 0, "theta": theta})

    assert in_domain(question, case([3.0, 1.0], 2.0))
    assert not in_domain(question, case([3.0, 1.0], 2.0**-1074))
    assert not in_domain(question, case([3.0, 1.0], 2.0**1023))


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize(
    ("mechanism", "parameters", "threshold"),
    [
        ("msb", {"rho": Fraction(5, 4)}, Fraction(5)),
        ("msb-pays-second-bid", {"rho": Fraction(5, 4)}, Fraction(5)),
        ("second-price-reserve", {"reserve": Fraction(7)}, Fraction(7)),
        ("half-second-surcharge", {}, Fraction(9, 2)),
        ("first-price", {}, Fraction(4)),
    ],
)
def test_the_critical_bid_is_found_by_running_the_mechanism(
    mechanism: str, parameters: dict[str, Fraction], threshold: Fraction, arithmetic: Drawn
) -> None:
    convert = Fraction if arithmetic == "rational" else float
    case = Case(arithmetic, [convert(2), convert(4), convert(1)], {k: convert(v) for k, v in parameters.items()})
    view = View(Observed(case.auction(MECHANISMS[mechanism])), case, 0)

    found = view.critical_bid()

    assert found == threshold or found == np.nextafter(float(threshold), 9)
    assert view.wins(found + convert(Fraction(1, 1024)))
    assert not view.wins(found - convert(Fraction(1, 1024)))


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
def test_cases_shrink_under_hypothesis_alone(arithmetic: Drawn) -> None:
    """A user's own property over :func:`cases` is shrunk by Hypothesis, without the fuzzer."""
    law, mechanism = LAWS["single-winner"], MECHANISMS["msb-low-rho"]

    def fails(case: Case) -> bool:
        return not law.holds(case.auction(mechanism), **case.arguments())

    shrunk = find(cases(law, mechanism, arithmetic), fails, settings=settings(database=None, derandomize=True))
    assert len(shrunk.bids) == 2
    assert all(bid <= 10 for bid in shrunk.bids), shrunk.bids


def test_weights_are_drawn_for_every_name() -> None:
    for case in drawn(cases(LAWS["loser-irrelevance"], MECHANISMS["weighted-second-price"])):
        assert len(case.parameters["weights"]) == len(case.bids) + len(case.variables["names"])


def test_bidders_and_names_are_within_the_market() -> None:
    for case in drawn(cases(LAWS["loser-false-name-proof"], MECHANISMS["msb"], parameters=RHO)):
        n, names = len(case.bids), case.variables["names"]
        assert 2 <= n <= 5
        assert 0 <= case.variables["i"] < n <= case.variables["alias"] < n + len(names)


def test_values_are_shrunk_by_bidders_then_to_the_smallest_integers() -> None:
    question = ask(LAWS["strategy-proof"], MECHANISMS["msb"])
    case = Case(
        "rational",
        [Fraction(1, 3), Fraction(977, 13), Fraction(555, 7), Fraction(1, 7)],
        {"rho": Fraction(77, 17)},
        {"i": 2, "lie": Fraction(313, 3)},
    )

    shrunk = simplest(
        Failure(
            question.law,
            lambda c: c.bids[c.variables["i"]] < c.variables["lie"] and max(c.bids) > 1,
            question.domains,
            fewest=2,
        ),
        case,
    )

    assert shrunk.bids == [2, 0]
    assert shrunk.variables == {"i": 1, "lie": 1}
    assert shrunk.parameters == {"rho": 1}
