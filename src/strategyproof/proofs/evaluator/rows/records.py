"""Guesses of what the names that a loop carries hold after some items; whoever uses one must show it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from strategyproof.proofs.evaluator.numbers import Quantity, Symbolic, Whole
from strategyproof.proofs.evaluator.rows import states
from strategyproof.proofs.evaluator.rows.places import Places, Relation
from strategyproof.proofs.evaluator.rows.reading import Raised
from strategyproof.proofs.evaluator.rows.rows import either
from strategyproof.proofs.evaluator.rows.views import less
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

if TYPE_CHECKING:
    from strategyproof.proofs.evaluator.rows.loops import Cut, Loop

ORDINALS = {1: "", 2: "second ", 3: "third "}


@dataclass(frozen=True, slots=True)
class Record:
    """A guess: what a name holds after some items.

    Attributes
    ----------
    loop
        The loop that it is about.
    prefix
        The places of the items before a cut, in the order in which records are set.
    rank
        Which of them counts.
    noted
        What was noted at an item.
    beats
        Whether an item sets the record against what the name held at first; None if any does.
    initial
        What the name held at first.
    text
        The guess in words.
    """

    loop: Loop
    prefix: Callable[[Cut], Places]
    rank: int
    noted: Callable[[Term], Any]
    beats: Callable[[Term], Term] | None
    initial: Any
    text: str

    def before(self, cut: Cut) -> Any:
        """Return what the name holds after the items before a cut."""
        place = self.prefix(cut).rank(self.rank)
        is_set = [place.exists, self.beats(place.position)] if self.beats else [place.exists]
        return either(self.loop.ev, terms.conjunction(is_set), self.noted(place.position), self.initial)


@dataclass(frozen=True, slots=True)
class Change:
    """What a step may set a name to.

    Attributes
    ----------
    happens
        Whether it may be set to anything but itself.
    noted
        What it is set to from the item alone, or None.
    others
        The names from which it may be set.
    is_mixed
        Whether it may be set to what depends on the item and on the state.
    """

    happens: bool
    noted: Any
    others: frozenset[int]
    is_mixed: bool

    @property
    def notes_number(self) -> bool:
        """Tell whether it is set to a number that depends on the bids."""
        return isinstance(self.noted, Quantity) and not isinstance(self.noted, Whole)


class Guesses:
    """All guesses about one loop."""

    def __init__(self, loop: Loop, anyone: Term) -> None:
        self._loop = loop
        self._changes = [self._change(k, anyone) for k in range(len(loop.scalars))]
        self.changing = [k for k in loop.carried if self._changes[k].happens]

    def __iter__(self) -> Iterator[dict[int, Record]]:
        """Yield a record for each name that changes: first ranks in an order, then first and last items of a kind."""
        if any(self._changes[k].is_mixed for k in self.changing):
            return
        if not self.changing:
            yield {}
            return
        orders = list(self._orders())
        for order in orders:
            yield {k: self._in_order(k, order) for k in self.changing}
        ranked = [k for k in self.changing if self._changes[k].notes_number or self._rank(k) > 1]
        for first in (True, False):
            kinds = {k: self._of_a_kind(k, first=first) for k in self.changing}
            yield kinds
            for order in orders if len(ranked) < len(self.changing) else ():
                yield {**kinds, **{k: self._in_order(k, order) for k in ranked}}

    def _change(self, k: int, at: Term) -> Change:
        loop, symbol = self._loop, self._loop.symbols[k]
        if states.is_left(symbol):
            return Change(happens=False, noted=None, others=frozenset(), is_mixed=False)
        state = states.places_of(loop.symbols)
        values = [*states.ends(loop.from_start(at), k), *states.ends(loop.in_general(at), k)]
        found = [leaf for value in values for leaf in states.alternatives(value)]
        new = [leaf for leaf in found if not states.same(leaf, loop.scalars[k]) and not states.same(leaf, symbol)]
        reading = [leaf for leaf in new if states.reads(leaf, state)]
        copied = [state.get(states.term_of(leaf)) if isinstance(leaf, Symbolic) else None for leaf in reading]
        others = frozenset(o for o in copied if o is not None)
        return Change(bool(new), loop.noted(k, at), others, None in copied)

    def _rank(self, k: int) -> int:
        """Return the rank of a name's record: one more than that of the name that it may be set from."""
        seen, rank = {k}, 1
        while others := {o for o in self._changes[k].others if o not in seen and self._changes[o].happens}:
            k = min(others, key=lambda o: len(self._changes[o].others))
            seen.add(k)
            rank += 1
        return rank

    def _orders(self) -> Iterator[Order]:
        for k in self.changing:
            if self._changes[k].notes_number and self._rank(k) == 1:
                for highest, early in itertools.product((True, False), (True, False)):
                    yield Order(self._loop, k, highest=highest, early=early)

    def _in_order(self, k: int, order: Order) -> Record:
        changes, rank, loop = self._changes, self._rank(k), self._loop
        source = k if changes[k].noted is not None else order.key
        holders = [o for o in self.changing if changes[o].notes_number and self._rank(o) == rank]
        beats = order.beats(loop.scalars[holders[0] if holders else order.key])
        what = f"the {ORDINALS.get(rank, f'{rank}th ')}{'highest' if order.highest else 'lowest'} so far"
        text = what if changes[source].notes_number else f"what was noted at {what}"
        return Record(loop, order.prefix, rank, loop.noting(source), beats, loop.scalars[k], text)

    def _of_a_kind(self, k: int, *, first: bool) -> Record:
        """Guess that a name keeps what was noted at the first or last item that changes it."""
        loop = self._loop

        def changes(at: Term) -> Term:
            set_to = [(p.condition, states.part(p.leaf, k)) for p in loop.from_start(at)]
            return terms.disjunction(
                terms.conjunction((when, terms.negation(loop.ev.same(value, loop.scalars[k]))))
                for when, value in set_to
                if not isinstance(value, Raised)
            )

        which, order = "first" if first else "last", loop.items.before
        before: Relation = order if first else lambda i, j: order(j, i)

        def prefix(cut: Cut) -> Places:
            return loop.places(f"{which} {k}", cut, changes, before)

        text = f"what was noted at the {which} item that sets it"
        return Record(loop, prefix, 1, loop.noting(k), None, loop.scalars[k], text)


class Order:
    """An order of records: by a number noted at each item, the earlier or the later item first among equals."""

    def __init__(self, loop: Loop, key: int, *, highest: bool, early: bool) -> None:
        self.loop, self.key, self.highest, self.early = loop, key, highest, early
        self._noted = loop.noting(key)

    def prefix(self, cut: Cut) -> Places:
        """Return the places of the items before a cut."""
        what = f"{'highest' if self.highest else 'lowest'} {'early' if self.early else 'late'} {self.key}"
        return self.loop.places(what, cut, self._admits, self._before)

    def _admits(self, at: Term) -> Term:
        """Return what the branches that set the record ask of the item, whatever the state."""
        loop = self.loop
        state, noted = states.places_of(loop.symbols), loop.noted(self.key, at)
        setting = [
            path
            for path in loop.in_general(at)
            if not isinstance(path.leaf, Raised)
            and any(states.same(leaf, noted) for leaf in states.alternatives(path.leaf[self.key]))
        ]
        return terms.disjunction(
            terms.conjunction(asked for asked in states.conjuncts(path) if not states.mentions(asked, state))
            for path in setting
        )

    def _before(self, i: Term, j: Term) -> Term:
        a, b = self._noted(i), self._noted(j)
        above, below = self._above(a, b), self._above(b, a)
        earlier = self.loop.items.before(i, j) if self.early else self.loop.items.before(j, i)
        return terms.disjunction((above, terms.conjunction((terms.negation(below), earlier))))

    def _above(self, a: Any, b: Any) -> Term:
        return less(self.loop.ev, b, a) if self.highest else less(self.loop.ev, a, b)

    def beats(self, initial: Any) -> Callable[[Term], Term] | None:
        """Return whether an item's number beats the one held at first; an infinite one is beaten by any."""
        if initial is None or (isinstance(initial, float) and math.isinf(initial)):
            return None
        if not isinstance(initial, (int, float, Symbolic)):
            self.loop.ev.no("a record that starts with what is no number")

        def beats(at: Term) -> Term:
            value = self._noted(at)
            return self._above(value, initial) if self.early else terms.negation(self._above(initial, value))

        return beats
