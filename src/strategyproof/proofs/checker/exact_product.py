"""Products of doubles without error: rho m = p + e, p the rounded product and e a double too."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_SPLITTER = 2.0**27 + 1
LOW, HIGH = 2.0**-900, 2.0**990
"""Where the transformation is exact: 1 <= rho <= 2^990, and m = 0 or 2^-900 <= m <= 2^990, and rho m <= 2^1020."""


def in_domain(rho: Floats, second: Floats, product: Floats) -> NDArray[np.bool_]:
    """Tell where :func:`product_error` is exact.

    With rho >= 1 and m >= 2^-900, e is a multiple of ulp(rho) ulp(m) >= 2^-1004, and so is every partial product;
    none is subnormal. With rho, m <= 2^990 the splitting (by 2^27 + 1) does not overflow, and with p <= 2^1020 no
    partial product does, as none exceeds p (1 + 2^-26)^2.
    """
    result: NDArray[np.bool_] = (
        (rho >= 1) & (rho <= HIGH) & (second <= HIGH) & (product <= 2.0**1020) & ((second >= LOW) | (second == 0))
    )
    return result


def product_error(rho: Floats, second: Floats, product: Floats) -> Floats:
    """Return e = rho m - fl(rho m), exactly, inside the domain (Dekker 1971, doi:10.1007/BF01397083; Veltkamp)."""
    rho_high, rho_low = _split(rho)
    high, low = _split(second)
    error: Floats = ((rho_high * high - product) + rho_high * low + rho_low * high) + rho_low * low
    return error


def rational_error(rho: float, second: float, product: float) -> Fraction:
    """Return rho m - p as a rational, for any finite doubles."""
    return Fraction(rho) * Fraction(second) - Fraction(product)


def _split(x: Floats) -> tuple[Floats, Floats]:
    """Return two doubles of at most 26 bits each whose sum is x."""
    shifted = _SPLITTER * x
    high = shifted - (shifted - x)
    return high, x - high
