"""From a solver's model to the simplest market that refutes a law, found and replayed on the real code."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.counterexample.case import blank_case, case_of
from strategyproof.mechanism.counterexample.gain import gain
from strategyproof.mechanism.counterexample.shrink import Failure, simplest, smallest
from strategyproof.mechanism.law import Bidder, Bids, Name, Names
from strategyproof.mechanism.verdict import Counterexample
from strategyproof.proofs.any_bidders.theory import within
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol

if TYPE_CHECKING:
    from strategyproof.proofs.any_bidders.question import Question

Model = dict[str, Fraction | bool | None]


def simplest_counterexample(question: Question, violation: list[Term], solver: Solver) -> Counterexample | None:
    """Return the simplest counterexample that the shrinker finds, or None if no model of the violation replays.

    The solver has said that there is one. For two bidders and small numbers the shrinker needs no model of it.

    Parameters
    ----------
    question, violation
        What was asked, and what a counterexample satisfies.
    solver
        Is asked for models.

    Raises
    ------
    ArithmeticError
        If the rule raises at a point that the solver found (a division by 0); the message names the bids.
    """
    law, failure = question.law, _shrinking(question)
    if not law.exists:
        case = smallest(failure, blank_case(law, question.mechanism, max(failure.fewest, 2)))
        if case is not None:
            return _replayed(question, case.bound(), case.arguments())
    for parameters, variables in _points(question, violation, solver.searching):
        found = _replayed(question, parameters, variables)
        if found is None:
            continue
        if law.exists:  # the proof is about these bidders and parameters, and smaller ones would not show it
            return found
        case = simplest(failure, case_of(parameters, variables))
        return _replayed(question, case.bound(), case.arguments())
    return None


def _shrinking(question: Question) -> Failure:
    law, mechanism = question.law, question.mechanism
    return Failure(
        law,
        replay.Trials(law, mechanism).fails,
        {parameter.name: parameter.interval for parameter in mechanism.parameters},
        max(law.min_bidders, question.at_least),
        gain=lambda case: gain(law, mechanism, case),
    )


def _points(
    question: Question, violation: list[Term], solver: Solver
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield points at which the law should fail; ever narrower demands, in case that a model cannot be written down."""
    violation = [*violation, *_domains(question)]
    for found in (solver.ask([*violation, *demands], _observed(question)) for demands in _demands(question)):
        for whole in (False, True) if found.status == "sat" else ():
            point = _concrete(question, found.model, whole=whole)
            if point is not None:
                yield point


def _demands(question: Question) -> Iterator[list[Term]]:
    """Yield what is demanded of a model beside the violation.

    Nothing at first. A model may have irrational numbers, or thousands of bidders that a rule counts: then few bidders,
    and round numbers. What is shown about a law that says "there are" is not shrunk, so few bidders come first there.
    """
    numbers = _numbers(question)
    grids = [[_on_grid(number, grid, bound) for number in numbers] for grid, bound in GRIDS]
    small = [[terms.less_equal(size, terms.integer(most)) for size, _ in _sizes(question)] for most in FEW]
    few = [[*sizes, *grid] for sizes in small for grid in (grids[0], [])]
    yield from [*few, []] if question.law.exists else [[]]
    yield from ([*small[-1], *grid] for grid in ([], *grids))


GRIDS = ((1, 4), (4, 10), (1, 100))
"""Ever weaker demands on the numbers of a counterexample: multiples of 1/grid, up to a bound."""

FEW = (1, 2, 3, 9)
"""Bounds on the number of bidders, and on that of further names."""

MOST_WHOLE = 40
"""Markets with more bidders are only tried cut down to the positions that a proof mentions."""


def _domains(question: Question) -> list[Term]:
    """State that every entry of a counterexample lies in its domain, also one that the law does not read."""
    theory = question.theory
    return [
        within(Symbol(entry), theory.intervals[vector])
        for vector in theory.vectors
        for entry in _entries(question, vector).values()
    ]


def _replayed(question: Question, parameters: dict[str, Any], variables: dict[str, Any]) -> Counterexample | None:
    try:
        return replay.counterexample(question.law, question.mechanism, parameters, variables)
    except ArithmeticError as error:
        at = ", ".join(f"{name} = {_told(value)}" for name, value in {**parameters, **variables}.items())
        raise ArithmeticError(f"the rule raises {type(error).__name__} ({error}) at {at}") from error


def _told(value: Any) -> str:
    return f"({', '.join(map(str, value))})" if hasattr(value, "__len__") else str(value)


def _on_grid(number: Term, grid: int, bound: int) -> Term:
    steps = [terms.equal(number, terms.real(Fraction(k, grid))) for k in range(-bound * grid, bound * grid + 1)]
    if bound * grid <= 20:
        return terms.disjunction(steps)
    whole = terms.Term("is_int", (terms.multiply(terms.real(grid), number),), "Bool")
    return terms.conjunction((whole, terms.less_equal(number, terms.real(bound))))


def _sizes(question: Question) -> list[tuple[Term, int]]:
    sizes = [(question.bidders, question.law.min_bidders)]
    return sizes + [(question.variables[v.name].extent, 1) for v in question.law.variables if isinstance(v, Names)]


def _numbers(question: Question) -> list[Term]:
    """Return every real that a counterexample consists of."""
    named = [value.term for value in question.parameters.values() if hasattr(value, "term")]
    named += [value.term for value in question.variables.values() if hasattr(value, "term")]
    entries = [entry for vector in question.theory.vectors for entry in _entries(question, vector).values()]
    return list(dict.fromkeys([*named, *entries]))


def _entries(question: Question, vector: str) -> dict[str, Term]:
    """Return a vector's entries at the mentioned positions, counted from where the vector starts."""
    names = {v.name for v in question.law.variables if isinstance(v, Names)}
    start = question.bidders if vector in names else terms.integer(0)
    return {
        f"{vector} at {k}": terms.apply(vector, terms.add(position, terms.negate(start)))
        for k, position in enumerate(question.theory.positions)
    }


def _observed(question: Question) -> dict[str, Term]:
    """Return the terms whose values make a market of a model."""
    wanted = {f"position {k}": position for k, position in enumerate(question.theory.positions)}
    for vector in question.theory.vectors:
        wanted |= _entries(question, vector)
    for kind, named in (("parameter", question.parameters), ("variable", question.variables)):
        for name, value in named.items():
            if hasattr(value, "term") or isinstance(value, Term):
                wanted[f"{kind} {name} value"] = getattr(value, "term", value)
    wanted |= {f"size {k}": size for k, (size, _) in enumerate(_sizes(question))}
    return wanted


def _concrete(question: Question, model: Model, *, whole: bool) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Cut a model down to the mentioned positions; None if it has an irrational number, or is no market.

    A rule that counts its bidders may need the ``whole`` market: at the other positions the lowest bids are put.
    """
    if any(value is None for value in model.values()):
        return None
    bidders, *extras = (int(model[f"size {k}"] or 0) for k in range(len(_sizes(question))))
    if whole and bidders + sum(extras) > MOST_WHOLE:
        return None
    named = {int(model[f"position {k}"] or 0) for k in range(len(question.theory.positions))}
    places = range(bidders + sum(extras)) if whole else sorted(named)
    market = [place for place in places if 0 <= place < bidders]
    beyond = [place for place in places if bidders <= place < bidders + sum(extras)]
    kept = market + beyond

    def entries(vector: str, wanted: list[int]) -> list[Fraction]:
        at = {
            int(model[f"position {k}"] or 0): Fraction(model[f"{vector} at {k}"] or 0)
            for k in range(len(question.theory.positions))
        }
        interval = question.theory.intervals[vector]
        lowest = Fraction(interval.low) + (1 if interval.open_low else 0)
        return [value if (value := at.get(place, lowest)) in interval else lowest for place in wanted]

    variables: dict[str, Any] = {}
    for variable in question.law.variables:
        if isinstance(variable, (Bids, Names)):
            wanted = market if isinstance(variable, Bids) else beyond
            variables[variable.name] = exact(entries(variable.name, wanted))
        elif isinstance(variable, (Bidder, Name)):
            place = int(model[f"variable {variable.name} value"] or 0)
            if place not in kept:
                return None  # no model of the market that was asked about
            variables[variable.name] = kept.index(place)
        else:
            variables[variable.name] = Fraction(model[f"variable {variable.name} value"] or 0)
    parameters: dict[str, Any] = {}
    for parameter in question.mechanism.parameters:
        if parameter.per_bidder:
            parameters[parameter.name] = exact(entries(f"parameter {parameter.name}", kept))
        else:
            parameters[parameter.name] = Fraction(model[f"parameter {parameter.name} value"] or 0)
    return parameters, variables
