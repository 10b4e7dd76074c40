"""Symbolic vectors: one symbol per bidder, for a known number of bidders or for any number.

Both kinds answer the same questions (entries, arithmetic, the highest values), so that a rule runs on either.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import VOCABULARY, Symbol, SymbolicBranch, lift, merge, quotient


class SymbolicVector(ABC):
    """A vector of symbols; arithmetic and comparisons are elementwise."""

    __vector__ = True
    __hash__ = None  # type: ignore[assignment]  # equality is symbolic, so there is nothing to hash by
    __vocabulary__ = Symbol.__vocabulary__
    __array_ufunc__ = None  # NumPy would read a vector as one object that is true; this makes it refuse
    extent: Any

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(f"a symbolic vector is no NumPy array; use the words of {VOCABULARY}")

    def __bool__(self) -> bool:
        raise SymbolicBranch(f"a symbolic vector cannot choose a branch; use the words of {VOCABULARY}")

    @abstractmethod
    def __getitem__(self, index: Any) -> Symbol:
        """Return the entry at a position, given as an int or an integer term."""

    @abstractmethod
    def mapped(self, function: Callable[..., Any], *others: Any) -> SymbolicVector:
        """Apply a function entry by entry; scalars among ``others`` are the same for all bidders."""

    @abstractmethod
    def placed(self, entry: Callable[[Any, Symbol], Symbol]) -> SymbolicVector:
        """Compute each entry from its position and its value."""

    @abstractmethod
    def followed_by(self, extra: Any) -> SymbolicVector:
        """Append the entries of another vector of the same kind."""

    @abstractmethod
    def ranked(self, count: int) -> list[Symbol]:
        """Return the ``count`` highest values, highest first; absent ones are 0."""

    @abstractmethod
    def others_ranked(self, rank: int) -> SymbolicVector:
        """Return, for each bidder, the ``rank``-th highest value of the others."""

    @abstractmethod
    def any(self) -> Symbol:
        """Tell whether some entry of a mask holds."""

    @abstractmethod
    def first(self) -> SymbolicVector:
        """Keep a mask at its first entry that holds."""

    def __neg__(self) -> SymbolicVector:
        return self.mapped(operator.neg)

    def __invert__(self) -> SymbolicVector:
        return self.mapped(operator.invert)

    def __add__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.add, other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.mul, other)

    __rmul__ = __mul__

    def __sub__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.sub, other)

    def __rsub__(self, other: Any) -> SymbolicVector:
        return self.mapped(lambda a, b: b - a, other)

    def __truediv__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.truediv, other)

    def __rtruediv__(self, other: Any) -> SymbolicVector:
        return self.mapped(lambda a, b: b / a, other)

    def __le__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.le, other)

    def __lt__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.lt, other)

    def __ge__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.ge, other)

    def __gt__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.gt, other)

    def __eq__(self, other: object) -> Any:
        return self.mapped(operator.eq, other)

    def __ne__(self, other: object) -> Any:
        return self.mapped(operator.ne, other)

    def __and__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.and_, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> SymbolicVector:
        return self.mapped(operator.or_, other)

    __ror__ = __or__


class FiniteVector(SymbolicVector):
    """A symbolic vector of a known number of bidders."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = [lift(entry) for entry in entries]
        self.extent = len(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self.entries)

    def __getitem__(self, index: Any) -> Symbol:
        if isinstance(index, int):
            return self.entries[index]
        *others, last = enumerate(self.entries)
        chosen = last[1].term
        for place, entry in reversed(others):
            chosen = terms.if_then_else(terms.equal(index, terms.integer(place)), entry.term, chosen)
        return Symbol(chosen)

    def mapped(self, function: Callable[..., Any], *others: Any) -> FiniteVector:
        """Apply a function entry by entry."""
        columns = [x.entries if isinstance(x, FiniteVector) else [x] * len(self) for x in others]
        return FiniteVector([function(*entry) for entry in zip(self.entries, *columns, strict=True)])

    def placed(self, entry: Callable[[Any, Symbol], Symbol]) -> FiniteVector:
        """Compute each entry from its position and its value."""
        return FiniteVector([entry(index, own) for index, own in enumerate(self.entries)])

    def followed_by(self, extra: FiniteVector) -> FiniteVector:
        """Append the entries of another vector."""
        return FiniteVector([*self.entries, *extra.entries])

    def ranked(self, count: int) -> list[Symbol]:
        """Return the highest values by ``count`` passes of merged states: no branch, terms grow linearly."""
        top: list[Symbol] = []
        for entry in self.entries:
            carried = entry
            for rank, held in enumerate(top):
                above = held >= carried
                top[rank], carried = merge(above, held, carried), merge(above, carried, held)
            if len(top) < count:
                top.append(carried)
        return top + [lift(0)] * (count - len(top))

    def others_ranked(self, rank: int) -> FiniteVector:
        """Return each bidder's ``rank``-th highest rival; by values, which is exact (see the words on arrays)."""
        *_, held, following = self.ranked(rank + 1)
        return self.mapped(lambda entry: merge(entry >= held, following, held))

    def any(self) -> Symbol:
        """Return the disjunction of the entries."""
        return Symbol(terms.disjunction(entry.term for entry in self.entries))

    def first(self) -> FiniteVector:
        """Keep the first entry that holds."""
        kept, none_before = [], lift(True)
        for entry in self.entries:
            kept.append(none_before & entry)
            none_before = none_before & ~entry
        return FiniteVector(kept)


class AnyVector(SymbolicVector):
    """A symbolic vector over a market of any size: a function from positions to symbols.

    The highest values are not computed but *named*: a position t_k for each rank k, with the facts that define it. The
    theory states those facts at every position that a proof mentions
    (:mod:`strategyproof.proofs.any_bidders.theory`).
    """

    __iter__ = None  # its size is unknown; Python would otherwise ask for positions 0, 1, 2, ... without end
    __contains__ = None

    def __init__(self, theory: Any, extent: Term, entry: Callable[[Term], Symbol]) -> None:
        self.theory, self.extent, self._entry = theory, extent, entry
        self._known: dict[Term, Symbol] = {}
        self._places: list[Term] = []
        self._any: tuple[Symbol, Term] | None = None

    def __getitem__(self, index: Any) -> Symbol:
        if not isinstance(index, Term):
            self.theory.refusals.append(
                f"position {index!r} is not there in a market of any size; use the words of {VOCABULARY}"
            )
            raise TypeError(self.theory.refusals[-1])
        position = index
        if position not in self._known:
            self._known[position] = self._entry(position)
        return self._known[position]

    def holds_position(self, index: Term) -> Term:
        """Tell whether a position lies in the market."""
        return terms.conjunction((terms.less_equal(terms.integer(0), index), terms.less(index, self.extent)))

    def mapped(self, function: Callable[..., Any], *others: Any) -> AnyVector:
        """Apply a function entry by entry, when the entries are asked for.

        Raises
        ------
        TypeError
            If another vector belongs to a market of another size.
        """
        for other in others:
            if hasattr(other, "__vector__") and other.extent is not self.extent:
                raise TypeError(
                    f"vectors of markets of different sizes, {self.extent} and {other.extent}, were combined"
                )

        def entry(index: Term) -> Symbol:
            return lift(function(self[index], *(x[index] if hasattr(x, "__vector__") else x for x in others)))

        return AnyVector(self.theory, self.extent, entry)

    def __truediv__(self, other: Any) -> AnyVector:
        return self._divided(self, other)

    def __rtruediv__(self, other: Any) -> AnyVector:
        return self._divided(other, self)

    def _divided(self, dividend: Any, divisor: Any) -> AnyVector:
        """Divide entry by entry; that no bidder's divisor is 0 is to be shown, whether or not its entry is read."""

        def part(x: Any, index: Term) -> Term:
            return lift(x[index] if hasattr(x, "__vector__") else x).term

        def divides(index: Term) -> Term:
            is_zero = terms.equal(part(divisor, index), terms.real(0))
            return terms.negation(terms.conjunction((self.holds_position(index), is_zero)))

        self.theory.must_hold_at_all_positions(divides)
        return self.mapped(lambda _, a, b: quotient(a, b), dividend, divisor)

    def resized(self, size: Term) -> AnyVector:
        """Return the vector's entries for a market of another size; beyond its own they are as arbitrary as before."""
        return AnyVector(self.theory, size, self.__getitem__)

    def placed(self, entry: Callable[[Any, Symbol], Symbol]) -> AnyVector:
        """Compute each entry from its position and its value, when it is asked for."""
        return AnyVector(self.theory, self.extent, lambda index: entry(index, self[index]))

    def followed_by(self, extra: AnyVector) -> AnyVector:
        """Append the entries of another vector: position k of it becomes position N + k."""

        def entry(index: Term) -> Symbol:
            offset = terms.add(index, terms.negate(self.extent))
            return merge(Symbol(terms.less(index, self.extent)), self[index], extra[offset])

        return AnyVector(self.theory, terms.add(self.extent, extra.extent), entry)

    def ranked(self, count: int) -> list[Symbol]:
        """Return V(t_1) >= ... >= V(t_count), or 0 for the ranks that a small market lacks."""
        return [merge(self._has(rank), self[place], 0) for rank, place in enumerate(self._named_places(count), 1)]

    def others_ranked(self, rank: int) -> AnyVector:
        """Return V(t_rank) for who holds none of the first ``rank`` places, and V(t_(rank+1)) for who holds one."""
        *_, held, following = self.ranked(rank + 1)
        places = self._named_places(rank)

        def entry(index: Term) -> Symbol:
            among = terms.disjunction(
                terms.conjunction((self._has(k).term, terms.equal(index, place))) for k, place in enumerate(places, 1)
            )
            return merge(Symbol(among), following, held)

        return AnyVector(self.theory, self.extent, entry)

    def any(self) -> Symbol:
        """Return a truth value E with: E gives a position where the mask holds; the mask anywhere gives E."""
        return self._first_place()[0]

    def first(self) -> AnyVector:
        """Keep the mask at its first position."""
        exists, place = self._first_place()
        return AnyVector(self.theory, self.extent, lambda index: exists & Symbol(terms.equal(index, place)))

    def _has(self, rank: int) -> Symbol:
        return Symbol(terms.less_equal(terms.integer(rank), self.extent))

    def _named_places(self, count: int) -> list[Term]:
        while len(self._places) < count:
            self._name_next_place()
        return self._places[:count]

    def _name_next_place(self) -> None:
        """Name the position of the next rank: in the market, new, and no later value is above its own."""
        earlier, rank = list(self._places), len(self._places) + 1
        place = self.theory.position(f"top{rank}")
        self._places.append(place)
        exists = self._has(rank).term
        distinct = [terms.negation(terms.equal(place, other)) for other in earlier]
        self.theory.assume(terms.implication(exists, terms.conjunction([self.holds_position(place), *distinct])))

        def bounds(index: Term) -> Term:
            skipped = [terms.equal(index, other) for other in earlier]
            below = (self[index] <= self[place]).term
            return terms.implication(
                terms.conjunction((exists, self.holds_position(index))), terms.disjunction([*skipped, below])
            )

        self.theory.for_all_positions(bounds)

    def _first_place(self) -> tuple[Symbol, Term]:
        if self._any is None:
            exists, place = self.theory.truth("any"), self.theory.position("first")
            self._any = exists, place
            there = terms.conjunction((self.holds_position(place), self[place].term))
            self.theory.assume(terms.implication(exists.term, there))

            def none_before(index: Term) -> Term:
                found = terms.conjunction((self.holds_position(index), self[index].term))
                return terms.implication(found, terms.conjunction((exists.term, terms.less_equal(place, index))))

            self.theory.for_all_positions(none_before)
        return self._any
