"""A law as a value: what a property says, about which quantities, and what follows when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Truth


@dataclass(frozen=True, slots=True)
class Bids:
    """The profile of bids b in R_+^n, for every n."""

    name: str = "bids"


@dataclass(frozen=True, slots=True)
class Bidder:
    """A bidder of the market, counted from 0; ``other_than`` names bidder variables that it differs from."""

    name: str
    other_than: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bid:
    """A single bid, >= 0."""

    name: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale theta > 0. In float64 only powers of two, which scale without rounding."""

    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """One or more further bids, entered after those of the market under other names."""

    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """The position of one of the further ``names`` in the extended market."""

    name: str
    names: str


Variable: TypeAlias = Bids | Bidder | Bid | Scale | Names | Name


@dataclass(frozen=True, slots=True)
class Law:
    """A property of auctions, written once; every interpreter evaluates this predicate.

    Attributes
    ----------
    id
        Stable identifier, used on the command line and in reports.
    title
        Name of the property in the field.
    statement
        What it says, in LaTeX.
    holds
        Pure predicate ``(auction, **variables) -> truth`` over runs of the auction.
    variables
        The quantified variables of ``holds``, with their domains.
    source
        Where the law comes from.
    breaks
        What goes wrong where it fails.
    remedy
        What a designer can do then.
    exact_in_float64
        Why the predicate is exact on doubles, or on which of them.
    exists
        Names of the variables that are quantified existentially, after all others; empty for most laws.
    about_rho
        Whether the law speaks of the price scaling factor, so that only rules that have one are subject to it.
    min_bidders
        The smallest market that the law speaks about.
    """

    id: str
    title: str
    statement: str
    holds: Callable[..., Truth]
    variables: tuple[Variable, ...]
    source: str
    breaks: str
    remedy: str
    exact_in_float64: str
    exists: tuple[str, ...] = ()
    about_rho: bool = False
    min_bidders: int = 1

    def applies_to(self, mechanism: Mechanism) -> bool:
        """Tell whether the law speaks about the mechanism."""
        return mechanism.rho is not None or not self.about_rho
