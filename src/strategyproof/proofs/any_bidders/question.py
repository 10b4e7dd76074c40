"""A law on a rule as symbols: what is asked of a solver, for a market of any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.proofs.any_bidders.concordance import PerBidder
from strategyproof.proofs.any_bidders.numbers import REALS, Reals
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import DEMANDS, DIVISORS, lift

NON_NEGATIVE = Interval(0)
POSITIVE = Interval(0, open_low=True)


@dataclass(frozen=True, slots=True)
class Question:
    """A law on a mechanism as symbols: the theory of the market, its parameters, the law's variables."""

    law: Law
    mechanism: Mechanism
    theory: Theory
    parameters: dict[str, Any]
    variables: dict[str, Any]
    divisors: list[Term] = field(default_factory=list)
    demands: list[Term] = field(default_factory=list)
    at_least: int = 1
    numbers: Reals = REALS

    @property
    def bidders(self) -> Term:
        """Return N."""
        size: Term = self.variables["bids"].extent
        return size

    def holds(self, **changed: Any) -> Term:
        """Return the law's predicate, from the law's and the mechanism's own source."""
        auction = self.numbers.read(self.mechanism).assume(**self.parameters)
        noting = DIVISORS.set(self.divisors)
        try:
            with self._noting_demands():
                return lift(self.law.holds(auction, **{**self.variables, **changed})).term
        finally:
            DIVISORS.reset(noting)

    def violation(self, holds: Term) -> list[Term]:
        """Return what a counterexample satisfies: all facts, and the law fails or an operation has no number."""
        if self.theory.refusals:
            raise TypeError(self.theory.refusals[0])
        with self._noting_demands():
            self.theory.closed()
            if self.demands or self.theory.has_obligations:
                self.theory.position("somebody")  # a claim about every bidder, also one whom the law does not name
            shown = self.theory.obligations()
            facts = self.theory.closed()
        divisions_by_zero = [terms.equal(divisor, terms.real(0)) for divisor in self.divisors]
        broken = [terms.negation(holds), *divisions_by_zero, *map(terms.negation, [*shown, *self.demands])]
        claim = terms.disjunction(broken)
        return [*facts, *self.numbers.facts(self, facts, claim), claim]

    @contextmanager
    def _noting_demands(self) -> Iterator[None]:
        noting = DEMANDS.set(self.demands)
        try:
            yield
        finally:
            DEMANDS.reset(noting)


def ask(law: Law, mechanism: Mechanism, at_least: int = 1, numbers: Reals = REALS) -> Question:
    """Read the law's variables and the mechanism's parameters as symbols over a market of any size."""
    theory = Theory()
    bidders = terms.variable("number of bidders", "Int")
    smallest = max(law.min_bidders, at_least)
    theory.assume(terms.less_equal(terms.integer(smallest), bidders))
    for place in range(smallest):
        theory.mention(terms.integer(place))
    question = Question(law, mechanism, theory, {}, {}, at_least=at_least, numbers=numbers)
    for variable in law.variables:
        question.variables[variable.name] = _symbol(variable, bidders, question)
    for parameter in mechanism.parameters:
        question.parameters[parameter.name] = _parameter(parameter, bidders, theory)
    return question


def _parameter(parameter: Parameter, bidders: Term, theory: Theory) -> Any:
    name = f"parameter {parameter.name}"
    if parameter.per_bidder:
        return PerBidder(theory.vector(name, bidders, parameter.interval))
    return theory.number(name, parameter.interval)


def _symbol(variable: Variable, bidders: Term, question: Question) -> Any:
    theory = question.theory
    match variable:
        case Bids(name):
            return theory.vector(name, bidders, NON_NEGATIVE)
        case Bidder(name, other_than):
            others = [question.variables[other] for other in other_than]
            return _position(theory, name, terms.integer(0), bidders, others)
        case Bid(name):
            return theory.number(name, NON_NEGATIVE)
        case Scale(name):
            return theory.number(name, POSITIVE)
        case Names(name):
            count = terms.variable(f"number of {name}", "Int")
            theory.assume(terms.less_equal(terms.integer(1), count))
            theory.mention(bidders)
            return theory.vector(name, count, NON_NEGATIVE)
        case Name(name, names):
            end = terms.add(bidders, question.variables[names].extent)
            return _position(theory, name, bidders, end, [])


def _position(theory: Theory, name: str, low: Term, high: Term, others: Sequence[Term]) -> Term:
    position = theory.position(name)
    theory.assume(terms.conjunction((terms.less_equal(low, position), terms.less(position, high))))
    for other in others:
        theory.assume(terms.negation(terms.equal(position, other)))
    return position
