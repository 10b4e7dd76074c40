"""Orders of preference."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import factorial
from typing import Any

from strategyproof.mechanism.spaces.space import Space, item_names

MOST_OPTIONS = 6


class Ranking(Space):
    """A strict order over options, the best first: a tuple of their names. There are no payments.

    Only the order counts: ``v(t, got)`` falls with the place of ``got``, and None, which is to get nothing, is below
    all. Lotteries are compared by stochastic dominance, that is for every such ``v`` at once.

    Parameters
    ----------
    options
        Their names, one letter each, or a list of names; 2 to 6.

    Raises
    ------
    ValueError
        If there are fewer, more, or one comes twice.

    Examples
    --------
    >>> Ranking("abc").variants
    6
    >>> Ranking("aa")
    Traceback (most recent call last):
    ValueError: Ranking: expected each name once, as in Ranking("abc"), got 'a' twice in 'aa'
    """

    default_value = "ranking"
    has_money = False

    def __init__(self, options: str | Sequence[str]) -> None:
        self.options = item_names("Ranking", options, 2, MOST_OPTIONS, 'Ranking("abc")')

    @cached_property
    def orders(self) -> list[tuple[str, ...]]:
        """All orders."""
        return list(permutations(self.options))

    @property
    def variants(self) -> int:
        """The number of orders."""
        return factorial(len(self.options))

    @property
    def count(self) -> int:
        """No number."""
        return 0

    def made(self, variant: int, _numbers: Sequence[Any]) -> Any:
        """Return the order as a tuple."""
        return self.orders[variant]

    def told(self, variant: int, _numbers: Sequence[Any]) -> str:
        """Write ``b > a > c``."""
        return " > ".join(self.orders[variant])

    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read ``b > a > c``."""
        order = tuple(part.strip() for part in text.split(">"))
        if order not in self.orders:
            raise ValueError(f"expected an order of {', '.join(self.options)} as a type of {self!r}, got {text!r}")
        return self.orders.index(order), ()

    def __repr__(self) -> str:
        letters = all(len(option) == 1 for option in self.options)
        return f"Ranking({''.join(self.options)!r})" if letters else f"Ranking({list(self.options)!r})"
