"""Markets that show the facts of a proof to be possible: what follows from contradictory facts is no proof.

"Unsatisfiable" is a proof only if the facts without the violation can hold. At a few markets of one to three bidders,
tied and not, values are sought for everything that the facts name, one after another: a value is kept if every fact all
of whose names have values holds. The search knows nothing of how the facts came about. Where it gives up, the solver is
asked at the same market.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.law import Bidder, Law
from strategyproof.mechanism.parameter import Interval
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.rounding.numbers import BEYOND, INFINITY, ROUNDED, nearest
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.solver import Solver
from strategyproof.proofs.smt.terms import Term

MARKETS: tuple[tuple[int, ...], ...] = ((3,), (0,), (2, 2), (1, 4), (3, 1, 3), (1, 2, 5))
"""Bids at which the facts must be possible, as far as the law speaks of so few bidders."""

MOST_STEPS = 2_000
"""Values tried before the solver is asked."""


class _GivenUp(Exception):
    """The search meets an operator that it does not know, or takes too long."""


def impossible_at(
    theory: Theory, facts: Sequence[Term], bidders: Term, law: Law, at_least: int, solver: Solver
) -> str | None:
    """Say at which market the facts of a proof cannot hold, or are not seen to; None if they hold at each.

    Parameters
    ----------
    theory, facts
        What the proof supposes.
    bidders
        The number of bidders, as a term.
    law, at_least
        Whose smallest market is the first to be tried.
    solver
        Is asked where the search finds nothing.
    """
    least = max(law.min_bidders, at_least, *(1 + len(v.other_than) for v in law.variables if isinstance(v, Bidder)))
    markets = [market for market in MARKETS if len(market) >= least] or [tuple(range(1, least + 1))]
    try:
        steps = _steps(facts)
    except _GivenUp:
        steps = None
    for market in markets:
        if not (steps and _is_found(steps, theory, market)) and not _is_possible(facts, bidders, market, solver):
            shown = ", ".join(map(str, market))
            return f"what the proof supposes is not seen to be possible for the bids ({shown}): nothing follows from it"
    return None


def _is_found(steps: list[_Step], theory: Theory, market: Sequence[int]) -> bool:
    try:
        return _Search(steps, theory, market).succeeds()
    except _GivenUp:
        return False


def _is_possible(facts: Sequence[Term], bidders: Term, market: Sequence[int], solver: Solver) -> bool:
    fixed = [terms.equal(bidders, terms.integer(len(market)))]
    entries = [terms.apply("bids", terms.integer(place)) for place in range(len(market))]
    fixed += [terms.equal(entry, terms.real(bid)) for entry, bid in zip(entries, market, strict=True)]
    return solver.ask([*facts, *fixed]).status == "sat"


@dataclass(slots=True)
class _Step:
    """What gets a value once a named quantity has one: terms, arguments first, and the facts among them.

    ``value`` is the term that a fact says the quantity equals, where that has a value before.
    """

    name: Term | None
    value: int | None = None
    terms: list[tuple[int, str, Any, list[int]]] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)

    def add(self, term: Term) -> None:
        """Take a term, as its identity, its operator, its value or name, and its arguments' identities."""
        if term.op not in KNOWN:
            raise _GivenUp
        self.terms.append((id(term), term.op, term.data, [*map(id, term.args)]))


def _steps(facts: Sequence[Term]) -> list[_Step]:
    """Sort what the facts consist of by the last of the named quantities that each depends on."""
    ordered = list(terms.subterms(reversed(facts)))  # a stack: what was said first comes first
    names = [term for term in ordered if term.op == "var"]
    names.sort(key=lambda name: not str(name.data).startswith("number of "))
    steps = [_Step(None), *map(_Step, names)]
    depth = {id(name): k for k, name in enumerate(names, 1)}
    for term in ordered:
        if term.op != "var":
            depth[id(term)] = max((depth[id(arg)] for arg in term.args), default=0)
            steps[depth[id(term)]].add(term)
    for fact in facts:
        step = steps[depth[id(fact)]]
        step.facts.append(id(fact))
        if fact.op == "=" and step.name in fact.args:
            other = fact.args[step.name is fact.args[0]]
            step.value = id(other) if depth[id(other)] < depth[id(fact)] else step.value
    return steps


@dataclass(slots=True)
class _Search:
    """The search for one market."""

    steps: list[_Step]
    theory: Theory
    market: Sequence[int]
    values: dict[int, Any] = field(default_factory=dict)
    tried: int = 0

    def succeeds(self, k: int = 0) -> bool:
        """Tell whether the names from a step on get values with which the facts hold."""
        if k == len(self.steps):
            return True
        step = self.steps[k]
        known = (self.values[step.value],) if step.value is not None else self._candidates(step.name)
        for value in known:
            self.tried += 1
            if self.tried > MOST_STEPS:
                raise _GivenUp
            self.values[id(step.name)] = value
            if self._hold(step) and self.succeeds(k + 1):
                return True
        return False

    def _candidates(self, name: Term | None) -> Sequence[Any]:
        if name is None:
            return (None,)
        if name.sort == "Bool":
            return (True, False)
        if name is INFINITY:
            return (BEYOND,)
        if name.sort == "Real":
            interval = self.theory.reals.get(name.data)
            return (*dict.fromkeys(self.market), 0) if interval is None else _inside(interval)
        if name.data == "number of bidders":
            return (len(self.market),)
        return (1,) if name.data.startswith("number of ") else range(len(self.market) + 1)  # one further name at most

    def _hold(self, step: _Step) -> bool:
        values = self.values
        for key, op, data, args in step.terms:
            if op == "const":
                values[key] = data
            elif op == "apply":
                values[key] = self._entry(data, *(values[arg] for arg in args))
            else:
                values[key] = KNOWN[op]([values[arg] for arg in args])
        return all(values[fact] for fact in step.facts)

    def _entry(self, vector: str, *places: Any) -> Any:
        if vector == ROUNDED:
            return nearest(Fraction(places[0]))
        if vector == "bids" and 0 <= places[0] < len(self.market):
            return self.market[places[0]]
        if vector not in self.theory.intervals:
            raise _GivenUp
        return _inside(self.theory.intervals[vector])[0]


def _inside(interval: Interval) -> Sequence[Fraction | int]:
    """Return a few numbers of an interval, its low end last: the facts say themselves whether it is open."""
    if interval.high is None:
        return (interval.low + 1, interval.low + Fraction(1, 2), interval.low + 3, interval.low)
    return (Fraction(interval.low + interval.high) / 2, interval.low)


KNOWN: Mapping[str, Any] = {
    "const": None,
    "apply": None,
    "+": lambda args: args[0] + args[1],
    "*": lambda args: args[0] * args[1],
    "/": lambda args: Fraction(args[0]) / args[1] if args[1] else 0,  # any value will do, as for the solver
    "<=": lambda args: args[0] <= args[1],
    "=": lambda args: args[0] == args[1],
    "not": lambda args: not args[0],
    "and": all,
    "ite": lambda args: args[1] if args[0] else args[2],
}
