"""Loops over lists of any length: what they leave behind, guessed from one step and shown by induction.

What a step writes to, the evaluator's journal tells. A loop writes to the entries of lists at its own position, fills
lists by ``append``, and carries names and fields from item to item. What one of these holds after some items is guessed
to be the record of a rank (the highest number so far, the second highest, or what was noted when they were set), or
what was noted at the first or the last item of a kind. The guess holds before the first item; the solver shows that one
more item keeps it. Where no guess can be shown, the loop is not supported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from strategyproof.proofs.evaluator import calls, statements
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import Broke, Continued, OutOfBudget, Returned, Unsupported
from strategyproof.proofs.evaluator.merging import read, write
from strategyproof.proofs.evaluator.numbers import Symbolic, Whole, whole_term
from strategyproof.proofs.evaluator.objects import Scope
from strategyproof.proofs.evaluator.rows import states
from strategyproof.proofs.evaluator.rows.answers import answer
from strategyproof.proofs.evaluator.rows.entries import fixed
from strategyproof.proofs.evaluator.rows.growing import Filled, empty_ones, gathered, gathering, grow
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.evaluator.rows.places import Places, Relation
from strategyproof.proofs.evaluator.rows.reading import Path, Raised, Reading, raises
from strategyproof.proofs.evaluator.rows.records import Guesses, Record
from strategyproof.proofs.evaluator.rows.rows import Column, Once, OwnEntry, Row, either, through
from strategyproof.proofs.evaluator.rows.views import View, in_order, view
from strategyproof.proofs.evaluator.targets import assign
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

NOTHING = "nothing was returned yet"
"""What a loop returned that goes on; it is no value of a user's."""

MOST_ROUNDS = 8
"""How often a step may show that it writes to something more."""


@answer("__for__")
def loop(ev: Evaluator, own: Row, n: ast.For, scope: Scope) -> None:
    """Run a ``for`` over a list of any length."""
    if any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in calls.own_nodes(n.body)):
        ev.no("a loop over a market of any size that yields")
    if isinstance(own, Once) and own.late:
        ev.no("a loop over a generator of any length")
    stopped, returned = Loop(ev, through(ev, own), n, scope).run()
    if returned is not NOTHING:
        raise Returned(returned)
    if n.orelse and not ev.is_true(stopped):
        statements.run(ev, n.orelse, scope)


def _is_among(one: Any, others: Sequence[Any]) -> bool:
    return any(one is other for other in others)


class More(BaseException):
    """A step writes to what was not known to be written to."""

    def __init__(
        self, slots: Sequence[tuple[Any, Any]] = (), columns: Sequence[Column] = (), lists: Sequence[Filled] = ()
    ):
        super().__init__()
        self.slots, self.columns, self.lists = slots, columns, lists


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two items: those before it.

    Attributes
    ----------
    name
        Which cut it is.
    holds
        Whether an item is before it.
    """

    name: str
    holds: Callable[[Term], Term]


class Loop:
    """One loop: its body as a function of the item and the state.

    Attributes
    ----------
    slots
        What is carried from item to item: whether the loop was stopped, what it returned, names and fields.
    scalars
        What they hold at first.
    carried
        Which of them had a value before the loop; the others live within a step.
    columns
        The lists to whose entries the body writes.
    lists
        The lists that it fills.
    symbols
        A state of which nothing is known.
    """

    def __init__(self, ev: Evaluator, items: View, n: ast.For, scope: Scope) -> None:
        self.ev, self.items, self.node, self.scope = ev, items, n, scope
        self.reading: Reading = ev.market
        self.moment = Moment(scope)
        self.slots: list[tuple[Any, Any]] = [(None, "whether it stopped"), (None, "what it returned")]
        self.columns: list[Column] = []
        self.lists: list[Filled] = []
        self.name, self.guard = self.reading.fresh(f"loop {n.lineno}"), self.reading.guard
        self.since, self._sorted, self._sizes = 0, set[int](), dict[int, str]()
        self._targets = {x.id for x in ast.walk(n.target) if isinstance(x, ast.Name)}
        if not all(isinstance(x, (ast.Name, ast.Tuple, ast.expr_context)) for x in ast.walk(n.target)):
            ev.no("a loop over a market of any size whose target is more than names")

    def run(self) -> tuple[Any, Any]:
        """Leave behind what the loop leaves behind; return whether it was stopped, and what it returned."""
        known = self.reading.written.get(self.node)
        if known is not None:
            holders = [*(holder for holder, _ in known[0][2:]), *known[1], *known[2]]
            known = known if all(id(holder) in self.moment.kept for holder in holders) else None
        if known is not None:
            self.slots, self.columns, self.lists = map(list, known)
        for _ in range(MOST_ROUNDS):
            self._begin()
            try:
                if known is None:
                    with self.reading.aside():
                        self._tried()
                return self._result()
            except More as more:
                known = None
                self.slots += more.slots
                self.columns += more.columns
                self.lists += more.lists
            self.reading.written[self.node] = self.slots, self.columns, self.lists
        self.ev.no("a loop over a market of any size that writes to ever more")

    def _tried(self) -> None:
        """Take steps to see what they write to; what they name is forgotten."""
        with self.reading.probe() as anyone:
            self.symbols = states.unknown_state(self.label, self.scalars, self.from_start(anyone))
            self.in_general(anyone)

    def _begin(self) -> None:
        self.label = f"{self.name}.{len(self.slots)}.{len(self.columns)}.{len(self.lists)}"
        self.scalars: list[Any] = [False, NOTHING, *(read(holder, key) for holder, key in self.slots[2:])]
        self.carried = [k for k, value in enumerate(self.scalars) if not states.is_left(value)]
        self._before = [column.read(self.ev) for column in self.columns]
        for of in self._before:
            reach = terms.less_equal(self.items.high, of.high)
            if not of.is_whole or of.low.op != "const" or not self.reading.certain(reach):
                self.ev.no("a loop that writes to a list whose entries are not those of all bidders")
        self._known: dict[Any, Any] = {}
        self._records: dict[int, Record] = {}

    def _result(self) -> tuple[Any, Any]:
        current = self.reading
        with current.probe() as anyone:
            self.symbols = states.unknown_state(self.label, self.scalars, self.from_start(anyone))
            self._find_records(anyone)
            paths = self._paths("item", anyone, lambda: self.state(self.before(anyone)))
            current.refuse(terms.conjunction((self.guard, self.items.member(anyone), raises(paths))))
        after = self.state(self.end)
        for which, (column, before) in enumerate(zip(self.columns, self._before, strict=True)):
            column.change(self.ev, self._written(which, before))
        for which, filled in enumerate(self.lists):
            grow(self.ev, filled, self._filled(which, filled))
        for (holder, key), value in zip(self.slots[2:], after[2:], strict=True):
            if self.ev.setting(holder, key, "what a loop carries"):
                write(holder, key, value)
        for name in self._targets:
            if self.ev.setting(self.scope, name, "the target of a loop"):
                self.scope[name] = states.LEFT
        return after[0], after[1]

    # ---- cuts

    def before(self, at: Term) -> Cut:
        """Return the cut before an item."""
        return Cut(f"before {self.reading.number_of(at)}", lambda index: self.items.before(index, at))

    def after(self, at: Term) -> Cut:
        """Return the cut after an item."""
        return Cut(
            f"through {self.reading.number_of(at)}",
            lambda index: terms.disjunction((terms.equal(index, at), self.items.before(index, at))),
        )

    @property
    def end(self) -> Cut:
        """Return the cut after all items."""
        return Cut("all", lambda _: terms.TRUE)

    # ---- steps

    def step(self, at: Term, state: Sequence[Any]) -> list[Any]:
        """Return the state after the item at a position, the entries written there, and what was appended."""
        at, journal = self.reading.alias(at), self.ev.journal
        clock = journal.clock
        candidates = empty_ones(self.moment, clock)
        with gathering(candidates, clock + 1):
            found, written = journal.tried(lambda: self._taken(at, state, candidates, clock + 1))
        values, appended = found
        older = [(slot, holder) for slot, (holder, _) in written.items() if holder.born <= clock]
        self._look_for_more(older, [one for one, parts in zip(candidates, appended, strict=True) if parts])
        parts = {id(one): parts for one, parts in zip(candidates, appended, strict=True)}
        return [*values, *(parts[id(one)] for one in self.lists)]

    def _taken(
        self, at: Term, state: Sequence[Any], candidates: Sequence[Filled], since: int
    ) -> tuple[list[Any], list[Any]]:
        """Take a step; return what is carried on, the entries written, and what was appended to each list."""
        self.since, former = since, self.since
        self.reading.steps.append((self, at))
        try:
            leaving = self._body(at, state)
        finally:
            self.reading.steps.pop()
            self.since = former
        values = [*leaving, *(read(holder, key) for holder, key in self.slots[2:])]
        self._sorted |= {id(one) for one in candidates if isinstance(one, List) and one.is_unordered}
        own: list[Any] = [column.view for column in self.columns]
        appended = [tuple(fixed(self.ev, part, since) for part in gathered(one)) for one in candidates]
        carried = [
            states.LEFT if k not in self.carried or states.is_left(value) else fixed(self.ev, value, since)
            for k, value in enumerate(values)
        ]
        return [*carried, *(fixed(self.ev, held.value, since) for held in own)], appended

    def _look_for_more(self, older: Sequence[tuple[Any, Any]], filled: Sequence[Filled]) -> None:
        known = {(id(holder), key) for holder, key in self.slots[2:]}
        known |= {(id(self.scope), name) for name in self._targets}
        more = [(slot, holder) for slot, holder in older if slot not in known]
        columns = [holder for _, holder in more if isinstance(holder, Column) and not _is_among(holder, self.columns)]
        slots = [(holder, slot[1]) for slot, holder in more if not isinstance(holder, Column)]
        lists = [one for one in filled if not _is_among(one, self.lists)]
        if columns or slots or lists:
            raise More(slots, columns, lists)

    def _body(self, at: Term, state: Sequence[Any]) -> tuple[Any, Any]:
        """Evaluate the body from a state; return whether the loop is stopped then, and what it returned."""
        ev, journal = self.ev, self.ev.journal
        for column, before in zip(self.columns, self._before, strict=True):
            journal.note(column, "view")
            column.view = OwnEntry(at, before.at(at))  # type: ignore[assignment]  # for this step
        for (holder, key), value in zip(self.slots[2:], state[2:], strict=True):
            journal.note(holder, key)
            write(holder, key, value)
        if ev.is_true(state[0]):
            return state[0], state[1]
        ev.line = self.node.lineno
        assign(ev, self.node.target, self.items.at(at), self.scope)
        try:
            statements.run(ev, self.node.body, self.scope)
        except Broke:
            return True, state[1]
        except Returned as returned:
            return True, returned.value
        except Continued:
            pass
        return False, state[1]

    def size_before(self, own: Filled, at: Term) -> Any:
        """Return how many entries a list has before an item, that the loop fills."""
        which = list(self.moment.kept).index(id(own))
        self._sizes[id(own)] = f"{self.label} size {which}"
        return Whole(terms.apply(self._sizes[id(own)], at, sort="Int"))

    def _order_sizes(self, name: str, appends: Callable[[Term], Term]) -> None:
        """State that a list grows with each item that appends to it."""
        items, theory = self.items, self.reading.theory

        def size(at: Term) -> Term:
            return terms.apply(name, at, sort="Int")

        def grows(i: Term, j: Term) -> Term:
            here = terms.conjunction((items.member(i), items.member(j), items.before(i, j)))
            if here is terms.FALSE:
                return terms.TRUE
            after = terms.add(size(i), terms.if_then_else(appends(i), terms.integer(1), terms.integer(0)))
            return terms.implication(here, terms.less_equal(after, size(j)))

        def fact(at: Term) -> Term:
            pairs = [pair for other in list(theory.positions) for pair in ((at, other), (other, at))]
            known = terms.less_equal(terms.integer(0), size(at))
            return terms.conjunction([known, *(grows(i, j) for i, j in pairs if i is not j)])

        self.reading.once(name, lambda: theory.for_all_positions(fact))

    def state(self, cut: Cut) -> list[Any]:
        """Return the state after the items before a cut."""
        return [
            self._records[k].before(cut) if k in self._records else value if k in self.carried else states.LEFT
            for k, value in enumerate(self.scalars)
        ]

    def from_start(self, at: Term) -> list[Path]:
        """Return what one step makes of the first state, as if the item at a position were the first."""
        return self._supposed("start", at, self.scalars)

    def in_general(self, at: Term) -> list[Path]:
        """Return what one step makes of a state of which nothing is known."""
        return self._supposed("general", at, self.symbols)

    def _supposed(self, what: str, at: Term, state: Sequence[Any]) -> list[Path]:
        """Run a step from a state that may never be; that it raises means nothing."""
        never = list(self.reading.never)
        try:
            return self._paths(what, at, lambda: state)
        finally:
            self.reading.never[:] = never

    def _paths(self, what: str, at: Term, state: Callable[[], Sequence[Any]]) -> list[Path]:
        """Return the ways in which one step goes, from a state."""

        def evaluated() -> list[Path]:
            here = terms.conjunction((self.guard, self.items.member(at)))
            name = f"{self.label} {what}[{self.reading.number_of(at)}]"
            return self.reading.paths(name, here, lambda: self.step(at, state()), moment=self.moment)

        found: list[Path] = self.reading.remembered(self._known, (what, at), evaluated)
        return found

    def noted(self, k: int, at: Term) -> Any:
        """Return what a name is set to from the item at a position alone, None if there is no such value."""
        state = states.places_of(self.symbols)
        values = [*states.ends(self.from_start(at), k), *states.ends(self.in_general(at), k)]
        own = [leaf for value in values for leaf in states.alternatives(value) if not states.reads(leaf, state)]
        new = [leaf for leaf in own if not states.same(leaf, self.scalars[k])]
        return next((leaf for leaf in new if isinstance(leaf, Symbolic)), new[0] if new else None)

    def noting(self, k: int) -> Callable[[Term], Any]:
        """Return what a name is set to from the item at a position alone, as a function."""

        def noted(at: Term) -> Any:
            value = self.noted(k, at)
            if value is None:
                self.ev.no("a name that is set from other names only")
            return value

        return noted

    def places(self, what: str, cut: Cut, admitted: Callable[[Term], Term], before: Relation) -> Places:
        """Return the places of admitted items before a cut, in an order."""

        def member(at: Term) -> Term:
            here = terms.conjunction((self.items.member(at), cut.holds(at)))
            return here if here is terms.FALSE else terms.conjunction((here, admitted(at)))

        name = f"{self.label} {what} {cut.name}"
        found: Places = self.reading.once(name, lambda: Places(self.reading, name, member, before))
        return found

    # ---- what it leaves behind

    def _written(self, which: int, before: View) -> View:
        """Return a list after the loop: at the items' positions what the body wrote there."""
        place = len(self.scalars) + which

        def entry(at: Term) -> Any:
            inside = self.items.member(at)
            if inside is terms.FALSE:
                return before.at(at)
            return either(self.ev, inside, self._value(place, at), before.at(at))

        return view(self.ev, entry, before.low, before.high, "list")

    def _value(self, place: int, at: Term) -> Any:
        paths = self._paths("item", at, lambda: self.state(self.before(at)))
        return self.reading.joined([replace(path, leaf=states.part(path.leaf, place)) for path in paths])

    def _filled(self, which: int, own: Filled) -> View:
        """Return a list that the loop fills: what was appended at each item, in the order of the items."""
        place = len(self.scalars) + len(self.columns) + which

        def appends(at: Term) -> Term:
            found = [(path, states.part(path.leaf, place)) for path in self._item(at)]
            return terms.disjunction(p.condition for p, part in found if not isinstance(part, Raised) and part)

        def entry(at: Term) -> Any:
            parts = [replace(path, leaf=states.part(path.leaf, place)) for path in self._item(at)]
            found = [p if isinstance(p.leaf, Raised) else replace(p, leaf=p.leaf[0]) for p in parts if p.leaf]
            value = self.reading.joined(found)
            return value[1] if isinstance(own, Dict) else value

        with self.reading.probe() as anyone:
            ends = states.ends(self._item(anyone), place)
            if isinstance(own, Dict) and any(whole_term(key) is not anyone for part in ends for key, _ in part):
                self.ev.no(
                    "a dictionary filled over a market of any size whose keys are not the positions of the bidders"
                )
        if any(len(part) > 1 for part in ends):
            self.ev.no("a loop over a market of any size that appends twice to a list")
        if id(own) in self._sizes:
            self._order_sizes(self._sizes[id(own)], appends)
        made = self.items.derived("filled", entry=entry, guard=self.guard, moment=None)
        made = made if all(ends) else made.kept("filled", appends)
        return in_order(made, None, descending=False, what="inserted") if id(own) in self._sorted else made

    def _item(self, at: Term) -> list[Path]:
        return self._paths("item", at, lambda: self.state(self.before(at)))

    def _find_records(self, anyone: Term) -> None:
        """Find what each carried name holds, and show it; on a path that is read again, what was shown before."""
        guesses = Guesses(self, anyone)
        shown = self.reading.named.get(f"{self.label} shown")
        for number, records in enumerate(guesses):
            self._records = records
            if number == shown or (shown is None and self._is_inductive(f"guess {number}")):
                self.reading.named[f"{self.label} shown"] = number
                break
        else:
            what = ", ".join(str(self.slots[k][1]) for k in guesses.changing)
            self.ev.no(f"a loop that carries {what}: not seen to be records, or first or last items of a kind")
        for k, record in records.items():
            self.reading.note(f"{self.slots[k][1]!r} is {record.text}, by induction", self.node.lineno)

    def _is_inductive(self, what: str) -> bool:
        """Show that the guess, true before an item, is true after it."""
        current, never = self.reading, list(self.reading.never)
        try:
            with current.aside():
                here = current.theory.mention(terms.variable(f"{self.label} {what} item", "Int"))
                before = terms.conjunction((self.guard, self.items.member(here)))
                paths = current.paths(f"{self.label} {what}", before, lambda: self._kept(here), moment=self.moment)
                kept = [terms.FALSE if isinstance(path.leaf, Raised) else path.leaf for path in paths]
                claims = [terms.implication(path.condition, k) for path, k in zip(paths, kept, strict=True)]
                return current.shown(claims, [before])
        except OutOfBudget:
            raise
        except Unsupported:
            return False
        finally:
            current.never[:] = never

    def _kept(self, here: Term) -> Term:
        """Return that the state after an item is what the guess says."""
        after, expected = self.step(here, self.state(self.before(here))), self.state(self.after(here))
        return terms.conjunction(states.kept(self.ev, after[k], expected[k]) for k in self.carried)
