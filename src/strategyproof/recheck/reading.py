"""Read a report that anybody may have written: nothing in it is believed, and no size of it does harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from strategyproof.mechanism.domain import is_numeral
from strategyproof.reports.document import SCHEMA, Report
from strategyproof.reports.verdicts_document import VERDICTS_SCHEMA, VerdictsDocument

LARGEST = 32 << 20
"""Bytes of a report; the largest that ``verify --all`` writes is below a tenth of that."""

DEEPEST = 64
"""Levels of lists and objects in a report."""

KINDS: dict[str, type[Report | VerdictsDocument]] = {SCHEMA: Report, VERDICTS_SCHEMA: VerdictsDocument}


class NoReport(ValueError):
    """The file is no report that can be checked again; the message says what to do."""


def parsed(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a file, and its content as JSON.

    Raises
    ------
    NoReport
        If it cannot be read, is too large or too deep, names a key twice, or is no JSON object.
    """
    try:
        if not path.is_file():
            raise NoReport(f"expected a report, and {path} is no file; write one with check --json, gate or verify")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NoReport(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise NoReport(f"{path}: expected a report of at most {LARGEST >> 20} MiB, got a larger file")
    return content, _object(content, path)


def _object(content: bytes, path: Path) -> dict[str, Any]:
    try:
        data = json.loads(content, object_pairs_hook=_once, parse_constant=_refused)
        if _is_deeper(data, DEEPEST):
            raise RecursionError
    except RecursionError:
        raise NoReport(f"{path}: expected JSON of at most {DEEPEST} levels, got a deeper one") from None
    except ValueError as error:
        raise NoReport(f"{path}: expected JSON in UTF-8, got {str(error)[:200]}") from error
    if not isinstance(data, dict):
        raise NoReport(f"{path}: expected a report, which is a JSON object, got {type(data).__name__}")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} twice in one object, which two programs may read differently")
    return found


def _refused(name: str) -> Any:
    raise ValueError(f"{name}, which is no JSON number")


def _is_deeper(data: Any, levels: int) -> bool:
    layer = [data]
    for _ in range(levels):
        inner = [one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, (dict, list))]
        layer = [one for entries in inner for one in entries if isinstance(one, (dict, list))]
        if not layer:
            return False
    return True


def document(data: dict[str, Any], path: Path) -> Report | VerdictsDocument:
    """Return a report as a value.

    Raises
    ------
    NoReport
        If it is of another schema, is not what its schema says, or has no hashes.
    """
    name = data.get("schema")
    if not isinstance(name, str) or name not in KINDS:
        raise NoReport(
            f"{path}: expected a report of the schema {' or '.join(KINDS)}, got {str(name)[:80]!r}{_of(name)}"
        )
    try:
        found = msgspec.convert(data, KINDS[name])
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise NoReport(f"{path}: expected a report of the schema {name}: {str(error)[:200]}") from error
    wrong = next(_no_numerals(found), None)
    if wrong is not None:
        raise NoReport(f"{path}: {wrong}")
    if found.evidence is None:
        raise NoReport(f"{path}: expected the hashes of what the report rests on, got none; write the report again")
    return found


def _no_numerals(found: Report | VerdictsDocument) -> Iterator[str]:
    """Say where a number is expected and is none, or one that is too long to be computed with."""
    spaced = {s.target for s in found.subjects if s.space is not None} if isinstance(found, VerdictsDocument) else set()
    for place, verdict in enumerate(found.verdicts):
        if (shown := verdict.counterexample) is None:
            continue
        amounts: list[Any] = [*shown.parameters.values()]
        amounts += [amount for run in shown.outcomes for amount in (*run.payments, *filter(None, run.utilities))]
        if getattr(verdict, "target", "") not in spaced:  # there, bids are types
            amounts += [shown.bids, *shown.variables.values(), *(run.bids for run in shown.outcomes)]
        entries = [entry for amount in amounts for entry in (amount if isinstance(amount, list) else [amount])]
        for entry in entries:
            if not isinstance(entry, int) and not is_numeral(entry):
                yield f"verdicts[{place}].counterexample: expected a numeral, got {entry[:40]!r}"


def _of(name: Any) -> str:
    family = str(name).rpartition("/")[0]
    same = any(known.rpartition("/")[0] == family for known in KINDS)
    return "; it is of another version: write it again, or use the version that wrote it" if same else ""
