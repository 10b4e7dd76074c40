"""Guesses of what the names that a loop carries hold after some items; whoever uses one must show it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from strategyproof.proofs import terms
from strategyproof.proofs.lift import states
from strategyproof.proofs.lift.places import Places
from strategyproof.proofs.lift.reading import Raised
from strategyproof.proofs.lift.rows import equal, less
from strategyproof.proofs.lift.unbound import UNBOUND
from strategyproof.proofs.lift.whole import merged
from strategyproof.proofs.plain.choice import NotMergeable
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Quantity, Symbolic
from strategyproof.proofs.terms import Term

if TYPE_CHECKING:
    from strategyproof.proofs.lift.loops import Loop

ORDINALS = {1: "", 2: "second ", 3: "third "}


@dataclass(frozen=True, slots=True)
class Record:
    """A guess: what a name holds after some items.

    Attributes
    ----------
    prefix
        The places of the items before a position, in the order in which records are set.
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

    prefix: Callable[[Term], Places]
    rank: int
    noted: Callable[[Term], Any]
    beats: Callable[[Term], Term] | None
    initial: Any
    text: str

    def before(self, end: Term) -> Any:
        """Return what the name holds before the item at a position is read."""
        place = self.prefix(end).rank(self.rank)
        is_set = [place.exists, self.beats(place.position)] if self.beats else [place.exists]
        when = terms.conjunction(is_set)
        value = self.noted(place.position)
        try:
            return merged([(when, value), (terms.negation(when), self.initial)])
        except NotMergeable:
            return value if decide(when) else self.initial


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
        return isinstance(self.noted, Quantity)


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
        if symbol is UNBOUND:
            return Change(happens=False, noted=None, others=frozenset(), is_mixed=False)
        state = states.places_of(loop.symbols)
        values = [*states.ends(loop.from_start(at), k), *states.ends(loop.in_general(at), k)]
        found = [leaf for value in values for leaf in states.alternatives(value)]
        new = [leaf for leaf in found if not states.same(leaf, loop.scalars[k]) and not states.same(leaf, symbol)]
        copied = {id(leaf): state.get(leaf.term) for leaf in new if states.reads(leaf, state) and leaf is not UNBOUND}
        others = frozenset(o for o in copied.values() if o is not None)
        mixed = any(leaf is UNBOUND for leaf in new) or None in copied.values()
        return Change(bool(new), loop.noted(k, at), others, mixed)

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
        changes, rank = self._changes, self._rank(k)
        source = k if changes[k].noted is not None else order.key
        holders = [o for o in self.changing if changes[o].notes_number and self._rank(o) == rank]
        beats = order.beats(self._loop.scalars[holders[0] if holders else order.key])
        what = f"the {ORDINALS.get(rank, f'{rank}th ')}{'highest' if order.highest else 'lowest'} so far"
        text = what if changes[source].notes_number else f"what was noted at {what}"
        return Record(order.prefix, rank, self._loop.noting(source), beats, self._loop.scalars[k], text)

    def _of_a_kind(self, k: int, *, first: bool) -> Record:
        """Guess that a name keeps what was noted at the first or last item that changes it."""
        loop = self._loop

        def changes(at: Term) -> Term:
            set_to = [(p.condition, states.part(p.leaf, k)) for p in loop.from_start(at)]
            return terms.disjunction(
                terms.conjunction((when, terms.negation(equal(value, loop.scalars[k]))))
                for when, value in set_to
                if not isinstance(value, Raised)
            )

        which = "first" if first else "last"

        def prefix(end: Term) -> Places:
            return loop.places(f"{which} {k}", end, changes, terms.less if first else _later)

        return Record(
            prefix, 1, loop.noting(k), None, loop.scalars[k], f"what was noted at the {which} item that sets it"
        )


class Order:
    """An order of records: by a number noted at each item, the earlier or the later item first among equals."""

    def __init__(self, loop: Loop, key: int, *, highest: bool, early: bool) -> None:
        self.loop, self.key, self.highest, self.early = loop, key, highest, early
        self._noted = loop.noting(key)

    def prefix(self, end: Term) -> Places:
        """Return the places of the items before a position."""
        what = f"{'highest' if self.highest else 'lowest'} {'early' if self.early else 'late'} {self.key}"
        return self.loop.places(what, end, self._admits, self._before)

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
        above, below = (less(b, a), less(a, b)) if self.highest else (less(a, b), less(b, a))
        earlier = terms.less(i, j) if self.early else terms.less(j, i)
        return terms.disjunction((above, terms.conjunction((terms.negation(below), earlier))))

    def beats(self, initial: Any) -> Callable[[Term], Term] | None:
        """Return whether an item's number beats the one held at first; an infinite one is beaten by any."""
        if initial is None or (isinstance(initial, float) and initial in (float("inf"), float("-inf"))):
            return None
        if not isinstance(initial, (int, float, Symbolic)):
            raise Unsupported("a record that starts with what is no number")

        def beats(at: Term) -> Term:
            value = self._noted(at)
            above, below = (less(initial, value), less(value, initial))
            if not self.highest:
                above, below = below, above
            return above if self.early else terms.negation(below)

        return beats


def _later(i: Term, j: Term) -> Term:
    return terms.less(j, i)
