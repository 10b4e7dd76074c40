"""An entry as data: what ``strategyproof catalogue`` prints, as a table, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from strategyproof import __version__
from strategyproof.catalogue.entry import Entry, Sibling
from strategyproof.catalogue.evidence import file_of, says, scope_of, story_of, text_of

SCHEMA = "strategyproof/catalogue/1"


class KnownVerdict(msgspec.Struct, frozen=True):
    """What is known of one law."""

    law: str
    verdict: Literal["proved", "refuted"]


class SiblingCard(msgspec.Struct, frozen=True):
    """A sibling, the law that it breaks, and what happens at the counterexample, told from its own run."""

    name: str
    says: str
    law: str
    bids: list[str]
    variables: dict[str, int | str | list[str]]
    parameters: dict[str, str]
    story: str
    code: str


class EntryCard(msgspec.Struct, frozen=True):
    """An entry in full.

    Attributes
    ----------
    space
        How the function is read, where its types or outcomes are more than one number and yes or no.
    """

    id: str
    title: str
    source: str
    story: list[str]
    says: str
    scope: str
    ships: bool
    space: str | None
    bidders: list[int]
    parameters: dict[str, str]
    file: str
    function: str
    code: str
    known: list[KnownVerdict]
    siblings: list[SiblingCard]


class EntryLine(msgspec.Struct, frozen=True):
    """An entry in one line."""

    id: str
    title: str
    source: str
    breaks: list[str]
    siblings: list[str]


class CatalogueDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The catalogue, or one entry of it. It holds claims, so ``verdicts`` is empty as in every listing."""

    schema: str = SCHEMA
    version: str = __version__
    verdicts: list[str] = []
    catalogue: list[EntryLine] = []
    entry: EntryCard | None = None


def render(document: CatalogueDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def lines(entries: Iterable[Entry]) -> list[EntryLine]:
    """Return one line for each entry; nothing runs."""
    return [
        EntryLine(e.id, e.title, e.source, list(e.breaks), [sibling.code.name for sibling in e.siblings])
        for e in entries
    ]


def card(entry: Entry) -> EntryCard:
    """Return an entry in full; its siblings run on their counterexamples."""
    code = entry.code
    return EntryCard(
        id=entry.id,
        title=entry.title,
        source=entry.source,
        story=list(entry.story),
        says=says(code),
        scope=scope_of(entry),
        ships=code.ships,
        space=None if code.reading is None else code.reading.told(),
        bidders=list(entry.bidders),
        parameters=dict(code.parameters),
        file=str(file_of(code)),
        function=code.name,
        code=text_of(code),
        known=[KnownVerdict(law, "proved" if keeps else "refuted") for law, keeps in entry.laws().items()],
        siblings=[_sibling(sibling) for sibling in entry.siblings],
    )


def _sibling(sibling: Sibling) -> SiblingCard:
    return SiblingCard(
        name=sibling.code.name,
        says=says(sibling.code),
        law=sibling.law,
        bids=list(sibling.bids),
        variables=dict(sibling.variables),
        parameters=dict(sibling.parameters),
        story=story_of(sibling),
        code=text_of(sibling.code),
    )
