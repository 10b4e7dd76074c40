"""A pytest file from refutations: it runs the real function, and fails until the counterexample is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from strategyproof.judging.events import Subject
from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.verdicts_document import story


def writable(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the refutations that one run can show; that nobody ever wins is no such one."""
    return [v for v in verdicts if v.verdict == "refuted" and v.counterexample and v.law != "not-vacuous"]


def render(subject: Subject, verdicts: Sequence[Verdict], path: Path) -> str:
    """Write the test file.

    Parameters
    ----------
    subject
        The function.
    verdicts
        Refutations, from :func:`writable`.
    path
        Where the file will lie; the function's file is named relative to it.
    """
    relative = os.path.relpath(Path(subject.file).resolve(), path.resolve().parent).replace(os.sep, "/")
    head = (
        f'"""Counterexamples to laws of {subject.function}, as tests that fail until they are gone."""\n\n'
        "from pathlib import Path\n\n"
        "from strategyproof.pytest_plugin import assert_law, function_at\n\n"
        f"auction = function_at(Path(__file__).parent / {_text(relative)}, {_text(subject.function)})\n"
    )
    return head + "".join(_test(subject, verdict) for verdict in verdicts)


def _test(subject: Subject, verdict: Verdict) -> str:
    found = verdict.counterexample
    assert found is not None
    name = re.sub(r"\W+", "_", f"{subject.function}_{verdict.law}").lower()
    told = story(verdict).replace("\\", "\\\\").replace('"', "'")
    arguments = [f"bids={_value(found.bids)}"]
    arguments += [f"{name}={_value(value)}" for name, value in found.variables.items()]
    if found.parameters:
        entries = ", ".join(f"{_text(name)}: {_value(value)}" for name, value in found.parameters.items())
        arguments.append(f"parameters={{{entries}}}")
    if verdict.scope.arithmetic == "integer":
        arguments.append("whole=True")
    body = "".join(f"        {argument},\n" for argument in arguments)
    call = f"    assert_law(\n        auction,\n        {_text(verdict.law)},\n{body}    )\n"
    return f'\n\ndef test_{name}() -> None:\n    """{told}"""\n{call}'


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
