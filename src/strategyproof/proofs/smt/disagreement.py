"""Two solvers that contradict each other about one text."""

from __future__ import annotations

from dataclasses import dataclass

from strategyproof.mechanism.verdict import Contradiction
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.smtlib import sha256_of


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One solver says that a text can hold, the other that it cannot: one of them is wrong.

    Attributes
    ----------
    text
        The question, in SMT-LIB, as both were given it.
    answers
        What each said.
    """

    text: str
    answers: tuple[Answer, Answer]

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal."""
        return sha256_of(self.text)

    def about(self, mechanism: str, law: str) -> Contradiction:
        """Return it as data, with the ids of what the question is about."""
        answers: dict[str, str] = {answer.by: answer.status for answer in self.answers}
        return Contradiction(mechanism, law, self.sha256, self.text, answers)
