"""Buyers and sellers in one market."""

from __future__ import annotations

from typing import Any, get_args

from strategyproof.mechanism.spaces.numbers import OneNumber
from strategyproof.mechanism.spaces.space import Side


class Roles:
    """Who buys and who sells, in the order of the agents, over and over.

    A buyer's type is a value, and it pays: utility = value - payment. A seller's type is a cost, and it is paid:
    utility = payment - cost. A win is to trade, for either.

    Parameters
    ----------
    *sides
        ``"buyer"`` or ``"seller"``, one for each agent; agents beyond the last begin again.

    Raises
    ------
    ValueError
        If there is none, or another word.

    Examples
    --------
    >>> [space.side for space in Roles("buyer", "seller").spaces(3)]
    ['buyer', 'seller', 'buyer']
    >>> Roles("sellers")
    Traceback (most recent call last):
    ValueError: Roles: expected 'buyer' or 'seller' for each agent, as in Roles("buyer", "seller"), got 'sellers'
    """

    def __init__(self, *sides: Side) -> None:
        example = 'as in Roles("buyer", "seller")'
        if not sides:
            raise ValueError(f"Roles: expected 'buyer' or 'seller' for each agent, {example}, got none")
        wrong: Any = next((side for side in sides if side not in get_args(Side)), None)
        if wrong is not None:
            raise ValueError(f"Roles: expected 'buyer' or 'seller' for each agent, {example}, got {wrong!r}")
        self.sides = sides

    def spaces(self, agents: int) -> list[OneNumber]:
        """Return the space of each agent."""
        return [OneNumber(self.sides[agent % len(self.sides)]) for agent in range(agents)]

    def __repr__(self) -> str:
        return f"Roles({', '.join(map(repr, self.sides))})"
