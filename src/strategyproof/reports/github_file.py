"""Annotations of a job: what keeps a gate shut, as commands that GitHub's runner reads from the output."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof.reports.verdicts_document import VerdictsDocument, stale_sentence, story

LEVELS = {"fails": "error", "inconclusive": "warning"}


def render(document: VerdictsDocument) -> str:
    """Write one command for each verdict that does not hold, each mechanism that is not there, and the answer."""
    return "\n".join([*_commands(document), document.sentence]) + "\n"


def _commands(document: VerdictsDocument) -> Iterator[str]:
    for verdict in document.verdicts:
        if verdict.passage in LEVELS:
            title = f"{verdict.mechanism}: {verdict.law} is {verdict.verdict}"
            yield _command(LEVELS[verdict.passage], verdict.file, verdict.line, title, story(verdict))
    for refused in document.refused:
        yield _command("error", refused.file, refused.line, f"{refused.target} could not be loaded", refused.message)
    yield from (f"::warning title=Accepted refutation is gone::{_escaped(stale_sentence(s))}" for s in document.stale)


def _command(level: str, file: str, line: int, title: str, message: str) -> str:
    place = f"file={_property(file)},line={line},title={_property(title)}"
    return f"::{level} {place}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
