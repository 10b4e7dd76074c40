"""Numbers for people: as many digits as mean something."""

from __future__ import annotations

import math

from strategyproof.reports.document import Estimate


def number(value: float, digits: int = 4) -> str:
    """Write a number with ``digits`` significant digits.

    >>> number(3.14159), number(1234567.0), number(0.0)
    ('3.142', '1,234,567', '0')
    """
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def estimate(value: Estimate) -> str:
    """Write a mean and its standard error, to the digits that the error leaves.

    >>> estimate(Estimate(3.14159, 0.0123))
    '3.142 ± 0.012'
    """
    if not value.standard_error > 0:
        return number(value.mean)
    places = max(0, 1 - math.floor(math.log10(value.standard_error)))
    return f"{value.mean:,.{places}f} ± {value.standard_error:.{places}f}"


def signed(value: Estimate) -> str:
    """Write a difference with its sign and its standard error.

    >>> signed(Estimate(-0.5, 0.02))
    '−0.500 ± 0.020'
    """
    text = estimate(Estimate(abs(value.mean), value.standard_error))
    return f"{'−' if value.mean < 0 else '+'}{text}"


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.4231)
    '42.3 %'
    """
    return f"{100 * share:.1f} %"


def provider(winner: int) -> str:
    """Name a provider of the market: 0 is the UAV, n a base station.

    >>> provider(0), provider(3)
    ('UAV', 'BS 3')
    """
    return f"BS {winner}" if winner else "UAV"
