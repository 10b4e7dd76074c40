"""Compare the hashes of a report with those of the reader's own files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from strategyproof.judging import evidence as here
from strategyproof.judging import sources
from strategyproof.judging.evidence import Evidence, Sources, Toolkit
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.information import RULES
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.recheck_document import Check


def content(data: Mapping[str, Any], document: Any) -> Iterator[Check]:
    """Compare the report with its own hash, and with what its schema makes of it."""
    said, found = document.evidence.content, here.seal(data)
    if said != found:
        yield Check("content", "hash", "contradicted", f"the report hashes to {found}, and says {said or 'nothing'}")
    else:
        yield Check("content", "hash", "confirmed", found)
    for place in _differences(msgspec.to_builtins(document), data, ""):
        told = "it is not in the schema, or does not follow from what stands beside it"
        yield Check("content", place, "contradicted", told)


def _differences(ours: Any, theirs: Any, place: str) -> Iterator[str]:
    """Yield where a document, written again, is not what was read."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() | theirs.keys():
            inner = f"{place}.{name}" if place else name
            if name not in theirs:
                continue  # a field that was left out has its default
            if name not in ours:
                yield inner
            else:
                yield from _differences(ours[name], theirs[name], inner)
    elif isinstance(ours, (list, tuple)) and isinstance(theirs, list):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield place


def toolkit(said: Toolkit) -> Iterator[Check]:
    """Compare who judged with who checks; another version is told, other sources of the same one are not it."""
    own = here.toolkit()
    if said.version != own.version:
        told = f"strategyproof {said.version} wrote the report, and {own.version} checks it"
        yield Check("toolkit", "version", "not rechecked", told)
        return
    if said.rooms == own.rooms:
        yield Check("toolkit", "its own source", "confirmed", f"{len(own.rooms)} rooms")
    for room in sorted(said.rooms.keys() | own.rooms.keys()):
        if said.rooms.get(room) != own.rooms.get(room):
            yield _compared("toolkit", f"its room {room}", said.rooms.get(room), own.rooms.get(room))
    for tool in sorted(said.versions.keys() | own.versions.keys()):
        was, now = said.versions.get(tool, "none"), own.versions.get(tool, "none")
        if was != now:
            yield Check("toolkit", tool, "not rechecked", f"the report was made with {tool} {was}, and here is {now}")


def laws(said: Mapping[str, str], verdicts: Sequence[Verdict]) -> Iterator[Check]:
    """Compare the laws that were asked with the reader's."""
    asked = sorted({verdict.law for verdict in verdicts} | said.keys())
    for law in asked:
        try:
            [now] = here.of_laws([law]).values()
        except KeyError:
            yield Check("laws", law, "contradicted", "there is no such law here")
            continue
        yield _compared("laws", law, said.get(law), now)


def counterexamples(said: Evidence, verdicts: Sequence[Verdict]) -> Iterator[Check]:
    """Compare the text of each counterexample with its hash."""
    texts = {
        str(place): sources.sha256(here.text_of(verdict.counterexample))
        for place, verdict in enumerate(verdicts)
        if verdict.counterexample is not None
    }
    for place in sorted(texts.keys() | said.counterexamples.keys(), key=lambda text: (len(text), text)):
        yield _compared("counterexamples", f"verdicts[{place}]", said.counterexamples.get(place), texts.get(place))


def of_target(target: str, said: Sources | None, root: Path) -> Iterator[Check]:
    """Compare the files of a mechanism, and all that they import, with the reader's.

    Parameters
    ----------
    target
        As the report names it.
    said
        What the report says of its files.
    root
        Where the reader has the user's files.
    """
    if said is None or not said.files:
        yield Check("sources", target, "contradicted", "the report has no hash of its source; write the report again")
        return
    if not said.file:
        rules = {**MECHANISMS, **RULES}
        now = here.of_rule(rules[target]) if target in rules else Sources("", {})
    else:
        now = here.of_file(str(located(said.file, root)))
        if not now.files:
            named = said.files.get(Path(said.file).name, "none")
            told = (
                f"{root / said.file} is not there; the report read one with SHA-256 {named}; give --source its folder"
            )
            yield Check("sources", target, "contradicted", told)
            return
    for name in sorted(said.files.keys() | now.files.keys()):
        yield _compared("sources", f"{target}: {name}", said.files.get(name), now.files.get(name))
    for name in sorted(said.packages.keys() | now.packages.keys()):
        was, own = said.packages.get(name, "none"), now.packages.get(name, "none")
        told = f"an installed package, whose source is not hashed: {was}" + (f", and {own} here" if own != was else "")
        yield Check("sources", f"{target}: {name}", "not rechecked", told)


def located(file: str, root: Path) -> Path:
    """Return where the reader has a file that a report names; an absolute one is looked for by its name, too."""
    path = root / file
    beside = root / Path(file).name
    return beside if Path(file).is_absolute() and not path.is_file() and beside.is_file() else path


def _compared(part: Any, about: str, said: str | None, now: str | None) -> Check:
    if said is not None and said == now:
        return Check(part, about, "confirmed", now)
    return Check(part, about, "contradicted", f"SHA-256 {said or 'none'} in the report, {now or 'none'} here")
