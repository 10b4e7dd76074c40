"""What was found of users' mechanisms, as data: the document that its writers read and ``--json`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from strategyproof import __version__
from strategyproof.judging.answers import EXIT_CODES, Answer, answer_of, counted, gravest
from strategyproof.judging.events import Judged, Refused, Subject
from strategyproof.judging.evidence import Evidence, sealed
from strategyproof.mechanism.verdict import NUMBERS, Contradiction, Judgement, Verdict
from strategyproof.reports.outcome_table import Line, lines
from strategyproof.reports.story import tell

VERDICTS_SCHEMA = "strategyproof/verdicts/3"

Command: TypeAlias = Literal["check", "gate", "verify"]


class Stale(msgspec.Struct, frozen=True):
    """An accepted refutation that no longer occurs."""

    target: str
    law: str
    reason: str
    verdict: Judgement


class Told(msgspec.Struct, frozen=True):
    """A refutation for people: whose it is, its story, and the table under it."""

    law: str
    story: str
    lines: list[Line]
    target: str = ""


class Repair(msgspec.Struct, frozen=True):
    """What the same winners would have to pay, where an auction is not strategy-proof.

    Attributes
    ----------
    outcome
        ``priced`` only where the source is proved; ``not monotone``: no price exists; else ``unknown``.
    sentence
        The same in words.
    source, function
        Python source that charges the price, and the name of the auction in it.
    """

    outcome: str
    sentence: str
    source: str | None = None
    function: str | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer begins with: which document it is, who made it, what it says, the exit code, and the hashes.

    Attributes
    ----------
    evidence
        What the answer rests on, for ``strategyproof recheck``; None only where nothing was judged here.
    """

    schema: str
    version: str = __version__
    command: Command
    answer: Answer
    exit_code: int
    sentence: str
    evidence: Evidence | None = None


class VerdictsDocument(Envelope, frozen=True, kw_only=True):
    """The answer about some mechanisms: one verdict for each and each law.

    Attributes
    ----------
    subjects
        The mechanisms that were judged.
    refused
        Those that could not be had.
    stale
        Accepted refutations that no longer occur.
    contradictions
        Questions to which two solvers gave contrary answers, word for word.
    stories
        The refutations for people.
    repair
        What the winners of one auction would have to pay, where that was asked.
    """

    schema: str = VERDICTS_SCHEMA
    subjects: list[Subject]
    verdicts: list[Judged]
    refused: list[Refused] = []
    stale: list[Stale] = []
    contradictions: list[Contradiction] = []
    stories: list[Told] = []
    repair: Repair | None = None

    def of(self, target: str) -> list[Judged]:
        """Return the verdicts on one mechanism."""
        return [verdict for verdict in self.verdicts if verdict.target == target]


def concluded(
    command: Command,
    subjects: Sequence[Subject],
    verdicts: Sequence[Judged],
    refused: Sequence[Refused] = (),
    stale: Sequence[Stale] = (),
    contradictions: Sequence[Contradiction] = (),
) -> VerdictsDocument:
    """Return the document with its answer; a mechanism that is not there leaves its laws open."""
    missing: list[Answer] = ["inconclusive"] if refused else []
    contrary: list[Answer] = ["solvers-disagree"] if contradictions else []
    answer = gravest([answer_of(verdict.passage for verdict in verdicts), *missing, *contrary])
    return VerdictsDocument(
        command=command,
        answer=answer,
        exit_code=EXIT_CODES[answer],
        sentence=_sentence(verdicts, refused, stale) + _contrary(contradictions),
        subjects=list(subjects),
        verdicts=list(verdicts),
        refused=list(refused),
        stale=list(stale),
        contradictions=[_plain(found) for found in contradictions],
        stories=told(verdicts),
    )


def _sentence(verdicts: Sequence[Judged], refused: Sequence[Refused], stale: Sequence[Stale]) -> str:
    accepted = sum(verdict.passage == "accepted" for verdict in verdicts)
    sentence = counted(verdicts)
    if accepted:
        sentence += f" {accepted} refutation{'s are' if accepted > 1 else ' is'} accepted."
    if stale:
        plural = len(stale) > 1
        sentence += f" {len(stale)} accepted refutation{'s' * plural} no longer occur{'s' * (not plural)}."
    if refused:
        sentence += f" {len(refused)} mechanism{'s' * (len(refused) > 1)} could not be loaded."
    return sentence


def _contrary(contradictions: Sequence[Contradiction]) -> str:
    return f" Two solvers contradict each other: {contradictions[0].sentence}." if contradictions else ""


def _plain(found: Contradiction) -> Contradiction:
    """Return a contradiction without what makes it an event."""
    return Contradiction(found.mechanism, found.law, found.sha256, found.text, found.answers)


def stale_sentence(stale: Stale) -> str:
    """Say that an entry of the baseline can go.

    >>> print(stale_sentence(Stale("a.py:f", "monotone", "known", "proved")))
    a.py:f is accepted as breaking monotone (known), and is proved now; remove the entry.
    """
    kept = f"is accepted as breaking {stale.law} ({stale.reason})"
    return f"{stale.target} {kept}, and is {stale.verdict} now; remove the entry."


def render(document: VerdictsDocument) -> str:
    """Write a document as JSON, one key a line, with the hash of its content."""
    return msgspec.json.format(msgspec.json.encode(sealed(document)), indent=2).decode() + "\n"


def told(verdicts: Sequence[Verdict]) -> list[Told]:
    """Tell every refutation."""
    refuted = [verdict for verdict in verdicts if verdict.verdict == "refuted"]
    return [Told(v.law, story(v), lines(v), getattr(v, "target", "")) for v in refuted]


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
