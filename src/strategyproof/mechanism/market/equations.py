"""The market of one vehicular-twin task: eqs. 1 to 12 of the paper.

Every function is written once and takes Python numbers, NumPy or torch arrays of any shapes that broadcast, and,
where the formula is rational (eqs. 3 to 12, eq. 10 with an integer beta), exact rationals: ``int`` and ``Fraction``,
alone, in sequences, or in NumPy object arrays. Integers are read as rationals, so a rational formula never rounds them.

Errors name places in the order (provider, round); where slots are averaged over (eqs. 9 and 10), they come first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from numbers import Rational, Real
from typing import Any, TypeAlias

from array_api_compat import array_namespace, is_array_api_obj

from strategyproof.mechanism.parameter import Interval

__all__ = [
    "accuracy",
    "common_value",
    "downlink_latency",
    "downlink_rate",
    "matching_pixels",
    "matching_value",
    "processing_latency",
    "surplus",
    "total_latency",
    "uplink_latency",
    "uplink_rate",
    "valuation",
]

Numeric: TypeAlias = Any
"""A real number, an exact rational, or an array of them."""

_AXES = {2: ("provider", "round"), 3: ("slot", "provider", "round")}
_NON_NEGATIVE = Interval(0)


@dataclass(frozen=True, slots=True)
class _Quantity:
    """An argument of an equation: what it is, how to mend it, and the interval it must lie in."""

    label: str
    value: Numeric
    fix: str
    domain: Interval = _NON_NEGATIVE

    def checked(self, equation: str) -> Any:
        """Return the value as a rational, a float, or an array of either; refuse anything outside the domain."""
        if not is_array_api_obj(self.value):
            self._check(equation, self.value, ())
            return Fraction(self.value) if isinstance(self.value, Rational) else self.value
        x, xp = self.value, array_namespace(self.value)
        if not _is_exact(x) and not xp.isdtype(x.dtype, ("integral", "real floating")):
            raise TypeError(f"{equation}: expected {self.label} to hold real numbers, got {x.dtype}; {self.fix}")
        if 0 in x.shape:
            raise ValueError(f"{equation}: expected {self.label} to hold a number, got shape {x.shape}; {self.fix}")
        # The extremes of floats carry NaN along, and cost no temporary array.
        if _is_exact(x) or not all(self._allows(float(extreme(x))) for extreme in (xp.min, xp.max)):
            for place in product(*map(range, x.shape)):
                self._check(equation, x[place] if _is_exact(x) else float(x[place]), place)
        if _is_exact(x):
            return x * Fraction(1)
        return xp.astype(x, xp.float64) if xp.isdtype(x.dtype, "integral") else x

    def _allows(self, value: Any) -> bool:
        return not (isinstance(value, float) and math.isinf(value)) and value in self.domain

    def _check(self, equation: str, value: Any, place: tuple[int, ...]) -> None:
        got = f"got {value}{_at(place)}; {self.fix}"
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{equation}: expected {self.label} to be a real number, {got}")
        if not self._allows(value):
            raise ValueError(f"{equation}: expected {self.label} finite and in {self.domain}, {got}")


def _positive(label: str, value: Numeric, fix: str) -> _Quantity:
    return _Quantity(label, value, fix, Interval(0, open_low=True))


def _is_exact(x: Any) -> bool:
    """Tell whether x is a rational, or an array of Python objects, which holds rationals."""
    return isinstance(x, Rational) or (is_array_api_obj(x) and getattr(x.dtype, "kind", None) == "O")


def _at(place: tuple[int, ...]) -> str:
    """Say where an entry lies: the provider and the round where the array has both.

    >>> _at((2, 7)), _at((3,))
    (' at provider 2, round 7', ' at index 3')
    """
    names = _AXES.get(len(place))
    if names:
        return " at " + ", ".join(f"{name} {index}" for name, index in zip(names, place, strict=True))
    return f" at index {', '.join(map(str, place))}" if place else ""


def _operands(equation: str, *quantities: _Quantity) -> list[Any]:
    """Check the arguments of an equation and bring them to one kind of number."""
    checked = [quantity.checked(equation) for quantity in quantities]
    arrays = [(q.label, tuple(x.shape)) for q, x in zip(quantities, checked, strict=True) if is_array_api_obj(x)]
    for axis in range(1, 1 + max((len(shape) for _, shape in arrays), default=0)):
        if len({shape[-axis] for _, shape in arrays if len(shape) >= axis} - {1}) > 1:
            got = ", ".join(f"{shape} for {label}" for label, shape in arrays)
            raise ValueError(f"{equation}: expected shapes that broadcast, got {got}; align the axes")
    rounds = any(is_array_api_obj(x) and not _is_exact(x) for x in checked)
    return [float(x) if rounds and isinstance(x, Fraction) else x for x in checked]


def _rate(equation: str, bandwidth: Numeric, gain: Numeric, power: Numeric, noise: Numeric) -> Numeric:
    """Return the Shannon rate B log2(1 + g p / sigma^2)."""
    bandwidth, gain, power, noise = _operands(
        equation,
        _positive("the bandwidth B", bandwidth, "give it in Hz: 20 MHz is 20e6"),
        _Quantity("the channel gain g", gain, "give the power gain as a ratio: -100 dB is 1e-10"),
        _Quantity("the transmit power p", power, "give it in the unit of the noise, e.g. W"),
        _positive("the noise power sigma^2", noise, "give it in the unit of g p, e.g. W: -91 dBm is 8e-13 W"),
    )
    if any(is_array_api_obj(x) and _is_exact(x) for x in (bandwidth, gain, power, noise)):
        raise TypeError(f"{equation} takes a logarithm, which is not rational: pass arrays of floats")
    ratio = gain * power / noise
    return bandwidth * (array_namespace(ratio) if is_array_api_obj(ratio) else math).log1p(ratio) / math.log(2)


def uplink_rate(bandwidth: Numeric, gain: Numeric, power: Numeric, noise: Numeric) -> Numeric:
    r"""Return the rate at which a user sends to a provider.

    Eq. 1: :math:`R_u = B_u \log_2(1 + g p_u / \sigma_n^2)`.

    Parameters
    ----------
    bandwidth
        :math:`B_u > 0`, uplink bandwidth, Hz.
    gain
        :math:`g \ge 0`, power gain of the channel, a ratio.
    power
        :math:`p_u \ge 0`, transmit power of the user, W (or any unit that the noise shares).
    noise
        :math:`\sigma_n^2 > 0`, noise power at the provider, W.

    Returns
    -------
    Rate in bit/s, of the arguments' broadcast shape.

    Raises
    ------
    ValueError
        If an argument is outside its domain, NaN or infinite, or the shapes do not broadcast.
    TypeError
        If an argument is not a real number or an array of floats.

    Examples
    --------
    >>> round(uplink_rate(20e6, gain=1.0, power=3.0, noise=1.0))
    40000000
    """
    return _rate("eq. 1", bandwidth, gain, power, noise)


def downlink_rate(bandwidth: Numeric, gain: Numeric, power: Numeric, noise: Numeric) -> Numeric:
    r"""Return the rate at which a provider sends to a user.

    Eq. 2: :math:`R_d = B_d \log_2(1 + g p_d / \sigma_m^2)`. Arguments, units and errors are those of
    :func:`uplink_rate`, with the provider's power :math:`p_d` and the noise :math:`\sigma_m^2` at the user.
    """
    return _rate("eq. 2", bandwidth, gain, power, noise)


def _transfer(equation: str, size: Numeric, rate: Numeric) -> Numeric:
    size, rate = _operands(
        equation,
        _Quantity("the size D", size, "give it in bits: 1 MB is 8e6"),
        _positive("the rate R", rate, "a rate of 0 comes from a gain or a power of 0: such a link carries nothing"),
    )
    return size / rate


def uplink_latency(size: Numeric, rate: Numeric) -> Numeric:
    r"""Return the time to upload a request.

    Eq. 3: :math:`T_u = D_{req} / R_u`, in s, with the size :math:`D_{req} \ge 0` in bits and the rate
    :math:`R_u > 0` in bit/s.

    Raises
    ------
    ValueError
        If the size is negative, the rate is 0 or negative, or either is NaN or infinite.

    Examples
    --------
    >>> uplink_latency(160_000_000, 60_000_000)
    Fraction(8, 3)
    """
    return _transfer("eq. 3", size, rate)


def processing_latency(size: Numeric, cycles_per_bit: Numeric, gpu: Numeric, cpu: Numeric) -> Numeric:
    r"""Return the time to process a request.

    Eq. 4: :math:`T_p = D_{req} e_p / f_g + D_{req} / f_c`, in s.

    Parameters
    ----------
    size
        :math:`D_{req} \ge 0`, bits.
    cycles_per_bit
        :math:`e_p \ge 0`, GPU cycles per bit.
    gpu
        :math:`f_g > 0`, GPU cycles/s.
    cpu
        :math:`f_c > 0`, bit/s.

    Raises
    ------
    ValueError
        If an argument is outside its domain, NaN or infinite.
    """
    size, cycles_per_bit, gpu, cpu = _operands(
        "eq. 4",
        _Quantity("the size D_req", size, "give it in bits: 1 MB is 8e6"),
        _Quantity("e_p", cycles_per_bit, "give it in GPU cycles per bit"),
        _positive("the GPU speed f_g", gpu, "give it in GPU cycles/s"),
        _positive("the CPU speed f_c", cpu, "give it in bit/s"),
    )
    return size * cycles_per_bit / gpu + size / cpu


def downlink_latency(size: Numeric, rate: Numeric) -> Numeric:
    r"""Return the time to download the twin.

    Eq. 5: :math:`T_d = D_{task} / R_d`, in s, with :math:`D_{task} \ge 0` in bits and :math:`R_d > 0` in bit/s. Errors
    are those of :func:`uplink_latency`.
    """
    return _transfer("eq. 5", size, rate)


def total_latency(uplink: Numeric, processing: Numeric, downlink: Numeric) -> Numeric:
    r"""Return the latency of a task.

    Eq. 6: :math:`T = T_u + T_p + T_d`, all in s and :math:`\ge 0`.

    Raises
    ------
    ValueError
        If a part is negative, NaN or infinite.
    """
    fix = "take it from eqs. 3 to 5, in s"
    parts = (("T_u", uplink), ("T_p", processing), ("T_d", downlink))
    uplink, processing, downlink = _operands("eq. 6", *(_Quantity(name, value, fix) for name, value in parts))
    return uplink + processing + downlink


def matching_pixels(produced: Numeric, reference: Numeric) -> Numeric:
    r"""Count the pixels on which two pictures agree.

    Eq. 7: :math:`D(\Omega_n, \Omega_m) = \sum_{i=1}^k 1\{w_i = c_i\}`, a count in {0, ..., k}. The k pixels lie on axis
    0, so arrays of shape (k, ...) give counts of shape (...); sequences of k values give an ``int``.

    Raises
    ------
    ValueError
        If the two do not have the same shape, or hold no pixel.

    Examples
    --------
    >>> matching_pixels([1, 2, 3, 4], [1, 0, 3, 4])
    3
    """
    arrays = is_array_api_obj(produced) and is_array_api_obj(reference)
    shapes = tuple(tuple(x.shape) if arrays else (len(x),) for x in (produced, reference))
    if shapes[0] != shapes[1] or 0 in shapes[0]:
        raise ValueError(
            f"eq. 7: expected two pictures of the same k >= 1 pixels, got shapes {shapes[0]} and {shapes[1]}; "
            "crop or resample one to the other"
        )
    if not arrays:
        return sum(w == c for w, c in zip(produced, reference, strict=True))
    xp = array_namespace(produced, reference)
    return xp.sum(xp.astype(produced == reference, xp.int64), axis=0)


def accuracy(matching: Numeric, pixels: int) -> Numeric:
    r"""Return the accuracy of a twin.

    Eq. 8: :math:`R = D / k`, a ratio in [0, 1], from the count D of matching pixels (eq. 7) and the number k >= 1 of
    pixels.

    Raises
    ------
    ValueError
        If k < 1, or D is outside [0, k] or NaN.

    Examples
    --------
    >>> accuracy(3, 4)
    Fraction(3, 4)
    """
    (count,) = _operands("eq. 8", _positive("the number of pixels k", pixels, "count the pixels of the picture"))
    matched = _Quantity("the matching pixels D", matching, "count them by eq. 7", Interval(0, count)).checked("eq. 8")
    return matched / (count if _is_exact(matched) else float(count))


def _slots(equation: str, quantity: _Quantity, slots: int | None) -> Any:
    """Return the last ``slots`` entries along axis 0: a checked array, or a list of checked numbers."""
    values = quantity.value
    held = values.shape[0] if getattr(values, "ndim", 0) else len(values) if isinstance(values, Sequence) else 0
    wanted = held if slots is None else slots
    if not 1 <= wanted <= held:
        raise ValueError(
            f"{equation}: expected T in [1, {held}] for the {held} slots on axis 0 of {quantity.label}, got {slots}; "
            "give the slots first, and no fewer than T"
        )
    if isinstance(values, Sequence):
        slot = [replace(quantity, label=f"{quantity.label}[{t}]", value=values[t]) for t in range(held - wanted, held)]
        return _operands(equation, *slot)
    return quantity.checked(equation)[held - wanted :, ...]


def _slot_mean(values: Any) -> Any:
    """Return the average over axis 0."""
    if isinstance(values, list) or _is_exact(values):
        return sum(values[1:], start=values[0]) / len(values)
    return array_namespace(values).mean(values, axis=0)


def _over(numerator: Any, denominators: Any) -> Any:
    """Divide a number by each entry."""
    if isinstance(denominators, list):
        return [numerator / x for x in denominators]
    return (numerator if _is_exact(denominators) else float(numerator)) / denominators


def common_value(latency: Numeric, omega_1: Numeric, *, slots: int | None = None) -> Numeric:
    r"""Return what speed is worth: the common part of every valuation.

    Eq. 9: :math:`c = E_t[\omega_1 / T_t]` over the last T slots.

    Parameters
    ----------
    latency
        :math:`T_t > 0`, total latency of slot t (eq. 6), s; slots on axis 0, or a sequence of numbers.
    omega_1
        :math:`\omega_1 > 0`, worth of one task per second, value * s; a number.
    slots
        T, how many of the last slots count; all of them by default.

    Returns
    -------
    The common value, of the shape of ``latency`` without axis 0.

    Raises
    ------
    ValueError
        If a latency is 0 or negative, NaN or infinite, or there are fewer than T slots.

    Examples
    --------
    >>> common_value([2, 4], 3)
    Fraction(9, 8)
    """
    (weight,) = _operands("eq. 9", _positive("omega_1", omega_1, "give the worth of one task per second"))
    fix = "take it from eq. 6, in s; a task takes time"
    return _slot_mean(_over(weight, _slots("eq. 9", _positive("the latency T_t", latency, fix), slots)))


def matching_value(
    accuracy: Numeric, omega_2: Numeric, beta: float | Fraction = 2, *, slots: int | None = None
) -> Numeric:
    r"""Return what accuracy is worth: a provider's own part of its valuation.

    Eq. 10: :math:`m_n = E_t[\omega_2 / (1 - R_t)^\beta]` over the last T slots.

    Parameters
    ----------
    accuracy
        :math:`R_t \in [0, 1)`, accuracy of slot t (eq. 8); slots on axis 0, or a sequence of numbers. R = 1 is a pole.
    omega_2
        :math:`\omega_2 > 0`, worth of an accuracy of 0; a number.
    beta
        :math:`\beta > 0`, how steeply accuracy pays. The result is exact for exact arguments if beta is an integer.
    slots
        T, how many of the last slots count; all of them by default.

    Returns
    -------
    The matching value, of the shape of ``accuracy`` without axis 0.

    Raises
    ------
    ValueError
        If an accuracy is outside [0, 1) or NaN, or there are fewer than T slots.

    Examples
    --------
    >>> from fractions import Fraction
    >>> matching_value([Fraction(1, 2), Fraction(3, 4)], 1, beta=2)
    Fraction(10, 1)
    """
    weight, power = _operands(
        "eq. 10",
        _positive("omega_2", omega_2, "give the worth of an accuracy of 0"),
        _positive("beta", beta, "the paper uses 2"),
    )
    fix = "R = 1 is a pole of eq. 10: cap the accuracy below 1 first (a scenario does, by accuracy.cap)"
    domain = Interval(0, 1, open_high=True)
    kept = _slots("eq. 10", _Quantity("the accuracy R_t", accuracy, fix, domain), slots)
    exponent = int(power) if power == int(power) else float(power)
    missed = [(1 - r) ** exponent for r in kept] if isinstance(kept, list) else (1 - kept) ** exponent
    return _slot_mean(_over(weight, missed))


def valuation(common: Numeric, matching: Numeric) -> Numeric:
    r"""Return what a task is worth to a provider.

    Eq. 11: :math:`v_n = c\, m_n`, with the common value c >= 0 (eq. 9) and the matching value m_n >= 0 (eq. 10), which
    the model takes to be independent.

    Raises
    ------
    ValueError
        If a factor is negative, NaN or infinite, or the shapes do not broadcast.
    """
    common, matching = _operands(
        "eq. 11",
        _Quantity("the common value c", common, "take it from eq. 9"),
        _Quantity("the matching value m_n", matching, "take it from eq. 10"),
    )
    return common * matching


def surplus(wins: Numeric, values: Numeric, brand_value: Numeric, *, zeta: Numeric = 1) -> Numeric:
    r"""Return the surplus of each round: the quantity whose mean eq. 12 maximises.

    Eq. 12: :math:`\zeta v_0 x_0 + \sum_n v_n x_n` with :math:`x_0 = 1 - \sum_n x_n`.

    Parameters
    ----------
    wins
        :math:`x_n \in \{0, 1\}` of the base stations, on the last axis, with at most one 1 per round.
    values
        :math:`v_n \ge 0`, of the shape of ``wins``.
    brand_value
        :math:`v_0 \ge 0`, one per round.
    zeta
        :math:`\zeta > 0`, weight of the UAV's surplus; a number.

    Raises
    ------
    ValueError
        If ``wins`` and ``values`` differ in shape, a round has two winners, or a number is outside its domain.

    Examples
    --------
    >>> surplus([0, 1], [3, 5], 4), surplus([0, 0], [3, 5], 4)
    (Fraction(5, 1), Fraction(4, 1))
    """
    shapes = [tuple(x.shape) if is_array_api_obj(x) else (len(x),) for x in (wins, values)]
    if shapes[0] != shapes[1]:
        raise ValueError(
            f"eq. 12: expected wins and values of one shape, got {shapes[0]} and {shapes[1]}; put bidders last"
        )
    worth, weight, *valued = _operands(
        "eq. 12",
        _Quantity("the UAV's value v_0", brand_value, "take it from eq. 11"),
        _positive("zeta", zeta, "give the weight of the UAV's surplus; 1 weighs all alike"),
        *(_Quantity(f"the value of bidder {n}", v, "take it from eq. 11") for n, v in enumerate(_by_bidder(values))),
    )
    won = [_indicator(x, n, valued[n]) for n, x in enumerate(_by_bidder(wins))]
    sold = sum(won[1:], start=won[0])
    if not _all(sold <= 1):
        raise ValueError("eq. 12: expected at most one winner per round, got two or more; a task is sold once")
    taken = sum((x * v for x, v in zip(won[1:], valued[1:], strict=True)), start=won[0] * valued[0])
    return taken + (1 - sold) * (worth * weight)


def _by_bidder(x: Any) -> list[Any]:
    """Return the entries along the last axis, one per bidder."""
    return [x[..., n] for n in range(x.shape[-1])] if is_array_api_obj(x) else list(x)


def _indicator(win: Any, bidder: int, value: Any) -> Any:
    """Return the allocation of one bidder as numbers that multiply its value."""
    if not _all((win == 0) | (win == 1)):
        raise ValueError(f"eq. 12: expected the wins of bidder {bidder} to be 0 or 1, got {win}; x_n is an indicator")
    if not is_array_api_obj(win):
        return int(win)
    xp = array_namespace(win)
    return xp.astype(win, value.dtype if is_array_api_obj(value) and not _is_exact(value) else xp.int64)


def _all(truth: Any) -> bool:
    return bool(array_namespace(truth).all(truth)) if is_array_api_obj(truth) else bool(truth)
