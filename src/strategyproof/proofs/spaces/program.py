"""A user's function with its type space: the composite of one run, in the evaluator or in CPython."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from strategyproof.mechanism.spaces import Reading, Space, Type, values
from strategyproof.mechanism.spaces.law import View
from strategyproof.proofs.evaluator import Evaluator, modules
from strategyproof.proofs.evaluator.faults import BadOutcome, OutOfBudget
from strategyproof.proofs.evaluator.states import Restart
from strategyproof.proofs.functions import native
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.program import ENDINGS, Decider, Program, fault_of, is_changed
from strategyproof.proofs.functions.target import LoadError
from strategyproof.proofs.spaces.hosts import EvaluatorHost, Helper, Host, NativeHost
from strategyproof.proofs.spaces.shares import Shares, draws, shares

Key = tuple[Any, ...]
"""What a number of the composite is: ``("worth", i, variant)``, ``("payment", i)``, ``("cost",)`` and so on."""


@dataclass(frozen=True, slots=True)
class Gained:
    """The composite of one run.

    Attributes
    ----------
    numbers
        Symbols or fractions, by what they are.
    got
        What each agent got, draw by draw, each draw with its probability.
    in_floats
        Whether the function returned a double, which may be rounded.
    """

    numbers: dict[Key, Any]
    got: list[tuple[Any, list[Any]]] = field(default_factory=list, compare=False)
    in_floats: bool = field(default=False, compare=False)


class SpacedProgram:
    """A function of a file, read with its space.

    Parameters
    ----------
    program
        The function.
    reading
        What its annotations say.

    Raises
    ------
    LoadError
        If a helper of the file, such as ``value(t, got)``, takes other arguments.
    """

    def __init__(self, program: Program, reading: Reading) -> None:
        self.program, self.reading = program, reading
        self.cost, self.burn = (self._helper(name, 1) for name in ("cost", "burn"))
        own = self._helper("value", 2)
        self._values = {name: own or default_helper(name) for name in DEFAULTS}
        self._joined = default_helper("joined")

    def _helper(self, name: str, count: int) -> Helper | None:
        found = self.program.names.get(name)
        if found is None or name not in self.reading.helpers:
            return None
        try:
            parameters = list(inspect.signature(found).parameters.values())
        except (TypeError, ValueError):
            parameters = []
        needed = [p for p in parameters if p.default is p.empty]
        expected = {"value": "value(t, got)"}.get(name, f"{name}(outcome)")
        if len(parameters) < count or (name == "value" and len(needed) > count):
            given = ", ".join(p.name for p in parameters)
            raise LoadError(f"expected {expected} in the file, got {name}({given})")
        return Helper(name, self.program.helper(name), found, tuple(p.name for p in parameters[count:]))

    def evaluated(
        self,
        reports: Sequence[Type],
        trues: Sequence[Sequence[Type]],
        parameters: Mapping[str, Any],
        view: View = "own",
        decide: Decider | None = None,
        certain: Decider | None = None,
    ) -> Gained | Fault:
        """Evaluate the composite on numbers or symbols; ``trues`` are the true types that are asked about, per agent.

        Raises
        ------
        OutOfBudget
            If the run is too long.
        Restart
            If the run writes to a state that was not known to be one.
        """
        ev = self.program.evaluator(decide, certain)
        host = EvaluatorHost(ev)
        given, before = (host.given(self._argument(reports)) for _ in range(2))
        try:
            result = ev.call(self.program.value, [given], dict(parameters))
            found = self._gained(host, result, reports, trues, parameters, view)
            return Fault("raises", "the function changes its argument") if is_changed(ev, given, before) else found
        except ENDINGS as ending:
            return fault_of(ev, ending)

    def at(
        self,
        reports: Sequence[Type],
        trues: Sequence[Sequence[Type]],
        parameters: Mapping[str, Any],
        view: View = "own",
    ) -> Gained | Fault:
        """Evaluate the composite at a point; again, where the run shows a state that was not known."""
        while True:
            try:
                return self.evaluated(reports, trues, parameters, view)
            except Restart:
                continue
            except OutOfBudget as error:
                return Fault(error.cause, str(error), error.line)

    def natively(
        self,
        reports: Sequence[Type],
        trues: Sequence[Sequence[Type]],
        parameters: Mapping[str, Any],
        view: View = "own",
    ) -> Gained | Fault:
        """Run the function itself, and the value function on what it returned."""
        host = NativeHost()
        given, before = (self._argument(reports) for _ in range(2))
        try:
            with native.limited(native.SECONDS_PER_RUN):
                result = self.program.native(given, **parameters)
                if not native.is_unchanged(given, before):
                    return Fault("raises", "the function changes its argument")
                return self._gained(host, result, reports, trues, parameters, view)
        except native.ENDINGS as error:  # whatever user code raises is a finding about it
            return native.fault_of(error, self.program.file)

    def _argument(self, reports: Sequence[Type]) -> Any:
        return self.program.shape.made([report.value for report in reports])

    def _gained(
        self,
        host: Host,
        result: Any,
        reports: Sequence[Type],
        trues: Sequence[Sequence[Type]],
        parameters: Mapping[str, Any],
        view: View,
    ) -> Gained:
        spaces = [report.space for report in reports]
        names = self.program.shape.names(len(reports))
        listed = draws(host, result) if self.reading.lottery else [(1, result)]
        if self.reading.lottery:
            _check_probabilities(host, [chance for chance, _ in listed])
        numbers: dict[Key, Any] = {}
        got = []
        for place, (chance, outcome) in enumerate(listed):
            found = shares(host, self.reading, spaces, outcome, names)
            own = self._numbers(host, found, spaces, trues, parameters, view)
            got.append((chance, found.got))
            if view == "draws":
                numbers[("chance", place)] = chance
                numbers |= {("draw", place, *key): number for key, number in own.items()}
            else:
                for key, number in own.items():
                    numbers[key] = chance * number + numbers[key] if key in numbers else chance * number
        return Gained(numbers, got, getattr(host, "in_floats", False))

    def _numbers(
        self,
        host: Host,
        found: Shares,
        spaces: Sequence[Space],
        trues: Sequence[Sequence[Type]],
        parameters: Mapping[str, Any],
        view: View,
    ) -> dict[Key, Any]:
        numbers: dict[Key, Any] = {}
        alias = len(spaces) - 1
        for i, (space, paid) in enumerate(zip(spaces, found.payments, strict=True)):
            sign = -1 if space.side == "seller" else 1
            numbers[("payment", i)] = sign * paid
            for true in trues[i]:
                numbers[("worth", i, true.variant)] = sign * self.worth(host, true, found.got[i])
                if view == "crossed":
                    for j in range(len(spaces)):
                        if j != i:
                            worth = self.worth(host, true, found.got[j])
                            numbers[("crossed", i, j, true.variant)] = sign * worth
                if view == "joined" and i != alias:
                    both = host.call(self._joined, [found.got[i], found.got[alias]], {})
                    worth = self.worth(host, true, both)
                    numbers[("joined", i, true.variant)] = worth - paid - found.payments[alias]
        for helper in filter(None, (self.cost, self.burn)):
            known = {**parameters, "payments": host.given([host.argument(paid) for paid in found.payments])}
            given = {name: known[name] for name in helper.parameters if name in known}
            answer = host.call(helper, [found.outcome], given)
            numbers[(helper.name,)] = host.number(f"what {helper.name}(outcome) returns", answer)
        return numbers

    def worth(self, host: Host, true: Type, got: Any) -> Any:
        """Return v(t, got) as a number."""
        helper = self._values[true.space.default_value]
        return host.number("what value(t, got) returns", host.call(helper, [host.given(true.value), got], {}))


def _check_probabilities(host: Host, chances: Sequence[Any]) -> None:
    """Refuse probabilities below 0, or that do not sum to 1."""
    total = sum(chances[1:], chances[0])
    if not host.holds(total == 1):
        raise BadOutcome(
            f"expected probabilities that sum to 1, got {_shown(total)}; Fraction(1, 3) is exact, 1 / 3 is not"
        )
    for chance in chances:
        if not host.holds(chance >= 0):
            raise BadOutcome(f"expected probabilities of 0 or more, got {_shown(chance)}")


def _shown(number: Any) -> str:
    term = getattr(number, "term", None)
    if term is None:
        return str(number)
    return str(term.data) if term.op == "const" else "another number for some reports"


DEFAULTS = ("number", "vector", "sets", "single", "point", "ranking")


@cache
def default_helper(name: str) -> Helper:
    """Return a function of :mod:`strategyproof.mechanism.spaces.values`."""
    return Helper(name, _default_scope()[name], getattr(values, name))


@cache
def _default_scope() -> Any:
    return modules.load(Evaluator(), Path(str(values.__file__)))
