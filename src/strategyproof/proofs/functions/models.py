"""Points at which a law of a function should fail: models of a question, narrowed where the first do not replay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.question import Choice, Question
from strategyproof.proofs.functions.summary import terms_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

SHARE = 0.05
"""Of the budget, for each attempt with narrower numbers."""

GRIDS = ((1, 4), (4, 4), (1, 20))
"""Multiples of 1/grid up to a bound, for models whose numbers are irrational or too fine for the function's doubles."""


def models(
    asker: Asker, question: Question, choices: Sequence[Choice]
) -> Iterator[tuple[Choice, dict[Term, Fraction]]]:
    """Yield points at which the law fails for one of the choices, with that choice."""
    numbers = list(dict.fromkeys([*question.numbers, *(v for v in question.parameters.values() if v.op == "var")]))
    violation = terms.disjunction(choice.violation for choice in choices)
    limited = ([_on_grid(number, grid, bound) for number in numbers] for grid, bound in GRIDS)
    for share, limits in ((1.0, list[Term]()), *((SHARE, limits) for limits in limited)):
        status, answer = asker.ask([*question.facts, violation, *limits], share=share)
        model = asker.values(answer, numbers) if status == "sat" else None
        if model is not None:
            yield _of(choices, model), model
    yield from _one_by_one(asker, question, choices, numbers, violation)


def _one_by_one(
    asker: Asker, question: Question, choices: Sequence[Choice], numbers: Sequence[Term], violation: Term
) -> Iterator[tuple[Choice, dict[Term, Fraction]]]:
    """Put one number after another on a grid, as far as the violation lets it."""
    demands, model = [violation], None
    for number in numbers:
        for grid, bound in ((1, 4), (1, 20), (4, 10)):
            demanded = [*demands, _on_grid(number, grid, bound)]
            status, answer = asker.ask([*question.facts, *demanded], share=SHARE)
            if status == "sat":
                demands, model = demanded, asker.values(answer, numbers)
                break
    if model is not None:
        yield _of(choices, model), model


def _of(choices: Sequence[Choice], model: dict[Term, Fraction]) -> Choice:
    """Return the choice for which the law fails at a point."""
    return next((choice for choice in choices if _value(choice.violation, model) is True), choices[0])


def _on_grid(number: Term, grid: int, bound: int) -> Term:
    return terms.disjunction(terms.equal(number, terms.real(Fraction(k, grid))) for k in range(bound * grid + 1))


def _value(term: Term, model: dict[Term, Fraction]) -> Any:
    """Evaluate a term at a point."""
    [result] = terms_at([term], {variable: terms.real(value) for variable, value in model.items()})
    return result.data if result.op == "const" else None
