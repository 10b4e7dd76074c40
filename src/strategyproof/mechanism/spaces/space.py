"""What a type is: what an agent privately knows, and reports truthfully or not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Literal

Side = Literal["buyer", "seller"]

ZERO = -1
"""The place of the constant 0 in a bound."""


class Space(ABC):
    """A type space: finitely many variants, each with the same count of real numbers and the same bounds on them.

    A type is a variant and ``count`` numbers. One number per bidder is one variant with one number >= 0; a ranking of
    three options is one of six variants, without numbers.

    Attributes
    ----------
    default_value
        The function of :mod:`strategyproof.mechanism.spaces.values` that says what an outcome is worth to a type.
    has_money
        Whether agents pay.
    side
        A seller's value is its cost, and its payment is what it receives.
    """

    default_value: ClassVar[str]
    has_money: ClassVar[bool] = True
    side: Side = "buyer"

    @property
    def variants(self) -> int:
        """How many variants there are."""
        return 1

    @property
    @abstractmethod
    def count(self) -> int:
        """How many numbers a type has."""

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """The pairs (a, b) with number a <= number b; :data:`ZERO` stands for the constant 0."""
        return tuple((ZERO, place) for place in range(self.count))

    def outside(self, numbers: Sequence[Any]) -> tuple[int, Any] | None:
        """Return the place of a number that is below its bound, with the bound; None if the numbers are a type's."""
        bounds = ((high, Fraction(0) if low == ZERO else numbers[low]) for low, high in self.bounds)
        return next(((place, least) for place, least in bounds if numbers[place] < least), None)

    @property
    def is_finite(self) -> bool:
        """Whether there are finitely many types."""
        return self.count == 0

    @abstractmethod
    def made(self, variant: int, numbers: Sequence[Any]) -> Any:
        """Return a type as the Python value that a user's function gets."""

    @abstractmethod
    def told(self, variant: int, numbers: Sequence[Any]) -> str:
        """Write a type for people, so that :meth:`read` reads it back."""

    @abstractmethod
    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read a type as :meth:`told` writes it.

        Raises
        ------
        ValueError
            If it is none.
        """

    def told_got(self, got: Any) -> str:
        """Write what an agent got for people."""
        return "nothing" if got in (None, (), [], set(), frozenset(), "") else str(got)

    def __repr__(self) -> str:
        return type(self).__name__


@dataclass(frozen=True, slots=True)
class Type:
    """A type of a space: its variant, and its numbers."""

    space: Space
    variant: int
    numbers: tuple[Any, ...]

    @property
    def value(self) -> Any:
        """The type as a user's function gets it."""
        return self.space.made(self.variant, self.numbers)

    def __str__(self) -> str:
        return self.space.told(self.variant, self.numbers)


def read_type(space: Space, text: str) -> Type:
    """Read a type of a space.

    Raises
    ------
    ValueError
        If the text is none, or the numbers are outside the space.
    """
    variant, numbers = space.read(text)
    if (found := space.outside(numbers)) is not None:
        place, least = found
        raise ValueError(f"expected a type of {space!r}, got {text!r}: {numbers[place]} is below {least}")
    return Type(space, variant, numbers)


def fraction(text: str, space: Space) -> Fraction:
    """Read one number of a type."""
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"expected a number in a type of {space!r}, got {text.strip()!r}") from None


def item_names(kind: str, names: Any, least: int, most: int, example: str) -> tuple[str, ...]:
    """Return the names of items or options, checked.

    Raises
    ------
    ValueError
        If there are too few or too many, one comes twice, or one is no text.
    """
    given = tuple(names) if isinstance(names, (str, list, tuple)) else None
    if given is None or not all(isinstance(name, str) and name.strip() for name in given):
        raise ValueError(f"{kind}: expected names, as in {example}, got {names!r}")
    if not least <= len(given) <= most:
        raise ValueError(f"{kind}: expected {least} to {most} names, as in {example}, got {names!r}")
    twice = next((name for name in given if given.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{kind}: expected each name once, as in {example}, got {twice!r} twice in {names!r}")
    return given
