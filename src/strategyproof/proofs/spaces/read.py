"""How a function was read, as the process that runs user code tells the one that reports."""

from __future__ import annotations

import msgspec


class SpaceRead(msgspec.Struct, frozen=True):
    """How a function was read, where its types or outcomes are more than one number and yes or no.

    Attributes
    ----------
    told
        In one line.
    laws
        Ids of the laws that speak of it.
    one_number
        Whether each agent has one number, so that a price may be found.
    """

    told: str
    laws: list[str]
    one_number: bool = False
