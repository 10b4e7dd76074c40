"""What the catalogue says of one published mechanism: its source, its story, what it keeps, what breaks it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.spaces import Reading, reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.paper.plan import BREAKS

AUCTIONS = "strategyproof.catalogue.auctions"
"""The package of the plain functions."""


@dataclass(frozen=True, slots=True)
class Code:
    """Where a mechanism is written.

    Attributes
    ----------
    name
        A function of the file, or the id of a mechanism that ships.
    file
        Name of a file of plain functions, without its folder; empty for a mechanism that ships.
    parameters
        Ranges of the function's keyword parameters, as on the command line; a mechanism that ships has its own.
    """

    name: str
    file: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def ships(self) -> bool:
        """Whether it is a mechanism of ``strategyproof.mechanism.rules``, which is proved for any number of bidders."""
        return not self.file

    @property
    def module(self) -> str:
        """The module in which it is written."""
        return f"{AUCTIONS}.{self.file.removesuffix('.py')}" if self.file else MECHANISMS[self.name].rule.__module__

    @property
    def function(self) -> Callable[..., Any]:
        """The function, or the rule of a mechanism that ships."""
        if self.ships:
            return MECHANISMS[self.name].rule
        found: Callable[..., Any] = getattr(importlib.import_module(self.module), self.name)
        return found

    @property
    def reading(self) -> Reading | None:
        """How it is read, where its types or outcomes are more than one number and yes or no."""
        if self.ships:
            return None
        function = self.function
        signature = inspect.signature(function)
        first = next(iter(signature.parameters.values()))
        return reading_of(function, first.annotation, signature.return_annotation, function.__globals__)


@dataclass(frozen=True, slots=True)
class Sibling:
    """A mechanism that differs in one thing and breaks a law.

    Attributes
    ----------
    code
        Where it is written; its docstring or summary says what differs.
    law
        Id of a law that it breaks; one that its original keeps, where there is one to show.
    bids, variables, parameters
        The counterexample, in numerals, or as the space of its types writes them. For a plain function it is the
        smallest, for a mechanism that ships the one of the specification.
    """

    code: Code
    law: str
    bids: tuple[str, ...]
    variables: Mapping[str, int | str | list[str]]
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A published mechanism.

    Attributes
    ----------
    id, title
        Names: for the command line, and in the field.
    source
        Author, year, and DOI, journal or equation.
    story
        Two lines: what it is, and what is known of it and why.
    code
        Where it is written.
    breaks
        Ids of the laws that it breaks; it keeps all others that speak about it.
    siblings
        What it is one change away from.
    bidders
        The numbers of bidders for which a plain function is proved; empty for a mechanism that ships: any number.
    sizes
        Laws that are judged for other numbers of bidders than these.
    """

    id: str
    title: str
    source: str
    story: tuple[str, str]
    code: Code
    breaks: tuple[str, ...]
    siblings: tuple[Sibling, ...]
    bidders: tuple[int, ...] = (2, 3)
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def bidders_of(self, law: str) -> tuple[int, ...]:
        """Return the numbers of bidders for which a law is judged; none if it speaks of larger markets."""
        known = {**LAWS, **SPACE_LAWS}
        return tuple(size for size in self.sizes.get(law, self.bidders) if size >= known[law].min_bidders)

    def laws(self) -> dict[str, bool]:
        """Return, for each law that speaks about it, whether it keeps the law."""
        reading = self.code.reading
        if reading is not None:
            speaking = [id for id, law in SPACE_LAWS.items() if law.speaks_of(reading) and self.bidders_of(id)]
            return {id: id not in self.breaks for id in speaking}
        return {id: id not in self.breaks for id, law in LAWS.items() if self._is_subject_to(law)}

    def _is_subject_to(self, law: Law) -> bool:
        return law.applies_to(MECHANISMS[self.code.name]) if self.code.ships else not law.about_rho


def shipped(id: str, story: tuple[str, str], *siblings: Sibling) -> Entry:
    """Make the entry of a mechanism that ships; title, source and broken laws are its own."""
    mechanism = MECHANISMS[id]
    return Entry(id, mechanism.title, mechanism.source, story, Code(id), BREAKS.get(id, ()), siblings, bidders=())
