"""Loops over lists of any length: what they leave behind, guessed from one step and shown by induction.

A loop writes to the entries of lists at its own position, and carries names from item to item. What a name holds after
some items is guessed to be the record of a rank (the highest number so far, the second highest, or what was noted when
they were set), or what was noted at the first or the last item of a kind. The guess holds before the first item; the
solver shows that one more item keeps it. Where no guess can be shown, the loop is not supported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from strategyproof.proofs import terms
from strategyproof.proofs.lift import states
from strategyproof.proofs.lift.freezing import frozen
from strategyproof.proofs.lift.places import Places
from strategyproof.proofs.lift.reading import Raised, joined, raises, reading
from strategyproof.proofs.lift.records import Guesses, Record
from strategyproof.proofs.lift.rows import ZERO, Column, Once, Ranking, View, view
from strategyproof.proofs.lift.unbound import UNBOUND
from strategyproof.proofs.lift.whole import Whole, merged
from strategyproof.proofs.plain.choice import NotMergeable
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import OutOfBudget, Unsupported
from strategyproof.proofs.plain.paths import Path
from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.terms import Term


def fold(
    items: Any, body: Any, thunks: Sequence[Callable[[], Any]], names: Sequence[str], stores: int, line: int
) -> Any:
    """Run a loop over a row.

    Parameters
    ----------
    items
        What it goes through.
    body
        The body as a function of the item, of whether the loop was stopped, and of what the names hold; it returns the
        latter two.
    thunks
        Each gives what a name holds at first, or raises.
    names
        The names that the body assigns, then those of the lists that it writes to.
    stores
        How many of them are lists.
    line
        Where the loop is.

    Returns
    -------
    list
        Whether the loop was stopped, then what the names hold afterwards.
    """
    if isinstance(items, Ranking):
        raise Unsupported("a loop over a sorted list of any length")
    if isinstance(items, Once) and items.late:
        raise Unsupported("a loop over a generator of any length")
    loop = Loop(items.read(), body, [_initial(thunk) for thunk in thunks], names, stores, line)
    loop.check_enclosed(thunks)
    return loop.result()


def _initial(thunk: Callable[[], Any]) -> Any:
    try:
        return thunk()
    except NameError:
        return UNBOUND


class OwnEntry:
    """A list inside a loop's body: only the entry at the loop's own position can be read and written."""

    __slots__ = ("position", "value")

    def __init__(self, position: Term, value: Any) -> None:
        self.position, self.value = position, value

    def __getitem__(self, index: Any) -> Any:
        self._check(index)
        return self.value

    def __setitem__(self, index: Any, value: Any) -> None:
        self._check(index)
        self.value = value

    def _check(self, index: Any) -> None:
        if not isinstance(index, Whole) or index.term is not self.position:
            raise Unsupported("a loop that reads or writes entries of a list at other positions than its own")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def _refuse(self, *_: Any) -> NoReturn:
        raise Unsupported("a loop that does more with a list that it writes to than reading and writing its own entry")

    __iter__ = __len__ = __bool__ = __contains__ = __add__ = __mul__ = __eq__ = _refuse
    __hash__ = None  # type: ignore[assignment]  # as a list


class Loop:
    """One loop: its body as a function of the item and the state.

    Attributes
    ----------
    scalars
        What is carried from item to item, as it is at first: whether the loop was stopped, then the names.
    carried
        Which of them had a value before the loop; the others live within a step.
    symbols
        A state of which nothing is known.
    """

    def __init__(
        self, items: View, body: Any, initial: Sequence[Any], names: Sequence[str], stores: int, line: int
    ) -> None:
        self.reading, self.items, self.line = reading(), items, line
        self.name, self.guard = self.reading.fresh(f"loop {line}"), self.reading.guard
        split = len(initial) - stores
        self.scalars: list[Any] = [False, *initial[:split]]
        self.names = ["whether it stopped", *names[:split]]
        self.carried = [k for k, value in enumerate(self.scalars) if value is not UNBOUND]
        self.columns = list(initial[split:])
        self._check_columns()
        self._enclosed: dict[int, Any] = {}
        self.body = frozen(body, self._enclosed)
        if any(id(column) in self._enclosed for column in self.columns):
            raise Unsupported("a loop that reads under one name the list that it writes to under another")
        self._before = [column.view for column in self.columns]
        self._known: dict[Any, Any] = {}
        self._records: dict[int, Record] = {}

    def _check_columns(self) -> None:
        if not all(isinstance(column, Column) for column in self.columns):
            raise Unsupported("a loop that writes to a list of a known length, or to one not made in this function")
        for column in self.columns:
            held, reach = column.view, terms.less_equal(self.items.high, column.view.high)
            if held.mask is not None or held.low is not ZERO or not self.reading.certain(reach):
                raise Unsupported("a loop that writes to a list whose entries are not those of all bidders")
        if len(set(map(id, self.columns))) < len(self.columns):
            raise Unsupported("a loop that writes to one list under two names")

    def check_enclosed(self, thunks: Sequence[Any]) -> None:
        """Check that no function that the body calls reads a name that the body assigns: it would see the old value."""
        if any(id(cell) in self._enclosed for thunk in thunks for cell in thunk.__closure__ or ()):
            raise Unsupported("a loop that calls a function which reads what the loop changes")

    def result(self) -> list[Any]:
        """Return the state after the last item."""
        current = self.reading
        anyone = current.probe()
        current.depth += 1
        try:
            self.symbols = states.unknown_state(self.name, self.scalars, self.from_start(anyone))
            self._find_records(anyone)
            paths = self._paths("item", anyone, lambda: self.state(anyone))
        finally:
            current.depth -= 1
        current.refuse(terms.conjunction((self.guard, self.items.member(anyone), raises(paths))))
        for which, (column, before) in enumerate(zip(self.columns, self._before, strict=True)):
            column.view = self._written(which, before)
        return [*self.state(self.items.high), *self.columns]

    def step(self, at: Term, state: Sequence[Any]) -> list[Any]:
        """Return the state after the item at a position, and the entries written there."""
        at = self.reading.alias(at)
        own = [OwnEntry(at, before.at(at)) for before in self._before]
        found = self.body(self.items.at(at), *state, *own)
        count = len(self.scalars)
        if any(entry is not column for entry, column in zip(found[count:], own, strict=True)):
            raise Unsupported("a loop that rebinds a list that it writes to")
        return [*found[:count], *(entry.value for entry in own)]

    def state(self, at: Term) -> list[Any]:
        """Return the state before the item at a position."""
        return [
            self._records[k].before(at) if k in self._records else value if k in self.carried else UNBOUND
            for k, value in enumerate(self.scalars)
        ]

    def from_start(self, at: Term) -> list[Path[Any]]:
        """Return what one step makes of the first state, as if the item at a position were the first."""
        return self._supposed("start", at, self.scalars)

    def in_general(self, at: Term) -> list[Path[Any]]:
        """Return what one step makes of a state of which nothing is known."""
        return self._supposed("general", at, self.symbols)

    def _supposed(self, what: str, at: Term, state: Sequence[Any]) -> list[Path[Any]]:
        """Run a step from a state that may never be; that it raises means nothing."""
        never = list(self.reading.never)
        try:
            return self._paths(what, at, lambda: state)
        finally:
            self.reading.never[:] = never

    def _paths(self, what: str, at: Term, state: Callable[[], Sequence[Any]]) -> list[Path[Any]]:
        """Return the ways in which one step goes, from a state."""

        def read() -> list[Path[Any]]:
            here = terms.conjunction((self.guard, self.items.member(at)))
            name = f"{self.name} {what}[{self.reading.number_of(at)}]"
            return self.reading.paths(name, here, lambda: self.step(at, state()))

        found: list[Path[Any]] = self.reading.remembered(self._known, (what, at), read)
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
                raise Unsupported("a name that is set from other names only")
            return value

        return noted

    def places(
        self, what: str, end: Term, admitted: Callable[[Term], Term], before: Callable[[Term, Term], Term]
    ) -> Places:
        """Return the places of admitted items before a position, in an order."""

        def member(at: Term) -> Term:
            here = terms.conjunction((self.items.member(at), terms.less(at, end)))
            return here if here is terms.FALSE else terms.conjunction((here, admitted(at)))

        name = f"{self.name} {what} before {self.reading.number_of(end)}"
        found: Places = self.reading.once(name, lambda: Places(self.reading, name, member, before))
        return found

    def _written(self, which: int, before: View) -> View:
        """Return a list after the loop: at the items' positions what the body wrote there."""
        place = len(self.scalars) + which

        def entry(at: Term) -> Any:
            inside = self.items.member(at)
            if inside is terms.FALSE:
                return before.at(at)
            paths = self._paths("item", at, lambda: self.state(at))
            new, old = joined([replace(path, leaf=states.part(path.leaf, place)) for path in paths]), before.at(at)
            try:
                return merged([(inside, new), (terms.negation(inside), old)])
            except NotMergeable:
                return new if decide(inside) else old

        return view(entry, before.low, before.high, "list")

    def _find_records(self, anyone: Term) -> None:
        """Find what each carried name holds, and show it; on a path that is read again, what was shown before."""
        guesses = Guesses(self, anyone)
        shown = self.reading.named.get(f"{self.name} shown")
        for number, records in enumerate(guesses):
            self._records = records
            if number == shown or (shown is None and self._is_inductive(f"guess {number}")):
                self.reading.named[f"{self.name} shown"] = number
                break
        else:
            what = ", ".join(self.names[k] for k in guesses.changing)
            raise Unsupported(f"a loop that carries {what}: not seen to be records, or first or last items of a kind")
        for k, record in records.items():
            self.reading.note(f"{self.names[k]!r} is {record.text}, by induction", self.line)

    def _is_inductive(self, what: str) -> bool:
        """Show that the guess, true before an item, is true after it."""
        current, never = self.reading, list(self.reading.never)
        try:
            with current.aside():
                here = current.theory.mention(terms.variable(f"{self.name} {what} item", "Int"))
                before = terms.conjunction((self.guard, self.items.member(here)))
                paths = current.paths(f"{self.name} {what}", before, lambda: self._kept(here))
                kept = [terms.FALSE if isinstance(path.leaf, Raised) else path.leaf for path in paths]
                claims = [terms.implication(path.condition, k) for path, k in zip(paths, kept, strict=True)]
                return current.shown(claims, [before])
        except OutOfBudget:
            raise
        except Unsupported as error:
            Unsupported.raised.remove(error)
            return False
        finally:
            current.never[:] = never

    def _kept(self, here: Term) -> Term:
        """Return that the state after an item is what the guess says."""
        after, expected = self.step(here, self.state(here)), self.state(terms.add(here, terms.integer(1)))
        return terms.conjunction(states.kept(after[k], expected[k]) for k in self.carried)
