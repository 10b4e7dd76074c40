"""From a solver's model to the simplest market that refutes a law, replayed on the real code."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from strategyproof.mechanism import replay
from strategyproof.mechanism.arrays import exact
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
    """Return the counterexample with the fewest bidders and the smallest round numbers, or None if none replays.

    Raises
    ------
    ArithmeticError
        If the rule raises at a point that the solver found (a division by 0); the message names the bids.
    """
    observed, solver = _observed(question), solver.searching
    violation = [*violation, *_domains(question)]
    small = [*violation, *_fewest(question, violation, solver)]
    numbers = _numbers(question)
    round_numbers = [[_on_grid(number, grid, bound) for number in numbers] for grid, bound in GRIDS]
    for demanded in (*([*small, *limits] for limits in round_numbers), small, violation):
        answer = solver.ask(demanded, observed)
        if answer.status != "sat":
            continue
        for whole in (False, True):
            point = _concrete(question, answer.model, whole=whole)
            found = _replayed(question, *point) if point else None
            if found is not None:
                return found
    return None


GRIDS = ((1, 1), (1, 2), (1, 4), (1, 10), (2, 4), (5, 10), (1, 100))
"""Ever weaker demands on the numbers of a counterexample: multiples of 1/grid, up to a bound."""

MOST_BIDDERS = 9
"""Counterexamples with more bidders are taken as the solver gives them."""

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


def _fewest(question: Question, violation: list[Term], solver: Solver) -> list[Term]:
    """Return bounds on the numbers of bidders and of further names, the smallest that allow a counterexample."""
    bounds: list[Term] = []
    for size, least in _sizes(question):
        for most in range(least, MOST_BIDDERS + 1):
            bound = terms.less_equal(size, terms.integer(most))
            if solver.ask([*violation, *bounds, bound]).status == "sat":
                bounds.append(bound)
                break
    return bounds


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
    observed = {f"position {k}": position for k, position in enumerate(question.theory.positions)}
    for vector in question.theory.vectors:
        observed |= _entries(question, vector)
    for kind, named in (("parameter", question.parameters), ("variable", question.variables)):
        for name, value in named.items():
            if hasattr(value, "term") or isinstance(value, Term):
                observed[f"{kind} {name} value"] = getattr(value, "term", value)
    observed |= {f"size {k}": size for k, (size, _) in enumerate(_sizes(question))}
    return observed


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
        return [at.get(place, lowest) for place in wanted]

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
