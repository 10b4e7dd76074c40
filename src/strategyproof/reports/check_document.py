"""What ``check`` found, as data: the document that its writers read and ``--json`` prints."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from strategyproof.mechanism.verdict import NUMBERS, Verdict
from strategyproof.reports.outcome_table import Line, lines
from strategyproof.reports.story import tell

CHECK_SCHEMA = "strategyproof/check/1"


class Subject(msgspec.Struct, frozen=True):
    """A user's function: its id, its file as it was named, the line on which it starts, its parameters, its space."""

    mechanism: str
    file: str
    function: str
    line: int
    parameters: dict[str, str] = {}
    space: str | None = None


class Told(msgspec.Struct, frozen=True):
    """A refutation for people: its story, and the table under it."""

    law: str
    story: str
    lines: list[Line]


class CheckDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``check``: one function, one verdict for each law."""

    schema: str = CHECK_SCHEMA
    version: str
    subject: Subject
    exit_code: int
    sentence: str
    verdicts: list[Verdict]
    stories: list[Told] = []


def render(document: CheckDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def told(verdicts: Sequence[Verdict]) -> list[Told]:
    """Tell every refutation."""
    return [Told(verdict.law, story(verdict), lines(verdict)) for verdict in verdicts if verdict.verdict == "refuted"]


def story(verdict: Verdict) -> str:
    """Tell a verdict on a plain function: its counterexample, or why there is neither that nor a proof."""
    found = verdict.counterexample
    if verdict.law != "total" or found is None:
        return tell(verdict)
    given = "".join(f", {name} = {value}" for name, value in found.parameters.items())
    return f"For the bids ({', '.join(found.bids)}){given} there is no outcome: {verdict.reason or 'it fails'}."


def grounds(verdicts: Sequence[Verdict]) -> list[tuple[str, str]]:
    """Return what proofs rest on, and why they reach no further: the numbers of bidders, and a reason, each once.

    >>> from strategyproof.mechanism.grounds import Ground
    >>> from strategyproof.mechanism.verdict import Scope
    >>> why = [Ground("reading", "sorted() is read at its first or last entries", (3,))]
    >>> grounds([Verdict("a", law, "proved", Scope("any", "real"), "z3", None, why) for law in ("monotone", "total")])
    [('any N', 'line 3: sorted() is read at its first or last entries')]
    """
    from strategyproof.reports.matrix import bidders

    proved = [verdict for verdict in verdicts if verdict.verdict == "proved"]
    return list(dict.fromkeys((bidders(verdict), str(ground)) for verdict in proved for ground in verdict.grounds))


def scope(verdict: Verdict) -> str:
    """Say in a few words what a verdict speaks about.

    >>> from strategyproof.mechanism.verdict import Scope
    >>> scope(Verdict("vickrey", "monotone", "proved", Scope([2, 3, 4], "real"), "z3"))
    'N = 2 to 4, reals'
    """
    from strategyproof.reports.matrix import bidders

    profiles = verdict.scope.profiles
    numbers = NUMBERS[verdict.scope.arithmetic] if profiles is None else f"all {profiles:,} profiles".replace(",", " ")
    return ", ".join([bidders(verdict), numbers, *verdict.scope.settings()])
