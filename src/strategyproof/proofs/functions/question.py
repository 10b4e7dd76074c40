"""A law about a function and a number of bidders as questions for a solver."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.proofs.functions.adapter import SymbolicRule
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.summary import Summary, domain, numeric_variable, parameter_terms
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol, lift
from strategyproof.proofs.symbolic.vectors import FiniteVector


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the law's bidders: where the law holds, and the runs that it asks for."""

    places: dict[str, int]
    holds: Term
    defined: Term
    runs: frozenset[tuple[Term, ...]]

    @property
    def violation(self) -> Term:
        """Return what a counterexample satisfies."""
        return terms.conjunction((self.defined, terms.negation(self.holds)))


@dataclass(frozen=True, slots=True)
class Question:
    """A law for a number of bidders, and of further names where it speaks of them.

    Attributes
    ----------
    facts
        The domains of all variables.
    numbers
        The law's numbers: bids, lies, scales, and entries of further names.
    parameters
        The mechanism's parameters.
    cases
        One for each choice of the law's bidders.
    sizes
        The numbers of bidders with which the law runs the mechanism.
    """

    law: Law
    facts: list[Term]
    variables: dict[str, Any]
    numbers: list[Term]
    parameters: dict[str, Term]
    cases: list[Choice]

    @property
    def sizes(self) -> set[int]:
        """Return the sizes of the markets that the law asks about."""
        return {len(bids) for case in self.cases for bids in case.runs}

    def groups(self) -> list[list[Choice]]:
        """Return cases that ask for the same runs together: one question decides them all."""
        grouped: dict[frozenset[tuple[Term, ...]], list[Choice]] = {}
        for case in self.cases:
            grouped.setdefault(case.runs, []).append(case)
        return list(grouped.values())


def questions(
    law: Law, mechanism: Mechanism, bidders: int, summary_of: Callable[[int], Summary], arithmetic: str, names: int
) -> Iterator[Question]:
    """Yield the law's questions about a number of bidders: one for each number of further names."""
    extras = range(1, names + 1) if any(isinstance(v, Names) for v in law.variables) else [0]
    for extra in extras:
        yield _question(law, mechanism, bidders, summary_of, arithmetic, extra)


def _question(
    law: Law, mechanism: Mechanism, bidders: int, summary_of: Callable[[int], Summary], arithmetic: str, extra: int
) -> Question:
    values, numbers, facts = _numbers(law, bidders, arithmetic, extra)
    parameters = parameter_terms(mechanism.parameters)
    known = {*numbers, *(parameters[p.name] for p in mechanism.parameters if p.interval.low >= 0)}
    symbols = {name: Symbol(term) for name, term in parameters.items()}
    cases = []
    for places in _places(law, bidders, extra):
        rule = SymbolicRule(summary_of, known)
        auction = mechanism_of(mechanism.id, "", "", rule, mechanism.parameters).assume(**symbols)
        holds = lift(law.holds(auction, **values, **places)).term
        cases.append(Choice(places, holds, terms.conjunction(rule.runs.values()), frozenset(rule.runs)))
    return Question(law, [*facts, *domain(mechanism.parameters)], values, numbers, parameters, cases)


def _numbers(law: Law, bidders: int, arithmetic: str, extra: int) -> tuple[dict[str, Any], list[Term], list[Term]]:
    """Return the law's numeric variables as symbols, all their terms, and their domains."""
    values: dict[str, Any] = {}
    numbers: list[Term] = []
    facts: list[Term] = []
    for variable in law.variables:
        if isinstance(variable, (Bidder, Name)):
            continue
        count = {Bids: bidders, Names: extra}.get(type(variable))
        prefix = {Bids: "b", Names: f"{variable.name} "}.get(type(variable), variable.name)
        labels = [prefix] if count is None else [f"{prefix}{k}" for k in range(count)]
        entries = [numeric_variable(label, arithmetic) for label in labels]
        zero = terms.real(0)
        above = terms.less if isinstance(variable, Scale) else terms.less_equal
        facts += [above(zero, entry) for entry in entries]
        numbers += entries
        is_one = isinstance(variable, (Bid, Scale))
        values[variable.name] = Symbol(entries[0]) if is_one else FiniteVector([Symbol(entry) for entry in entries])
    return values, numbers, facts


def _places(law: Law, bidders: int, extra: int) -> Iterator[dict[str, int]]:
    """Yield every choice of the law's bidders and names."""
    named = [v for v in law.variables if isinstance(v, (Bidder, Name))]
    ranges: list[Sequence[int]] = [
        range(bidders) if isinstance(v, Bidder) else range(bidders, bidders + extra) for v in named
    ]
    for chosen in itertools.product(*ranges):
        places = {v.name: place for v, place in zip(named, chosen, strict=True)}
        distinct = (places[v.name] != places[o] for v in named if isinstance(v, Bidder) for o in v.other_than)
        if all(distinct):
            yield places
