"""The composite for all reports and all true types of a number of agents, as terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces import Space, Type
from strategyproof.mechanism.spaces.law import View
from strategyproof.mechanism.spaces.space import ZERO
from strategyproof.proofs.evaluator.numbers import Quantity
from strategyproof.proofs.evaluator.states import Restart
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.paths import Explorer, Path, merged_term
from strategyproof.proofs.functions.summary import domain, numeric_variable, parameter_terms, terms_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.spaces.program import Gained, Key, SpacedProgram
from strategyproof.proofs.symbolic.symbols import lift

Numbers = tuple[tuple[Term, ...], ...]
"""The numbers of each agent's type."""


@dataclass(slots=True)
class Composite:
    """The numbers of the composite over all paths.

    Attributes
    ----------
    reports, trues
        The variables that stand for reported and true types.
    numbers
        A term for each number.
    defined
        Where the function returns an outcome whose worth can be computed.
    faults
        The paths without one, each with its condition.
    early
        Why the exploration ended before all paths were seen, if it did.
    paths
        How many runs it took.
    left_out
        A question: whether anything can happen that was left out as impossible. Empty if nothing was.
    """

    reports: Numbers
    trues: Numbers
    numbers: dict[Key, Term]
    defined: Term
    faults: list[tuple[Term, Fault]]
    early: Fault | None
    paths: int
    left_out: list[Term] = field(default_factory=list)
    _known: dict[tuple[Any, ...], tuple[Term, Term, Any]] = field(default_factory=dict)

    def at(self, key: Key, reports: Numbers, trues: Numbers) -> tuple[Term, Term]:
        """Return a number at other reports and true types, and where it is defined."""
        place = (key, tuple(map(id, _flat(reports))), tuple(map(id, _flat(trues))))
        if place not in self._known:
            values = dict(zip(_flat(self.reports), _flat(reports), strict=True))
            values |= dict(zip(_flat(self.trues), _flat(trues), strict=True))
            number, defined = terms_at([self.numbers.get(key, terms.real(0)), self.defined], values)
            self._known[place] = number, defined, (reports, trues)
        return self._known[place][:2]


def _flat(numbers: Numbers) -> list[Term]:
    return [number for own in numbers for number in own]


def variables(space: Space, prefix: str, arithmetic: str) -> tuple[Term, ...]:
    """Return the numbers of a type as variables."""
    return tuple(numeric_variable(f"{prefix}.{place}", arithmetic) for place in range(space.count))


def facts(space: Space, numbers: Sequence[Term]) -> list[Term]:
    """Return what is known of the numbers of a type."""
    return [
        terms.less_equal(terms.real(0) if low == ZERO else numbers[low], numbers[high]) for low, high in space.bounds
    ]


def quantities(space: Space, variant: int, numbers: Sequence[Term], kind: type) -> Type:
    """Return a type whose numbers the evaluator computes with."""
    return Type(space, variant, tuple(Quantity(number, kind) for number in numbers))


def summarise(
    program: SpacedProgram,
    parameters: Sequence[Parameter],
    variants: Sequence[int],
    view: View,
    arithmetic: str,
    budget: Budget,
    deadline: float,
) -> Composite:
    """Explore the function for reports of these variants; anew where a run shows a state that was not known."""
    spaces = program.reading.spaces(len(variants))
    kind = int if arithmetic == "integer" else float
    reports = tuple(variables(space, f"r{i}", arithmetic) for i, space in enumerate(spaces))
    trues = tuple(variables(space, f"t{i}", arithmetic) for i, space in enumerate(spaces))
    known = [
        fact for i, space in enumerate(spaces) for numbers in (reports, trues) for fact in facts(space, numbers[i])
    ]
    given = {name: Quantity(term) for name, term in parameter_terms(parameters).items()}
    reported = [quantities(*of, kind) for of in zip(spaces, variants, reports, strict=True)]
    asked = [
        [quantities(space, variant, trues[i], kind) for variant in range(space.variants)]
        for i, space in enumerate(spaces)
    ]
    while True:
        explorer = Explorer([*known, *domain(parameters)], budget, deadline)
        run = partial(program.evaluated, reported, asked, given, view, explorer.decide, explorer.certain)
        try:
            paths, end = explorer.explore(run)
        except Restart:
            continue
        early = None if end is None else Fault(end.cause, str(end), end.line)
        return _merged(reports, trues, paths, early, explorer.left_out())


def _merged(
    reports: Numbers, trues: Numbers, paths: Sequence[Path[Any]], early: Fault | None, left_out: list[Term]
) -> Composite:
    keys = dict.fromkeys(key for path in paths if isinstance(path.leaf, Gained) for key in path.leaf.numbers)
    zero = terms.real(0)

    def number(key: Key) -> Term:
        def at(leaf: Any) -> Term:
            return lift(leaf.numbers.get(key, 0)).term if isinstance(leaf, Gained) else zero

        return merged_term(paths, at, zero)

    defined = merged_term(paths, lambda leaf: terms.truth(isinstance(leaf, Gained)), terms.FALSE)
    faults = [(path.condition, path.leaf) for path in paths if isinstance(path.leaf, Fault)]
    numbers = {key: number(key) for key in keys}
    return Composite(reports, trues, numbers, defined, faults, early, len(paths), left_out)
