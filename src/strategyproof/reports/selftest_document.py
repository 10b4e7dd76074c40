"""What the self-test found, as data: the document that its writers read and ``--json`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from strategyproof.judging.answers import EXIT_CODES, Answer
from strategyproof.mechanism.verdict import Contradiction, Counterexample, Judgement

SELFTEST_SCHEMA = "strategyproof/selftest/1"

Status: TypeAlias = Literal[
    "killed", "lawful", "changed", "equivalent", "proof only", "fuzzing only", "undecided", "contradiction"
]
DECIDED: frozenset[Status] = frozenset({"killed", "lawful", "changed", "equivalent"})
MEANINGS: dict[Status, str] = {
    "killed": "breaks a law of the original: proof and fuzzing both refute it",
    "lawful": "keeps every law of the original and changes the outcome: proof and fuzzing both show where",
    "changed": "changes the outcome, as both show; whether some law breaks is open",
    "equivalent": "proved to have the outcome of the original",
    "proof only": "refuted by proof; fuzzing missed it",
    "fuzzing only": "refuted by fuzzing; proof did not decide",
    "undecided": "neither refuted nor proved equivalent",
    "contradiction": "fuzzing refutes what is proved, or one solver what another proves: one of the two is wrong",
}


class Finding(msgspec.Struct, frozen=True):
    """What proof and fuzzing say of one law of a mutant; ``fuzzing`` is None where examples cannot refute the law."""

    law: str
    proof: Judgement
    fuzzing: Judgement | None = None
    proof_example: Counterexample | None = None
    fuzzing_example: Counterexample | None = None
    reason: str | None = None


class MutantJudged(msgspec.Struct, frozen=True, tag="mutant"):
    """A mutant, and what became of it.

    Attributes
    ----------
    id, rule, kind
        ``rule:line:kind``, the id of the mechanism, the kind of the mistake.
    function, file, line
        Where the mistake is; the file is one of ``src/strategyproof/mechanism/rules``.
    before, after
        The line, right and wrong.
    status
        What became of it.
    law
        The law by which it was killed, or that changes; None for the others.
    findings
        What was asked, in the order in which it was asked.
    seconds
        CPU time, solver included.
    contradictions
        Questions to which two solvers gave contrary answers.
    """

    id: str
    rule: str
    kind: str
    function: str
    file: str
    line: int
    before: str
    after: str
    status: Status
    law: str | None
    findings: list[Finding]
    seconds: float
    contradictions: list[Contradiction] = []

    @property
    def change(self) -> tuple[str, str, str, str]:
        """What is changed where: rules that share a function share its mistakes."""
        return self.file, self.function, self.before, self.after


class SelftestDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``selftest``: how many mutants are decided by proof and by fuzzing."""

    schema: str = SELFTEST_SCHEMA
    version: str
    exit_code: int
    sentence: str
    seed: int
    examples: int
    mutants: int
    changes: int
    decided: int
    statuses: dict[Status, int]
    seconds: float
    judged: list[MutantJudged]


def conclude(judged: Sequence[MutantJudged], version: str, seed: int, examples: int) -> SelftestDocument:
    """Count, and give the exit code: 0 all are decided, 3 some are not, 4 something contradicts a proof."""
    count = Counter(mutant.status for mutant in judged)
    decided = sum(count[status] for status in DECIDED)
    changes = len({mutant.change for mutant in judged})
    answer: Answer = (
        "solvers-disagree" if count["contradiction"] else "holds" if decided == len(judged) else "inconclusive"
    )
    told = "; ".join(f"{count[status]} {status}" for status in MEANINGS if count[status])
    return SelftestDocument(
        version=version,
        exit_code=EXIT_CODES[answer],
        sentence=f"Mutation score {decided}/{len(judged)} ({changes} different changes): {told}.",
        seed=seed,
        examples=examples,
        mutants=len(judged),
        changes=changes,
        decided=decided,
        statuses=dict(count),
        seconds=sum(mutant.seconds for mutant in judged),
        judged=list(judged),
    )


def render(document: SelftestDocument) -> str:
    """Write a document as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
