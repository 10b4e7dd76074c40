"""A mean that says how sure it is."""

from __future__ import annotations

import msgspec


class Estimate(msgspec.Struct, frozen=True):
    """A mean over rounds with its standard error, in the unit of what is averaged."""

    mean: float
    standard_error: float
