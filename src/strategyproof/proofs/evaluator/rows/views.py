"""What a list of any length holds: a value for each position, computed when it is asked for.

All of them live on the positions of one market: ``bids[1:]`` holds the bids kept to positions 1 and above, and
``bids[:i] + bids[i + 1 :]`` those kept to all positions but i. So what is said of one speaks of the others.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, comparing
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import PyError, Unsupported
from strategyproof.proofs.evaluator.numbers import condition
from strategyproof.proofs.evaluator.objects import Instance
from strategyproof.proofs.evaluator.rows.entries import fixed
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.evaluator.rows.places import Places, Relation
from strategyproof.proofs.evaluator.rows.reading import Path, Reading, raises
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

EXTREMES = ("highest", "lowest")
Entry = Callable[[Term], Any]
ZERO = terms.integer(0)


def unordered(_i: Term, _j: Term) -> Term:
    """Stand for the order of a set."""
    raise Unsupported("the order of a set of any length; sort it first")


@dataclass(slots=True, eq=False)
class View:
    """What a row holds: the value at each position of a range, kept to those of a mask, in an order.

    Attributes
    ----------
    name
        The same again when the path that made it is read again.
    low, high
        The range.
    entry
        The value at a position; it may branch, and must have no effect.
    guard
        What holds where it was made.
    mask
        Which positions of the range belong to it; None for all.
    before
        Its order; that of the positions where it is ``terms.less``.
    alike
        Which members count as one: equal ones, where it is what a set holds.
    moment
        When the values are computed, in the user's program.
    number
        How many members it has, where it is known to be as many as another view has.
    """

    reading: Reading
    name: str
    low: Term
    high: Term
    entry: Entry
    guard: Term
    mask: Callable[[Term], Term] | None = None
    before: Relation = terms.less
    alike: Relation = terms.equal
    moment: Moment | None = None
    number: Term | None = None
    _known: dict[Any, Any] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Tell whether it has an entry for each position of its range, in their order."""
        return self.mask is None and self.before is terms.less and self.alike is terms.equal

    @property
    def length(self) -> Term:
        """Return how many members it has: a name, where a condition keeps some of the positions."""
        if self.number is not None:
            return self.number
        if self.mask is not None or self.alike is not terms.equal:
            return self.reading.once(f"{self.name} count", self._counted)  # type: ignore[no-any-return]
        term = arithmetic.linear(terms.add(self.high, terms.negate(self.low)))
        empty = terms.less(term, ZERO)
        never = term.op == "var" or self.reading.certain(terms.negation(empty))
        return term if never else terms.if_then_else(empty, ZERO, term)

    def _counted(self) -> Term:
        count = terms.variable(f"{self.name} count", "Int")
        self.reading.theory.assume(terms.less_equal(ZERO, count))
        return count

    @property
    def front(self) -> Places:
        """Return its members in their order."""
        return self._places("front", self.before)

    @property
    def back(self) -> Places:
        """Return its members from the last to the first."""
        return self._places("back", lambda i, j: self.before(j, i))

    def _places(self, end: str, before: Relation) -> Places:
        name = f"{self.name} {end}"
        found: Places = self.reading.once(
            name, lambda: Places(self.reading, name, self.member, before, self.length, self.alike)
        )
        return found

    def derived(self, what: str, **changed: Any) -> View:
        """Return a view that differs from this one."""
        return replace(self, name=self.reading.fresh(what), _known={}, **{"number": None, **changed})

    def kept(self, what: str, mask: Callable[[Term], Term]) -> View:
        """Return the view kept to those members that also belong to a mask."""
        former = self.mask
        both = mask if former is None else lambda index: terms.conjunction((former(index), mask(index)))
        return self.derived(what, mask=both)

    def within(self, index: Term) -> Term:
        """Tell whether a position lies in the range."""
        return terms.conjunction((terms.less_equal(self.low, index), terms.less(index, self.high)))

    def member(self, index: Term) -> Term:
        """Tell whether a position belongs to the view."""
        within = self.within(index)
        if self.mask is None or within is terms.FALSE:
            return within
        return terms.conjunction((within, self.mask(index)))

    def where(self, index: Term, holds: Callable[[Any], Term]) -> Term:
        """Tell whether a position belongs to the view and something holds of the value there."""
        member = self.member(index)
        return member if member is terms.FALSE else terms.conjunction((member, holds(self.at(index))))

    def paths(self, index: Term) -> list[Path]:
        """Return the ways in which the value at a position comes about."""

        def read() -> list[Path]:
            name = f"{self.name}[{self.reading.number_of(index)}]"
            here = terms.conjunction((self.guard, self.member(index)))
            ev = self.reading.ev
            return self.reading.paths(name, here, lambda: fixed(ev, self.entry(index), ev.born), moment=self.moment)

        found: list[Path] = self.reading.remembered(self._known, index, read)
        return found

    def at(self, index: Term) -> Any:
        """Return the value at a position that belongs to the view."""
        return self.reading.joined(self.paths(index))

    def computed(self) -> View:
        """Compute the value at any position: where it raises must be impossible, and what is not supported shows."""
        with self.reading.probe() as anyone:
            where = raises(self.paths(anyone))
            self.at(anyone)
            self.reading.refuse(terms.conjunction((self.guard, self.member(anyone), where)))
        return self


def view(
    ev: Evaluator,
    entry: Entry,
    low: Term,
    high: Term,
    what: str,
    *,
    mask: Callable[[Term], Term] | None = None,
    moment: Moment | None = None,
) -> View:
    """Make a view where the reading is."""
    current: Reading = ev.market
    return View(current, current.fresh(what), low, high, entry, current.guard, mask, moment=moment)


def holding(of: View, what: str, holds: Callable[[Any], Term]) -> View:
    """Return a view kept to the values of which something holds."""
    return of.kept(what, lambda index: holds(of.at(index)))


def in_order(of: View, key: Any, *, descending: bool, what: str) -> View:
    """Return a view in the order of its keys, equal keys in the order in which they were.

    Parameters
    ----------
    key
        A function of the user's, or None.
    descending
        Whether high keys come first.
    """
    ev, former = of.reading.ev, of.before
    if former is unordered:
        if key is not None:
            ev.no("ordering a set of any length by a key, where entries may have equal keys")
        former = terms.less
    keys = of
    if key is not None:
        moment, guard = Moment(key), of.reading.guard
        keys = of.derived("key", entry=lambda at: ev.call(key, [of.at(at)], {}), moment=moment, guard=guard).computed()

    def by_value(i: Term, j: Term) -> Term:
        return less(ev, keys.at(i), keys.at(j))

    lower: Relation = by_value
    with of.reading.probe() as anyone:
        if _has_objects(keys.at(anyone)):
            if what in EXTREMES:
                ev.no("the highest of objects by a comparison of their own, over a market of any size")
            lower = _by_comparison(keys, Moment(keys.at(anyone)))

    def before(i: Term, j: Term) -> Term:
        first, second = (j, i) if descending else (i, j)
        tied = terms.conjunction((terms.negation(lower(second, first)), former(i, j)))
        return terms.disjunction((lower(first, second), tied))

    return of.derived(what, before=before, number=of.length)


def _by_comparison(keys: View, moment: Moment) -> Relation:
    """Return the order of objects by their own comparison, which is shown to be one."""
    current, ev = keys.reading, keys.reading.ev
    name, guard = current.fresh("lower"), current.guard
    known: dict[Any, Any] = {}

    def paths(i: Term, j: Term) -> list[Path]:
        here = terms.conjunction((guard, keys.member(i), keys.member(j)))
        label = f"{name}[{current.number_of(i)}, {current.number_of(j)}]"

        def lower() -> Any:
            return ev.is_true(comparing.compare(ev, ast.Lt, keys.at(i), keys.at(j)))

        made: list[Path] = current.remembered(known, (i, j), lambda: current.paths(label, here, lower, moment=moment))
        return made

    def lower(i: Term, j: Term) -> Term:
        return truth_of(ev, current.joined(paths(i, j)))

    with current.probe() as p, current.probe() as q, current.probe() as r:
        members = [keys.member(x) for x in (p, q, r)]
        current.refuse(terms.conjunction((guard, *members[:2], raises(paths(p, q)))))
        both = terms.conjunction((lower(p, q), lower(q, p)))
        between = terms.disjunction((lower(p, q), lower(q, r)))
        if not current.shown([terms.negation(both), terms.implication(lower(p, r), between)], [guard, *members]):
            ev.no("a comparison of objects that is not seen to order them")
    return lower


def _has_objects(key: Any) -> bool:
    return any(map(_has_objects, key)) if isinstance(key, tuple) else isinstance(key, Instance)


def less(ev: Evaluator, a: Any, b: Any) -> Term:
    """Return a < b."""
    try:
        return comparing.ordered(ev, ast.Lt, a, b)
    except PyError:
        ev.no(f"ordering {ev.described(a, b)} in a list of any length")


def truth_of(ev: Evaluator, value: Any) -> Term:
    """Return the truth of what must be a condition."""
    found = condition(value)
    return ev.truth(value) if found is None else found
