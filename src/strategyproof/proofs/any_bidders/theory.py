"""Markets of any size, without quantifiers.

A proof about every number N of bidders mentions finitely many positions: those that the law names, and those at which a
highest value is attained. Every fact of the form "for all positions k" is stated at exactly these positions, and at
those which stating it brings in, until nothing new appears. Each statement is an instance of a true fact, so "no
counterexample" carries over to every market. Conversely a model of the statements, cut down to the mentioned
positions, is itself a small market, since each highest value is attained at a mentioned position: a counterexample
that the real code can replay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from strategyproof.mechanism.parameter import Interval
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol
from strategyproof.proofs.symbolic.vectors import AnyVector

MAX_POSITIONS = 60
"""More positions than any rule in use needs; beyond it a proof is given up as ``unknown``."""


class TooManyPositions(RuntimeError):
    """Stating the facts kept on naming new positions."""


class Theory:
    """What is known of a market of any size: its positions, and the facts about them."""

    def __init__(self) -> None:
        self.facts: list[Term] = []
        self.positions: list[Term] = []
        self.vectors: dict[str, AnyVector] = {}
        self.intervals: dict[str, Interval] = {}
        self.reals: dict[str, Interval] = {}
        self.refusals: list[str] = []
        """What was refused to the rule; kept, in case the rule catches the error and goes on."""
        self._obligations: list[Callable[[Term], Term]] = []
        self._universal: list[Callable[[Term], Term]] = []
        self._stated: set[tuple[int, int]] = set()
        self._names: set[str] = set()

    def assume(self, fact: Term) -> None:
        """State a fact."""
        self.facts.append(fact)

    def for_all_positions(self, fact: Callable[[Term], Term]) -> None:
        """State a fact about every position; it must be guarded by the market that it speaks of."""
        self._universal.append(fact)

    def must_hold_at_all_positions(self, claim: Callable[[Term], Term]) -> None:
        """Demand that a claim is shown of every position; a market in which it fails is a counterexample."""
        self._obligations.append(claim)

    @property
    def has_obligations(self) -> bool:
        """Whether something is to be shown of every position."""
        return bool(self._obligations)

    def obligations(self) -> list[Term]:
        """Return what is to be shown at the mentioned positions."""
        return [claim(position) for claim in self._obligations for position in list(self.positions)]

    def mention(self, position: Term) -> Term:
        """State universal facts at this position too."""
        if not any(position is known for known in self.positions):
            self.positions.append(position)
        return position

    def position(self, name: str) -> Term:
        """Name a position."""
        return self.mention(terms.variable(self._fresh(name), "Int"))

    def truth(self, name: str) -> Symbol:
        """Name a truth value."""
        return Symbol(terms.variable(self._fresh(name), "Bool"))

    def number(self, name: str, interval: Interval) -> Symbol:
        """Name a real number in an interval."""
        unique = self._fresh(name)
        symbol, self.reals[unique] = Symbol(terms.variable(unique, "Real")), interval
        self.assume(within(symbol, interval))
        return symbol

    def vector(self, name: str, size: Term, interval: Interval) -> AnyVector:
        """Name a vector of reals in an interval; outside the market its entries are arbitrary members of it."""
        function = self._fresh(name)

        def entry(index: Term) -> Symbol:
            symbol = Symbol(terms.apply(function, index))
            self.assume(within(symbol, interval))
            return symbol

        self.intervals[function] = interval
        self.vectors[function] = vector = AnyVector(self, size, entry)
        return vector

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Mention positions for a question of its own; afterwards they, and what was said of them, are forgotten."""
        positions, universal, stated = list(self.positions), list(self._universal), set(self._stated)
        count = len(self.facts)
        try:
            yield
        finally:
            passing = set(self.positions) - set(positions)
            lasting = [fact for fact in self.facts[count:] if passing.isdisjoint(terms.subterms([fact]))]
            self.facts[count:] = lasting
            self.positions, self._universal, self._stated = positions, universal, stated

    def closed(self) -> list[Term]:
        """Return all facts, the universal ones stated at every mentioned position.

        Raises
        ------
        TooManyPositions
            If stating them does not come to an end.
        """
        while pending := [
            (u, p)
            for u in range(len(self._universal))
            for p in range(len(self.positions))
            if (u, p) not in self._stated
        ]:
            if len(self.positions) > MAX_POSITIONS:
                raise TooManyPositions(f"the proof mentions more than {MAX_POSITIONS} bidders")
            for u, p in pending:
                self._stated.add((u, p))
                self.assume(self._universal[u](self.positions[p]))
        return list(dict.fromkeys(self.facts))

    def _fresh(self, name: str) -> str:
        unique, count = name, 1
        while unique in self._names:
            count += 1
            unique = f"{name}.{count}"
        self._names.add(unique)
        return unique


def within(symbol: Symbol, interval: Interval) -> Term:
    """Return the membership of a real number in an interval."""
    low = symbol > interval.low if interval.open_low else symbol >= interval.low
    if interval.high is None:
        return terms.conjunction((low.term,))
    high = symbol < interval.high if interval.open_high else symbol <= interval.high
    return terms.conjunction((low.term, high.term))
