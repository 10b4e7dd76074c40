"""Eqs. 1 to 12: figures by hand, exactness, arrays of every kind, and the texts of errors."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyproof.mechanism.market import equations as market

POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=100)
NON_NEGATIVE = st.fractions(min_value=0, max_value=1000, max_denominator=100)


@pytest.fixture(params=["numpy", "torch"])
def asarray(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    """Make arrays of each library; one that is not installed shows as a skip with its name, never as a pass."""
    xp = pytest.importorskip(request.param, reason=f"{request.param} is not installed: its arrays go untested here")
    return lambda values: xp.asarray(values, dtype=xp.float64)


def test_rates_by_hand() -> None:
    assert market.uplink_rate(20e6, gain=1.0, power=3.0, noise=1.0) == pytest.approx(40e6)
    assert market.downlink_rate(20e6, gain=2.0, power=3.5, noise=1.0) == pytest.approx(60e6)
    assert market.uplink_rate(20e6, gain=0.0, power=3.0, noise=1.0) == 0


def test_rate_keeps_a_tiny_signal() -> None:
    assert market.uplink_rate(1.0, gain=1e-20, power=1.0, noise=1.0) == pytest.approx(1e-20 / math.log(2))


def test_latencies_are_exact_on_rationals() -> None:
    size = 20 * 8_000_000
    uplink = market.uplink_latency(size, 60_000_000)
    processing = market.processing_latency(size, Fraction(1, 2), gpu=50_000_000, cpu=30_000_000)
    downlink = market.downlink_latency(size, 7)
    assert (uplink, processing, downlink) == (Fraction(8, 3), Fraction(8, 5) + Fraction(16, 3), Fraction(size, 7))
    assert market.total_latency(uplink, processing, downlink) == uplink + processing + downlink
    assert all(isinstance(part, Fraction) for part in (uplink, processing, downlink))


def test_matching_pixels_and_accuracy() -> None:
    assert market.matching_pixels([1, 2, 3, 4], [1, 0, 3, 4]) == 3
    assert market.accuracy(3, 4) == Fraction(3, 4)
    pictures = np.array([[1, 1], [2, 2], [3, 3]])
    count = market.matching_pixels(pictures, np.array([[1, 0], [2, 0], [3, 0]]))
    assert count.tolist() == [3, 0]
    assert market.accuracy(count, 3).tolist() == [1.0, 0.0]


def test_averages_of_the_last_slots() -> None:
    assert market.common_value([100, 2, 4], 3, slots=2) == Fraction(9, 8)
    assert market.matching_value([Fraction(1, 2), Fraction(3, 4)], 1, beta=2) == 10
    latency = np.array([[100.0, 1.0], [2.0, 1.0], [4.0, 1.0]])
    assert market.common_value(latency, 3, slots=2).tolist() == [1.125, 3.0]
    assert market.matching_value(np.array([0.5, 0.75]), 1, beta=0.5) == pytest.approx((2**0.5 + 2) / 2)


def test_exact_arrays_agree_with_exact_numbers() -> None:
    sizes = np.array([Fraction(1, 3), 2], dtype=object)
    assert market.uplink_latency(sizes, 7).tolist() == [Fraction(1, 21), Fraction(2, 7)]
    slots = np.array([[Fraction(1, 2)], [Fraction(3, 4)]], dtype=object)
    assert market.matching_value(slots, 1).tolist() == [10]
    assert market.valuation(sizes, Fraction(3)).tolist() == [1, 6]


def test_surplus_of_rounds() -> None:
    assert market.surplus([0, 1], [3, 5], 4, zeta=Fraction(1, 2)) == 5
    assert market.surplus([0, 0], [3, 5], 4, zeta=Fraction(1, 2)) == 2
    wins = np.array([[False, True], [True, False], [False, False]])
    values = np.array([[3.0, 5.0], [3.0, 5.0], [3.0, 5.0]])
    assert market.surplus(wins, values, np.array([4.0, 4.0, 4.0]), zeta=2).tolist() == [5.0, 3.0, 8.0]


@given(size=NON_NEGATIVE, cycles=NON_NEGATIVE, gpu=POSITIVE, cpu=POSITIVE)
def test_floats_follow_the_rationals(size: Fraction, cycles: Fraction, gpu: Fraction, cpu: Fraction) -> None:
    exact = market.processing_latency(size, cycles, gpu, cpu)
    rounded = market.processing_latency(np.array([float(size)]), float(cycles), float(gpu), float(cpu))
    assert rounded[0] == pytest.approx(float(exact), rel=1e-14)


def test_every_kind_of_array(asarray: Callable[[Any], Any]) -> None:
    gain = asarray([[1.0, 2.0, 0.5], [1.0, 1.0, 1.0]])
    rate = market.uplink_rate(20e6, gain, asarray([3.0, 3.5, 2.0]), 1.0)
    assert float(rate[0, 0]) == pytest.approx(40e6)
    assert float(rate[0, 1]) == pytest.approx(60e6)
    latency = market.total_latency(market.uplink_latency(4e7, rate), asarray([1.0, 1.0, 1.0]), 0)
    assert float(latency[0, 0]) == pytest.approx(2.0)
    common = market.common_value(latency, 6)
    assert tuple(common.shape) == (3,)
    matching = market.matching_value(asarray([[0.5, 0.75], [0.5, 0.75]]), 0.25)
    assert [float(m) for m in matching] == pytest.approx([1.0, 4.0])
    wins = asarray([1.0, 0.0])
    assert float(market.surplus(wins, matching, asarray(9.0))) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            lambda: market.uplink_rate(0, 1.0, 1.0, 1.0),
            ValueError,
            "eq. 1: expected the bandwidth B finite and in (0, inf), got 0; give it in Hz: 20 MHz is 20e6",
        ),
        (
            lambda: market.downlink_rate(np.array([[20e6, 1e6], [1e6, -5.0]]), 1.0, 1.0, 1.0),
            ValueError,
            "eq. 2: expected the bandwidth B finite and in (0, inf), got -5.0 at provider 1, round 1; "
            "give it in Hz: 20 MHz is 20e6",
        ),
        (
            lambda: market.uplink_rate(1.0, 1.0, 1.0, -1e-9),
            ValueError,
            "eq. 1: expected the noise power sigma^2 finite and in (0, inf), got -1e-09; "
            "give it in the unit of g p, e.g. W: -91 dBm is 8e-13 W",
        ),
        (
            lambda: market.uplink_rate(1.0, np.array([1.0, math.nan]), 1.0, 1.0),
            ValueError,
            "eq. 1: expected the channel gain g finite and in [0, inf), got nan at index 1; "
            "give the power gain as a ratio: -100 dB is 1e-10",
        ),
        (
            lambda: market.uplink_rate(1.0, 1.0, -2, 1.0),
            ValueError,
            "eq. 1: expected the transmit power p finite and in [0, inf), got -2; "
            "give it in the unit of the noise, e.g. W",
        ),
        (
            lambda: market.uplink_rate(1.0, np.ones(3), np.ones(4), 1.0),
            ValueError,
            "eq. 1: expected shapes that broadcast, got (3,) for the channel gain g, (4,) for the transmit power p; "
            "align the axes",
        ),
        (
            lambda: market.uplink_latency(-1, 1),
            ValueError,
            "eq. 3: expected the size D finite and in [0, inf), got -1; give it in bits: 1 MB is 8e6",
        ),
        (
            lambda: market.downlink_latency(1, 0),
            ValueError,
            "eq. 5: expected the rate R finite and in (0, inf), got 0; "
            "a rate of 0 comes from a gain or a power of 0: such a link carries nothing",
        ),
        (
            lambda: market.processing_latency(1, 1, np.array([[1.0, math.inf]]), 1),
            ValueError,
            "eq. 4: expected the GPU speed f_g finite and in (0, inf), got inf at provider 0, round 1; "
            "give it in GPU cycles/s",
        ),
        (
            lambda: market.total_latency("1 s", 0, 0),
            TypeError,
            "eq. 6: expected T_u to be a real number, got 1 s; take it from eqs. 3 to 5, in s",
        ),
        (
            lambda: market.matching_pixels([1, 2], [1]),
            ValueError,
            "eq. 7: expected two pictures of the same k >= 1 pixels, got shapes (2,) and (1,); "
            "crop or resample one to the other",
        ),
        (
            lambda: market.accuracy(5, 4),
            ValueError,
            "eq. 8: expected the matching pixels D finite and in [0, 4], got 5; count them by eq. 7",
        ),
        (
            lambda: market.common_value([1, 0], 1),
            ValueError,
            "eq. 9: expected the latency T_t[1] finite and in (0, inf), got 0; "
            "take it from eq. 6, in s; a task takes time",
        ),
        (
            lambda: market.common_value([1, 2], 1, slots=3),
            ValueError,
            "eq. 9: expected T in [1, 2] for the 2 slots on axis 0 of the latency T_t, got 3; "
            "give the slots first, and no fewer than T",
        ),
        (
            lambda: market.matching_value([Fraction(1, 2), 1], 1),
            ValueError,
            "eq. 10: expected the accuracy R_t[1] finite and in [0, 1), got 1; R = 1 is a pole of eq. 10: "
            "cap the accuracy below 1 first (a scenario does, by accuracy.cap)",
        ),
        (
            lambda: market.matching_value(np.array([[[0.5]], [[1.0]]]), 1),
            ValueError,
            "eq. 10: expected the accuracy R_t finite and in [0, 1), got 1.0 at slot 1, provider 0, round 0; "
            "R = 1 is a pole of eq. 10: cap the accuracy below 1 first (a scenario does, by accuracy.cap)",
        ),
        (
            lambda: market.valuation(np.array(["a"]), 1),
            TypeError,
            "eq. 11: expected the common value c to hold real numbers, got <U1; take it from eq. 9",
        ),
        (
            lambda: market.valuation(np.empty((0, 3)), 1),
            ValueError,
            "eq. 11: expected the common value c to hold a number, got shape (0, 3); take it from eq. 9",
        ),
        (
            lambda: market.surplus([1, 1], [3, 5], 4),
            ValueError,
            "eq. 12: expected at most one winner per round, got two or more; a task is sold once",
        ),
        (
            lambda: market.surplus([1], [3, 5], 4),
            ValueError,
            "eq. 12: expected wins and values of one shape, got (1,) and (2,); put bidders last",
        ),
        (
            lambda: market.surplus([0, 0.5], [3, 5], 4),
            ValueError,
            "eq. 12: expected the wins of bidder 1 to be 0 or 1, got 0.5; x_n is an indicator",
        ),
    ],
)
def test_errors_name_value_place_and_fix(call: Callable[[], Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == text


def test_exact_arrays_have_no_logarithm() -> None:
    with pytest.raises(TypeError, match="not rational"):
        market.uplink_rate(np.array([Fraction(1)], dtype=object), 1, 1, 1)
