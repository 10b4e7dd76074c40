"""A solver as a child process: a crash or a runaway question costs a verdict, never the run."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

import msgspec

from strategyproof.mechanism.grounds import Ground, Unanswered
from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.child.process import Child, python_worker
from strategyproof.proofs.smt.answer import Answer, Budget, Status
from strategyproof.proofs.smt.smtlib import OBSERVED, script, sha256_of
from strategyproof.proofs.smt.terms import Term

if TYPE_CHECKING:
    from strategyproof.proofs.smt.disagreement import Disagreement

__all__ = ["Answer", "Budget", "Program", "Solver", "Status"]

Program: TypeAlias = Literal["z3", "cvc5"]
WORKERS: dict[Program, str] = {
    "z3": "strategyproof.proofs.smt.z3_worker",
    "cvc5": "strategyproof.proofs.smt.cvc5_worker",
}

STARTING = 120.0
"""Seconds, by the clock, in which the process must be up; no part of a question's time."""

NUMERAL = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?")


class _Hello(msgspec.Struct, forbid_unknown_fields=True):
    """What a solver says of itself when it is up."""

    solver: str


class _Reply(msgspec.Struct, forbid_unknown_fields=True):
    """What a solver says to a question; anything of another shape breaks the protocol."""

    status: Status
    spent: Annotated[int, msgspec.Meta(ge=0)]
    seconds: Annotated[float, msgspec.Meta(ge=0)]
    model: dict[str, str | bool | None] = {}
    cause: Unanswered | None = None
    detail: str = ""


class Solver:
    """Z3 or cvc5 in a child process, started when first asked and again after it ended.

    Parameters
    ----------
    budget
        What each question may cost.
    program
        Which solver.
    command
        Another program that answers as ``strategyproof.proofs.smt.z3_worker`` does.

    Attributes
    ----------
    name
        The solver and its version.
    seconds
        CPU time that its answers have taken so far.
    answers
        Its answers so far.
    texts
        The texts that it was asked, by their SHA-256; None, as at first, where nobody wants to keep them.

    Examples
    --------
    >>> from strategyproof.proofs.smt.terms import less, real, variable
    >>> x = variable("x", "Real")
    >>> with Solver() as solver:
    ...     solver.ask([less(x, real(0)), less(real(1), x)]).status
    'unsat'
    """

    def __init__(
        self, budget: Budget | None = None, *, program: Program = "z3", command: Sequence[str] | None = None
    ) -> None:
        self.budget = budget or Budget()
        self.name: str = program
        self.seconds = 0.0
        self.answers: list[Answer] = []
        self.texts: dict[str, str] | None = None
        self.child = Child(command or python_worker(WORKERS[program], str(self.budget.memory)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, assertions: Sequence[Term], observed: Mapping[str, Term] | None = None) -> Answer:
        """Ask whether the assertions can hold together, and if so for a model of the observed terms."""
        observed = dict(observed or {})
        return self.ask_text(script(assertions, observed), list(observed))

    def ask_text(self, text: str, observe: Sequence[str] = ()) -> Answer:
        """Ask a question that is SMT-LIB text already.

        Returns
        -------
        Answer
            ``sat`` or ``unsat`` only where the process gave that answer to this very text, in the form agreed on;
            else ``unknown``, with the cause.
        """
        return self._noted(text, self._answer(text, [OBSERVED + name for name in observe]))

    def _noted(self, text: str, answer: Answer) -> Answer:
        """Remember an answer and, where texts are kept, what was asked; the answer then names its text."""
        answer = dataclasses.replace(answer, sha256=sha256_of(text))
        self.answers.append(answer)
        if self.texts is not None:
            self.texts[answer.sha256] = text
        return answer

    @property
    def searching(self) -> Solver:
        """Return who is asked on the way to a counterexample, which is replayed whoever found it."""
        return self

    def disputed(self) -> list[Disagreement]:
        """Return the texts about which two solvers contradicted each other: one alone has none."""
        return []

    def failures(self, since: int) -> list[Ground]:
        """Say why questions were not answered, from the answer of that number on."""
        return [ground for answer in self.answers[since:] if (ground := answer.ground) is not None]

    def authors(self, answers: Iterable[Answer]) -> str:
        """Name who answers for what was shown by some of the answers."""
        told = [answer.by for answer in answers if answer.status == "unsat"]
        return "; ".join(dict.fromkeys(told)) or self.name

    def close(self) -> None:
        """End the child process."""
        self.child.close()

    def _answer(self, text: str, names: Sequence[str]) -> Answer:
        question = {"do": "answer", "script": text, "rlimit": self.budget.units, "observe": names}
        try:
            self._start()
            reply = _read(self.child.ask(question, self.budget.seconds), names)
        except NoAnswer as error:
            self.close()
            return Answer("unknown", cause=error.cause, detail=error.detail, by=self.name)
        self.seconds += reply.seconds
        if reply.cause == "memory":
            self.close()  # what Z3 still holds would be missing from the next question's memory
        model = {name.removeprefix(OBSERVED): _value(value) for name, value in reply.model.items()}
        solvers = () if reply.status == "unknown" else (self.name,)
        return Answer(reply.status, model, reply.cause, self._detail(reply), self.name, reply.spent, solvers=solvers)

    def _start(self) -> None:
        if self.child.is_running:
            return
        if self.name == "cvc5" and importlib.util.find_spec("cvc5") is None:
            raise NoAnswer("start", "it is not installed; pip install cvc5")
        try:
            said = self.child.ask({"do": "hello"}, STARTING)
            self.name = msgspec.convert(said, _Hello).solver
        except msgspec.ValidationError as error:
            raise NoAnswer("protocol", f"expected a solver's name, got {said}: {error}") from None
        except NoAnswer as error:
            raise error if error.cause != "crash" else NoAnswer("start", error.detail) from None

    def _detail(self, reply: _Reply) -> str:
        match reply.cause:
            case "budget":
                return f"{self.budget.units} resource units"
            case "memory":
                return f"{self.budget.memory >> 20} MiB"
        return reply.detail


def _read(said: dict[str, Any], names: Sequence[str]) -> _Reply:
    """Check the shape of a reply, and that it says what its status allows.

    Raises
    ------
    NoAnswer
        If it does not.
    """
    try:
        reply = msgspec.convert(said, _Reply)
    except (msgspec.ValidationError, RecursionError) as error:
        raise NoAnswer("protocol", f"{error}") from None
    if (reply.status == "unknown") != (reply.cause is not None):
        raise NoAnswer("protocol", f"expected a cause with unknown alone, got {reply.status} with {reply.cause}")
    if reply.model.keys() != (set(names) if reply.status == "sat" else set()):
        raise NoAnswer("protocol", f"expected values of {names} with sat alone, got {reply.status}, {reply.model}")
    for name, value in reply.model.items():
        if isinstance(value, str) and NUMERAL.fullmatch(value) is None:
            raise NoAnswer("protocol", f"expected a numeral as the value of {name!r}, got {value[:80]!r}")
    return reply


def _value(value: str | bool | None) -> Fraction | bool | None:
    return Fraction(value) if isinstance(value, str) else value
