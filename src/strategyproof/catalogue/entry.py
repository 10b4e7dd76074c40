"""What the catalogue says of one published mechanism: its source, its story, what it keeps, what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
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
        The counterexample, in numerals. For a plain function it is the smallest, for a mechanism that ships the one of
        the specification.
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
    """

    id: str
    title: str
    source: str
    story: tuple[str, str]
    code: Code
    breaks: tuple[str, ...]
    siblings: tuple[Sibling, ...]
    bidders: tuple[int, ...] = (2, 3)

    def laws(self) -> dict[str, bool]:
        """Return, for each law that speaks about it, whether it keeps the law."""
        return {id: id not in self.breaks for id, law in LAWS.items() if self._is_subject_to(law)}

    def _is_subject_to(self, law: Law) -> bool:
        return law.applies_to(MECHANISMS[self.code.name]) if self.code.ships else not law.about_rho


def shipped(id: str, story: tuple[str, str], *siblings: Sibling) -> Entry:
    """Make the entry of a mechanism that ships; title, source and broken laws are its own."""
    mechanism = MECHANISMS[id]
    return Entry(id, mechanism.title, mechanism.source, story, Code(id), BREAKS.get(id, ()), siblings, bidders=())
