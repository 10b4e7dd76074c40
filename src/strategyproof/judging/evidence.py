"""What a report rests on, as hashes: sources, laws, toolkit, counterexamples, and its own content."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from strategyproof import __version__
from strategyproof.judging import sources
from strategyproof.mechanism.laws import OF_FUNCTIONS, OVER_ROUNDS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Counterexample, Verdict

SEAL = "content"
"""The field of the evidence that hashes all else."""


class Toolkit(msgspec.Struct, frozen=True):
    """Who judged.

    Attributes
    ----------
    version
        Of the toolkit.
    versions
        Of Python and of the tools.
    rooms
        The hash of each room of the toolkit's own source; the laws' is ``mechanism``.
    """

    version: str
    versions: dict[str, str]
    rooms: dict[str, str]


class Sources(msgspec.Struct, frozen=True):
    """Where a mechanism is written, and what it calls.

    Attributes
    ----------
    file
        As the report names it; empty for a rule that ships.
    files
        The SHA-256 of each file: by its path from the folder of ``file``, or from the package for a rule that ships.
    packages
        The versions of installed packages that they import; these are not read.
    """

    file: str
    files: dict[str, str]
    packages: dict[str, str] = {}


class Evidence(msgspec.Struct, frozen=True):
    """Hashes of everything that a report rests on; ``strategyproof recheck`` computes them again.

    Those of the questions to solvers stand at the verdicts that rest on them.

    Attributes
    ----------
    toolkit
        Who judged.
    sources
        By target.
    laws
        The SHA-256 of the file of each law that was asked.
    counterexamples
        The SHA-256 of the text of each, by the number of its verdict, from 0.
    content
        The SHA-256 of the report without this field: :func:`seal`.
    """

    toolkit: Toolkit
    sources: dict[str, Sources] = {}
    laws: dict[str, str] = {}
    counterexamples: dict[str, str] = {}
    content: str = ""


def of_file(file: str) -> Sources:
    """Return the hashes of a function's file and of what it imports; none where it cannot be read."""
    try:
        read = sources.sources_of(Path(file))
    except OSError:
        return Sources(file, {})
    hashes = {name: sources.sha256(content) for name, content in read.items()}
    return Sources(file, hashes, sources.packages(read))


def of_rule(mechanism: Mechanism) -> Sources:
    """Return the hash of the file of a rule that ships; what it calls is in the toolkit's room ``mechanism``."""
    path = sources.file_of(mechanism.rule)
    return Sources("", {sources.named_at_home(path): sources.sha256(path.read_bytes())})


def toolkit() -> Toolkit:
    """Return who judges here."""
    return Toolkit(__version__, sources.versions(), sources.rooms())


def of_laws(ids: Iterable[str]) -> dict[str, str]:
    """Return the hash of the file of each law.

    Raises
    ------
    KeyError
        If there is none of an id.
    """
    from strategyproof.mechanism.spaces.laws import SPACE_LAWS

    known: ChainMap[str, Any] = ChainMap(SPACE_LAWS, OVER_ROUNDS, OF_FUNCTIONS)  # type: ignore[arg-type]  # only read
    return {law: sources.sha256(sources.file_of(known[law].holds).read_bytes()) for law in sorted(set(ids))}


def text_of(found: Counterexample) -> bytes:
    """Return the exact text of a counterexample: its JSON, keys in order, no blanks."""
    return msgspec.json.encode(msgspec.to_builtins(found), order="sorted")


def gathered(verdicts: Sequence[Verdict], of: Mapping[str, Sources]) -> Evidence:
    """Return the evidence for verdicts, without the seal.

    Parameters
    ----------
    verdicts
        As the report lists them.
    of
        The sources of each target.
    """
    counterexamples = {
        str(place): sources.sha256(text_of(verdict.counterexample))
        for place, verdict in enumerate(verdicts)
        if verdict.counterexample is not None
    }
    return Evidence(toolkit(), dict(of), of_laws(verdict.law for verdict in verdicts), counterexamples)


def sealed(document: Any) -> Any:
    """Return a document with the hash of its content in its evidence.

    Parameters
    ----------
    document
        With a field ``evidence``.
    """
    if document.evidence is None:
        return document
    content = seal(json.loads(msgspec.json.encode(document)))
    return msgspec.structs.replace(document, evidence=msgspec.structs.replace(document.evidence, content=content))


def seal(data: Any) -> str:
    """Return the SHA-256 of a document as parsed JSON, without its own hash; blanks between values do not count."""
    evidence = {name: value for name, value in data["evidence"].items() if name != SEAL}
    return sources.sha256(msgspec.json.encode({**data, "evidence": evidence}, order="sorted"))
