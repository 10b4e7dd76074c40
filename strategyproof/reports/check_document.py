"""What ``check`` found, as data: the document that its writers read and ``--json`` prints."""

from __future__ import annotations

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.story import tell

CHECK_SCHEMA = "strategyproof/check/1"


class Subject(msgspec.Struct, frozen=True):
    """A user's function: its id, its file as it was named, the line on which it starts, its parameters."""

    mechanism: str
    file: str
    function: str
    line: int
    parameters: dict[str, str] = {}


class CheckDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``check``: one function, one verdict for each law."""

    schema: str = CHECK_SCHEMA
    version: str
    subject: Subject
    exit_code: int
    sentence: str
    verdicts: list[Verdict]


def render(document: CheckDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def story(verdict: Verdict) -> str:
    """Tell a verdict on a plain function: its counterexample, or why there is neither that nor a proof."""
    found = verdict.counterexample
    if verdict.law != "total" or found is None:
        return tell(verdict)
    given = "".join(f", {name} = {value}" for name, value in found.parameters.items())
    return f"For the bids ({', '.join(found.bids)}){given} there is no outcome: {verdict.reason or 'it fails'}."


def scope(verdict: Verdict) -> str:
    """Say in a few words what a verdict speaks about.

    >>> from strategyproof.mechanism.verdict import Scope
    >>> scope(Verdict("vickrey", "monotone", "proved", Scope([2, 3, 4], "real"), "z3"))
    'N = 2 to 4, reals'
    """
    from strategyproof.reports.matrix import bidders

    numbers = {"real": "reals", "integer": "integers", "rational": "rationals", "float64": "float64"}
    told = [bidders(verdict), numbers[verdict.scope.arithmetic]]
    told += [f"{name} in {value}" for name, value in verdict.scope.parameters.items()]
    return ", ".join(told)
