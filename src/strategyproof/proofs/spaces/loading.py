"""What the process that runs user code answers about a function with a type space."""

from __future__ import annotations

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces import reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Arithmetic, Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.target import LoadError
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.read import SpaceRead
from strategyproof.proofs.spaces.subject import SpacedSubject


class SpacedFunction:
    """A loaded function with its space."""

    def __init__(self, program: SpacedProgram, identity: str, parameters: tuple[Parameter, ...]) -> None:
        self._of = (program, identity, parameters)
        self._subjects: dict[Arithmetic, SpacedSubject] = {}
        self.reading = reading = program.reading
        speaking = [law.id for law in SPACE_LAWS.values() if law.speaks_of(reading)]
        self.read = SpaceRead(reading.told(), [TOTAL.id, *speaking])

    def judged(self, law: str, bidders: list[int], arithmetic: Arithmetic, budget: Budget) -> Verdict:
        """Judge a law."""
        if arithmetic not in self._subjects:
            self._subjects[arithmetic] = SpacedSubject(*self._of, arithmetic)
        subject = self._subjects[arithmetic]
        subject.budget = budget
        asked: Law = TOTAL if law == TOTAL.id else SPACE_LAWS[law]
        if self._of[0].reading.one.is_finite:
            from strategyproof.proofs.spaces.finite import judge as finite

            return finite.judge(subject, asked, bidders)
        from strategyproof.proofs.spaces.judge import judge

        return judge(subject, asked, bidders)


def spaced(program: Program, identity: str, parameters: tuple[Parameter, ...]) -> SpacedFunction | None:
    """Return the function with its space; None where it has one number per bidder and yes-or-no wins.

    Raises
    ------
    LoadError
        If its annotations or helpers are used wrongly.
    """
    try:
        first, result = program.annotations or (None, None)
        reading = reading_of(program.native, first, result, program.names)
    except ValueError as error:
        raise LoadError(str(error)) from error
    return None if reading is None else SpacedFunction(SpacedProgram(program, reading), identity, parameters)
