"""What a solver answers, what a question may cost, and why there may be no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from strategyproof.mechanism.grounds import Ground, Unanswered
from strategyproof.mechanism.verdict import Asked
from strategyproof.proofs.child.cause import sentence

Status: TypeAlias = Literal["sat", "unsat", "unknown"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one question may cost.

    Attributes
    ----------
    units
        Solver resource units, the same on every machine, for each of the solver's strategies that is tried in turn;
        decides which verdicts are ``unknown``.
    seconds
        Wall clock, a backstop against a solver that does not count.
    memory
        Bytes of address space that the solver's process may take. Windows sets no such limit.
    """

    units: int = 20_000_000
    seconds: float = 30.0
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Answer:
    """A solver's answer.

    Attributes
    ----------
    status
        Whether the assertions can hold together.
    model
        For ``sat``: the values of the observed terms; None where a value is irrational.
    cause
        For ``unknown``: what happened.
    detail
        What the cause's sentence says of it: the signal, the limit that was reached, the solver's own words.
    by
        The solver and its version.
    spent
        Resource units.
    sha256
        Of the text that was asked, in hexadecimal.
    solvers
        Who gave the answer: each solver with its version; nobody, for ``unknown``.
    """

    status: Status
    model: dict[str, Fraction | bool | None] = field(default_factory=dict)
    cause: Unanswered | None = None
    detail: str = ""
    by: str = ""
    spent: int = 0
    sha256: str = ""
    solvers: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """Return the question with its answer, as a verdict cites it.

        Raises
        ------
        ValueError
            If there is no answer, on which nothing rests.
        """
        if self.status == "unknown":
            raise ValueError(f"expected an answer on which a verdict can rest, got none: {self.reason}")
        return Asked(self.sha256, self.status, list(self.solvers))

    @property
    def reason(self) -> str | None:
        """Say why there is no answer; None if there is one.

        >>> Answer("unknown", cause="budget", detail="100 resource units", by="z3 5.4.1").reason
        'z3 5.4.1 used up its 100 resource units'
        """
        return None if self.cause is None else sentence(self.cause, self.by, self.detail)

    @property
    def ground(self) -> Ground | None:
        """Return the cause with its sentence; None if there is an answer."""
        return None if self.cause is None else Ground(self.cause, sentence(self.cause, self.by, self.detail))
