"""What the process that runs user code answers about a function with a type space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces import reading_of
from strategyproof.mechanism.spaces.laws import SPACE_LAWS
from strategyproof.mechanism.verdict import Arithmetic, Counterexample, Verdict
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.deciding import Deciding
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.target import LoadError
from strategyproof.proofs.spaces import replay
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.read import SpaceRead
from strategyproof.proofs.spaces.subject import SpacedSubject

if TYPE_CHECKING:
    from strategyproof.proofs.spaces.any_agents import AnyAgents


class SpacedFunction:
    """A loaded function with its space."""

    def __init__(self, program: SpacedProgram, identity: str, parameters: tuple[Parameter, ...]) -> None:
        self._of = (program, identity, parameters)
        self._subjects: dict[Arithmetic, SpacedSubject] = {}
        self._any: AnyAgents | None = None
        self.reading = reading = program.reading
        speaking = [law.id for law in SPACE_LAWS.values() if law.speaks_of(reading)]
        self.read = SpaceRead(reading.told(), [TOTAL.id, *speaking], reading.is_one_number)

    def judged(
        self, law: str, bidders: list[int], arithmetic: Arithmetic, budget: Budget, deciding: Deciding
    ) -> Verdict:
        """Judge a law."""
        if arithmetic not in self._subjects:
            self._subjects[arithmetic] = SpacedSubject(*self._of, arithmetic)
        subject = self._subjects[arithmetic]
        subject.budget, subject.deciding = budget, deciding
        asked: Law = TOTAL if law == TOTAL.id else SPACE_LAWS[law]
        if self._of[0].reading.one.is_finite:
            from strategyproof.proofs.spaces.finite import judge as finite

            return finite.judge(subject, asked, bidders)
        from strategyproof.proofs.spaces.judge import judge

        return judge(subject, asked, bidders)

    def lifted(self, law: str, proved: Verdict, budget: Budget, deciding: Deciding) -> Verdict:
        """Return a proved verdict for any number of agents where it can be had."""
        from strategyproof.proofs.spaces.any_agents import AnyAgents, is_read

        program, identity, parameters = self._of
        if not is_read(program.reading):
            return proved
        if self._any is None:
            target = f"{program.program.file}:{program.program.name}"
            self._any = AnyAgents(target, program.reading, identity, parameters)
        return self._any.verdict(TOTAL if law == TOTAL.id else SPACE_LAWS[law], proved, budget, deciding)

    def broken(
        self, law: str, bids: Sequence[str], variables: Mapping[str, Any], arithmetic: Arithmetic = "real"
    ) -> Counterexample | None:
        """Run the function itself at one point; None if the law holds there, or there is no outcome.

        Parameters
        ----------
        law
            Id.
        bids, variables
            The types, and the law's other variables, as a counterexample writes them. Each parameter has one value.

        Raises
        ------
        ValueError
            If a type is none of the space, or a variable is missing.
        """
        program, identity, parameters = self._of
        subject, asked = SpacedSubject(program, identity, parameters, arithmetic), SPACE_LAWS[law]
        types, places = replay.read(asked, program.reading, bids, variables)
        values = {parameter.name: Fraction(parameter.interval.low) for parameter in parameters}
        if program.reading.one.is_finite:
            from strategyproof.proofs.spaces.finite import point

            return point.counterexample(subject, asked, types, places, values)
        return replay.counterexample(subject, asked, types, places, values, quick=True)


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
