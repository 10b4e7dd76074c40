"""The economically smallest counterexample: whole numbers, a gain of at least 1, small bids, then a small lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.question import Case, Question
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

SHARE = 0.05
"""Of the budget, for each attempt at a smaller counterexample."""


class Search:
    """Looks for small models of one question."""

    def __init__(self, asker: Asker, question: Question, cases: Sequence[Case]) -> None:
        self._asker, self._question, self._cases = asker, question, cases
        self._numbers = list(dict.fromkeys([*question.numbers, *_free(question.parameters.values())]))

    def candidates(self) -> Iterator[tuple[Case, dict[Term, Fraction]]]:
        """Yield points at which the law should fail, the simplest first."""
        for demand in (self._gains(), self._with_a_bid(), self._violations()):
            if demand is None:
                continue
            for grid, bound in ((1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (1, 10), (2, 4), (1, 20)):
                limits = [_on_grid(number, grid, bound) for number in self._numbers]
                model = self._model([demand, *limits])
                if model is not None:
                    yield self._found(self._reduced([demand, *limits], model))
                    break
        yield from self._greedy()

    def _violations(self) -> Term:
        return terms.disjunction(case.violation for case in self._cases)

    def _with_a_bid(self) -> Term:
        """Return the violations in markets where somebody bids: a tie of zeros convinces nobody."""
        bids = [bid.term for bid in self._question.variables["bids"]]
        somebody = terms.disjunction(terms.less(terms.real(0), bid) for bid in bids)
        return terms.conjunction((self._violations(), somebody))

    def _gains(self) -> Term | None:
        """Return the violations by at least 1, for laws that compare two amounts."""
        margins = [_by_one(case) for case in self._cases]
        kept = [margin for margin in margins if margin is not None]
        return terms.disjunction(kept) if kept else None

    def _model(self, demands: Sequence[Term]) -> dict[Term, Fraction] | None:
        status, model = self._asker.ask([*self._question.facts, *demands], share=SHARE)
        return self._asker.values(model, self._numbers) if status == "sat" else None

    def _reduced(self, demands: list[Term], model: dict[Term, Fraction]) -> dict[Term, Fraction]:
        """Lower the sum of all numbers, then the distance of the lie from the truth."""
        for objective in (_sum(self._numbers), self._distance()):
            for _ in range(30 if objective is not None else 0):
                assert objective is not None
                least = _value(objective, model)
                if least is None:
                    break
                smaller = self._model([*demands, terms.less(objective, terms.real(least))])
                if smaller is None:
                    demands = [*demands, terms.less_equal(objective, terms.real(least))]
                    break
                model = smaller
        return model

    def _distance(self) -> Term | None:
        lie = self._question.variables.get("lie")
        if lie is None:
            return None
        bids = self._question.variables["bids"]
        parts = []
        for case in self._cases:
            gap = terms.add(lie.term, terms.negate(bids[case.places["i"]].term))
            size = terms.if_then_else(terms.less_equal(terms.real(0), gap), gap, terms.negate(gap))
            parts.append((case.violation, size))
        chosen = parts[-1][1]
        for when, size in reversed(parts[:-1]):
            chosen = terms.if_then_else(when, size, chosen)
        return chosen

    def _greedy(self) -> Iterator[tuple[Case, dict[Term, Fraction]]]:
        """Make one number after another small and whole, as far as the violation lets it."""
        demands: list[Term] = [self._violations()]
        model = self._model(demands)
        for number in self._numbers if model is not None else ():
            for grid, bound in ((1, 4), (1, 20), (4, 10)):
                better = self._model([*demands, _on_grid(number, grid, bound)])
                if better is not None:
                    demands.append(_on_grid(number, grid, bound))
                    model = better
                    break
        if model is not None:
            yield self._found(model)
            return
        status, answer = self._asker.ask([*self._question.facts, self._violations()])
        values = self._asker.values(answer, self._numbers) if status == "sat" else None
        if values is not None:
            yield self._found(values)

    def _found(self, model: dict[Term, Fraction]) -> tuple[Case, dict[Term, Fraction]]:
        gains = [(_by_one(case), case) for case in self._cases]
        for wanted in (
            *((margin, case) for margin, case in gains if margin is not None),
            *((case.violation, case) for case in self._cases),
        ):
            if _value(wanted[0], model) is True:
                return wanted[1], model
        return self._cases[0], model


def _by_one(case: Case) -> Term | None:
    if case.holds.op != "<=":
        return None
    low, high = case.holds.args
    by_one = terms.less_equal(terms.add(high, terms.real(1)), low)
    return terms.conjunction((case.defined, by_one))


def _on_grid(number: Term, grid: int, bound: int) -> Term:
    return terms.disjunction(terms.equal(number, terms.real(Fraction(k, grid))) for k in range(bound * grid + 1))


def _sum(numbers: Sequence[Term]) -> Term:
    total = terms.real(0)
    for number in numbers:
        total = terms.add(total, number)
    return total


def _free(values: Any) -> list[Term]:
    return [value for value in values if value.op == "var"]


def _value(term: Term, model: dict[Term, Fraction]) -> Any:
    """Evaluate a term at a point."""
    from strategyproof.proofs.functions.summary import terms_at

    constants = {variable: terms.real(value) for variable, value in model.items()}
    [result] = terms_at([term], constants)
    return result.data if result.op == "const" else None
