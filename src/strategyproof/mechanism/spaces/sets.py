"""Values of sets of items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from strategyproof.mechanism.spaces.space import ZERO, Space, fraction, item_names
from strategyproof.mechanism.verdict import numeral

MOST_ITEMS = 4


class Sets(Space):
    """What every set of items is worth, any monotone valuation: a dict from ``frozenset`` to a number >= 0.

    More items are never worth less, and the empty set is worth 0. ``v(t, got) = t[frozenset(got)]``.

    Parameters
    ----------
    items
        The names of the items, one letter each, or a list of names; 1 to 4.

    Raises
    ------
    ValueError
        If there is no item, one comes twice, or there are more.

    Examples
    --------
    >>> Sets("ab").made(0, [1, 2, 4])[frozenset("ab")]
    4
    >>> Sets("")
    Traceback (most recent call last):
    ValueError: Sets: expected 1 to 4 names, as in Sets("ab"), got ''
    """

    default_value = "sets"

    def __init__(self, items: str | Sequence[str]) -> None:
        self.items = item_names("Sets", items, 1, MOST_ITEMS, 'Sets("ab")')
        self.bundles = [
            frozenset(chosen) for size in range(1, len(self.items) + 1) for chosen in combinations(self.items, size)
        ]

    @property
    def count(self) -> int:
        """One for each set but the empty one."""
        return len(self.bundles)

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """Single items >= 0, and a set at least as much as each that lacks one of its items."""
        single = tuple((ZERO, place) for place, bundle in enumerate(self.bundles) if len(bundle) == 1)
        places = {bundle: place for place, bundle in enumerate(self.bundles)}
        return single + tuple(
            (places[bundle - {item}], place)
            for place, bundle in enumerate(self.bundles)
            if len(bundle) > 1
            for item in sorted(bundle)
        )

    def made(self, _variant: int, numbers: Sequence[Any]) -> Any:
        """Return a dict, the empty set included."""
        return {frozenset(): 0} | dict(zip(self.bundles, numbers, strict=True))

    def told(self, _variant: int, numbers: Sequence[Any]) -> str:
        """Write ``a: 1, b: 0, ab: 2``."""
        named = zip(self.bundles, numbers, strict=True)
        return ", ".join(f"{self.name(bundle)}: {numeral(number)}" for bundle, number in named)

    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read ``a: 1, b: 0, ab: 2``."""
        parts = dict(part.rsplit(":", 1) for part in text.split(",") if ":" in part)
        numbers = {name.strip(): fraction(value, self) for name, value in parts.items()}
        names = [self.name(bundle) for bundle in self.bundles]
        if list(numbers) != names:
            raise ValueError(f"expected a value for each of {', '.join(names)} as a type of {self!r}, got {text!r}")
        return 0, tuple(numbers[name] for name in names)

    def name(self, bundle: Iterable[str]) -> str:
        """Return what a set is called."""
        return bundle_name(self.items, bundle)

    def told_got(self, got: Any) -> str:
        """Write the items of a set in their order."""
        return bundle_name(self.items, got or ()) or "nothing"

    def __repr__(self) -> str:
        return f"Sets({_listed(self.items)})"


class Single(Space):
    """A single-minded agent: one set that it wants, and what that set, or any that holds it, is worth to it.

    A type is a pair ``(frozenset, number)`` with a number >= 0; both are reported, and both can be misreported.
    ``v(t, got) = number`` where the wanted set is within ``got``, else 0.

    Parameters
    ----------
    *wanted
        The sets that an agent may want, each a text of one-letter items, or a list of names.

    Raises
    ------
    ValueError
        If there is no set, one is empty, or one comes twice.

    Examples
    --------
    >>> Single("a", "ab").made(1, [3]) == (frozenset("ab"), 3)
    True
    >>> Single()
    Traceback (most recent call last):
    ValueError: Single: expected the sets that an agent may want, as in Single("a", "ab"), got none
    """

    default_value = "single"

    def __init__(self, *wanted: str | Sequence[str]) -> None:
        example = 'Single("a", "ab")'
        if not wanted:
            raise ValueError(f"Single: expected the sets that an agent may want, as in {example}, got none")
        listed = [item_names("Single", names, 1, 8, example) for names in wanted]
        self.items = tuple(sorted({item for names in listed for item in names}))
        self.wanted = [frozenset(names) for names in listed]
        twice = next(
            (names for names, own in zip(wanted, self.wanted, strict=True) if self.wanted.count(own) > 1), None
        )
        if twice is not None:
            raise ValueError(f"Single: expected each set once, as in {example}, got {twice!r} twice")

    @property
    def variants(self) -> int:
        """One for each set."""
        return len(self.wanted)

    @property
    def count(self) -> int:
        """One: the value of the set."""
        return 1

    def made(self, variant: int, numbers: Sequence[Any]) -> Any:
        """Return the set with its value."""
        return self.wanted[variant], numbers[0]

    def told(self, variant: int, numbers: Sequence[Any]) -> str:
        """Write ``ab at 3``."""
        return f"{bundle_name(self.items, self.wanted[variant])} at {numeral(numbers[0])}"

    def read(self, text: str) -> tuple[int, tuple[Fraction, ...]]:
        """Read ``ab at 3``."""
        name, at, number = text.strip().rpartition(" at ")
        names = [bundle_name(self.items, bundle) for bundle in self.wanted]
        if not at or name not in names:
            raise ValueError(f"expected one of {', '.join(names)} at a value as a type of {self!r}, got {text!r}")
        return names.index(name), (fraction(number, self),)

    def told_got(self, got: Any) -> str:
        """Write the items of a set in their order."""
        return bundle_name(self.items, got or ()) or "nothing"

    def __repr__(self) -> str:
        return f"Single({', '.join(_listed(sorted(bundle)) for bundle in self.wanted)})"


def bundle_name(items: Sequence[str], bundle: Iterable[str]) -> str:
    """Return what a set is called: its items in their order, joined by ``+`` where a name is longer than a letter."""
    own = set(bundle)
    return ("" if all(len(item) == 1 for item in items) else "+").join(item for item in items if item in own)


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return repr("".join(found)) if all(len(name) == 1 for name in found) else repr(found)
