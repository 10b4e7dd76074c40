"""Lists of a length that is not known, as values of the evaluator."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, ordering
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import NotMergeable, Quantity, Whole, is_number, merged, whole, whole_term
from strategyproof.proofs.evaluator.rows.entries import refusing
from strategyproof.proofs.evaluator.rows.moments import Changeable
from strategyproof.proofs.evaluator.rows.views import ZERO, View, in_order, view
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

ITERATORS = ("generator", "enumerate", "zip", "map", "filter", "reversed")


class Row:
    """A list of any length, or the range, the tuple, the set or the dictionary of one.

    Attributes
    ----------
    view
        What it holds now. A dictionary holds its values, by the positions that are its keys.
    kind
        What it is to ``type``.
    """

    __slots__ = ("kind", "view")
    is_row = True
    described = "a list of any length"

    def __init__(self, content: View, kind: str = "list") -> None:
        self.view, self.kind = content, kind

    def read(self, ev: Evaluator) -> View:
        """Return what it holds, to go through all of it."""
        content: Any = self.view
        if not isinstance(content, View):
            ev.no("a loop that does more with a list that it writes to than reading and writing its own entry")
        return content

    def frozen(self, ev: Evaluator) -> Row:
        """Return it as an entry of another list: it cannot change."""
        if isinstance(self, (Once, Joined)):
            ev.no(f"{ev.described(self)} as an entry of a list of any length")
        return Row(self.read(ev), self.kind)

    __hash__ = refusing("hashing a list of any length")
    __eq__ = refusing("comparing a list of any length")


class Column(Row, Changeable):
    """A list of any length that can change.

    Attributes
    ----------
    born
        When it was made, in the count of speculations.
    """

    __slots__ = ("born",)

    def __init__(self, content: View, born: int, kind: str = "list") -> None:
        super().__init__(content, kind)
        self.born = born

    def __getitem__(self, _: str) -> View:
        return self.view

    def __setitem__(self, _: str, value: View) -> None:
        self.view = value

    def content(self) -> Any:
        """Return what it holds."""
        return self.view

    def restore(self, content: Any) -> None:
        """Hold what was held."""
        self.view = content

    def change(self, ev: Evaluator, content: Any) -> None:
        """Hold something else from now on."""
        if ev.setting(self, "view", "a list of any length"):
            self.view = content


class Once(Row):
    """What Python goes through once and reads only then: a generator, an enumeration, or lists side by side.

    Attributes
    ----------
    late
        Whether it computes with names as they are when it is gone through.
    """

    __slots__ = ("_content", "_is_spent", "born", "late")

    def __init__(self, content: Callable[[], View], kind: str, born: int, *, late: bool) -> None:
        self.kind, self.born, self.late = kind, born, late
        self._content, self._is_spent = content, False

    @property
    def described(self) -> str:  # type: ignore[override]  # of this one
        """Describe it for people."""
        return f"a {self.kind} of any length"

    def read(self, ev: Evaluator) -> View:
        """Return what it holds now; it is spent then."""
        if self._is_spent:
            ev.no(f"going twice through a {self.kind} of any length")
        ev.journal.forbid(self.born)
        self._is_spent = True
        return self._content()


class Grown(List):
    """A list of the evaluator's that a loop over all bidders has filled: the same object, and now of any length."""

    __slots__ = ()
    is_row = True
    described = "a list of any length"

    @property
    def column(self) -> Column:
        """Return what it holds."""
        return list.__getitem__(self, 0)  # type: ignore[no-any-return]

    def frozen(self, ev: Evaluator) -> Row:
        """Return it as an entry of another list."""
        return self.column.frozen(ev)

    __len__ = __iter__ = __getitem__ = __setitem__ = __delitem__ = __contains__ = __reversed__ = refusing(
        "a list operation"
    )
    append = extend = insert = pop = remove = clear = reverse = sort = index = count = copy = refusing(
        "a list operation"
    )


class GrownDict(Dict):
    """A dictionary of the evaluator's that a loop over all bidders has filled: the same object, now of any length."""

    __slots__ = ()
    is_row = True
    described = "a dictionary of all bidders"

    @property
    def column(self) -> Column:
        """Return what it holds."""
        return self.factory  # type: ignore[no-any-return]

    def frozen(self, ev: Evaluator) -> Row:
        """Return it as an entry of another list."""
        return self.column.frozen(ev)

    __len__ = place = put = drop = clear = copied = keys = values = refusing("an operation of dictionaries")
    entries = property(refusing("an operation of dictionaries"))


def row_of(value: Any) -> Any:
    """Return the row that a value is, also where it is a list or a dictionary that a loop has filled."""
    return value.column if isinstance(value, (Grown, GrownDict)) else value


def through(ev: Evaluator, own: Row) -> View:
    """Return what somebody meets who goes through a row: of a dictionary the keys, which are the positions."""
    of = own.read(ev)
    return of.derived("keys", entry=whole, moment=None) if own.kind == "dict" else of


class Joined(Row):
    """A list of any length with single entries before and after it.

    Attributes
    ----------
    head, tail
        The entries before and after.
    """

    __slots__ = ("head", "tail")

    def __init__(self, head: list[Any], content: View, tail: list[Any]) -> None:
        super().__init__(content)
        self.head, self.tail = head, tail

    def read(self, ev: Evaluator) -> View:
        """Refuse to leave the single entries out."""
        ev.no("this of a list of any length with other entries before or after it")


class OwnEntry:
    """What a list holds inside a loop's body: only the entry at the loop's own position can be read and written."""

    __slots__ = ("position", "value")

    def __init__(self, position: Term, value: Any) -> None:
        self.position, self.value = position, value


def is_in_a_step(own: Row) -> bool:
    """Tell whether a loop's body is evaluated that writes to a list."""
    return isinstance(getattr(own, "view", None), OwnEntry)


# ---- entries


def item(ev: Evaluator, own: Row, index: Any) -> Any:
    """Return ``own[index]``."""
    if is_in_a_step(own):
        return _own_entry(ev, own, index).value
    if isinstance(own, Joined):
        return _item_of_joined(ev, own, index)
    if isinstance(own, Once) or own.kind == "set":
        ev.throw(TypeError)
    of = own.read(ev)
    if isinstance(index, slice):
        return _sliced(ev, own, of, index)
    if own.kind == "dict":
        return of.at(_key(ev, of, index))
    if of.is_whole:
        return of.at(located(ev, of, index))
    found = _ranked(ev, of, index)
    if found is None:
        ev.throw(IndexError)
    return found


def _own_entry(ev: Evaluator, own: Row, index: Any) -> OwnEntry:
    held: Any = own.view
    if isinstance(index, slice) or whole_term(index) is not held.position:
        ev.no("a loop that reads or writes entries of a list at other positions than its own")
    return held  # type: ignore[no-any-return]


def _index_term(ev: Evaluator, index: Any) -> Term:
    asked = whole_term(index)
    if asked is None:
        if is_number(index) and not (isinstance(index, Quantity) and index.kind is int):
            ev.throw(TypeError)
        ev.no(f"{ev.described(index)} as a position in a list of any length")
    return asked


def located(ev: Evaluator, of: View, index: Any) -> Term:
    """Return the position of an index; a wrong one raises, as in Python."""
    asked = _index_term(ev, index)
    base = of.high if isinstance(index, int) and index < 0 else of.low
    position = whole_term(arithmetic.binary(ast.Add, whole(base), index, ev.decide))
    assert position is not None
    current = of.reading
    if (position, of.high) in current.inside and of.low is ZERO:
        return position
    inside = of.member(position)
    if not current.certain(inside) and not ev.decide(inside):
        if not isinstance(index, int) and not current.certain(terms.less_equal(ZERO, asked)):
            ev.no("a position that may be negative in a list of any length")
        ev.throw(IndexError)
    return position


def _key(ev: Evaluator, of: View, key: Any) -> Term:
    """Return the position that is a key."""
    asked = None if is_number(key) and not isinstance(key, (int, Quantity)) else whole_term(key)
    if asked is None:
        ev.no("a key of a dictionary of all bidders that is no position")
    inside = of.member(asked)
    if not of.reading.certain(inside) and not ev.decide(inside):
        ev.throw(KeyError)
    return asked


def _ranked(ev: Evaluator, of: View, index: Any) -> Any:
    """Return the entry of a rank from either end; None if there is none. Ranks are plain numbers, or N less one."""
    if isinstance(index, Whole):
        from_end = arithmetic.linear(terms.add(index.whole, terms.negate(of.length)))
        index = int(from_end.data) if from_end.op == "const" and from_end.data < 0 else index
    if isinstance(index, bool) or not isinstance(index, int):
        _index_term(ev, index)
        ev.no("an entry at a rank that depends on the market, in an ordered list of any length")
    position = ranked(ev, of, index)
    return None if position is None else of.at(position)


def ranked(ev: Evaluator, of: View, index: int) -> Term | None:
    """Return the position of the entry at a rank, negative ones from the end; None if there is none."""
    place = of.front.rank(index + 1) if index >= 0 else of.back.rank(-index)
    if not ev.decide(place.exists):
        return None
    if of.low is ZERO:
        of.reading.inside.add((place.position, of.high))
    return place.position


def _item_of_joined(ev: Evaluator, own: Joined, index: Any) -> Any:
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        ev.no("an entry of a list of any length with others before or after it, but at a known position from its start")
    if index < len(own.head):
        return own.head[index]
    rank = index - len(own.head)
    found = ranked(ev, own.view, rank)
    if found is not None:
        return own.view.at(found)
    while rank and not ev.decide(own.view.front.rank(rank).exists):
        rank -= 1
    after = index - len(own.head) - rank
    if after >= len(own.tail):
        ev.throw(IndexError)
    return own.tail[after]


def put(ev: Evaluator, own: Row, index: Any, value: Any) -> None:
    """Do ``own[index] = value``."""
    if not isinstance(own, Column):
        ev.throw(TypeError)
    if is_in_a_step(own):
        own.change(ev, OwnEntry(_own_entry(ev, own, index).position, value))
        return
    of = own.read(ev)
    if not of.is_whole or isinstance(index, slice):
        ev.no("assigning to an entry of a list of any length that is sorted, or kept to some positions")
    position = _key(ev, of, index) if own.kind == "dict" else located(ev, of, index)
    own.change(ev, replaced(ev, of, position, value))


def replaced(ev: Evaluator, of: View, position: Term, value: Any) -> View:
    """Return a view with another value at a position."""

    def entry(at: Term) -> Any:
        same = terms.equal(at, position)
        if same.op == "const":
            return value if same.data else of.at(at)
        return either(ev, same, value, of.at(at))

    return view(ev, entry, of.low, of.high, "list")


def either(ev: Evaluator, when: Term, yes: Any, no: Any) -> Any:
    """Return one value or another, merged where it can be."""
    try:
        return merged([(when, yes), (terms.negation(when), no)])
    except NotMergeable:
        return yes if ev.decide(when) else no


# ---- slices and joins


def _sliced(ev: Evaluator, own: Row, of: View, index: slice) -> Any:
    if own.kind in ("dict", "set"):
        ev.throw(TypeError)
    if index.step == -1 and index.start is None and index.stop is None:
        return like(ev, own, _reversed(of))
    if index.step not in (None, 1):
        ev.no("a slice with a step of a list of any length")
    if not of.is_whole:
        return _ranks(ev, own, of, index.start, index.stop)
    low = of.low if index.start is None else _bound(ev, of, index.start)
    high = of.high if index.stop is None else _bound(ev, of, index.stop)
    return like(ev, own, of.derived("slice", low=low, high=high))


def _reversed(of: View) -> View:
    before = of.before
    new = of.derived("reversed", before=lambda i, j: before(j, i))
    new.number = of.length
    return new


def like(ev: Evaluator, own: Row, content: View) -> Row:
    """Return a list, or a tuple or range, like another."""
    return Column(content, ev.born) if own.kind == "list" else Row(content, own.kind)


def _bound(ev: Evaluator, of: View, index: Any) -> Term:
    from_end = isinstance(index, int) and index < 0
    _index_term(ev, index)
    base = of.high if from_end else of.low
    bound = whole_term(arithmetic.binary(ast.Add, whole(base), index, ev.decide))
    assert bound is not None
    current = of.reading
    if isinstance(index, int) and not current.certain(terms.conjunction(_between(of, bound))):
        outside, end = (terms.less(bound, of.low), of.low) if from_end else (terms.less(of.high, bound), of.high)
        return end if ev.decide(outside) else bound
    if not current.certain(terms.conjunction(_between(of, bound))):
        ev.no("a slice that may end outside of a list of any length")
    return bound


def _between(of: View, bound: Term) -> tuple[Term, Term]:
    return terms.less_equal(of.low, bound), terms.less_equal(bound, of.high)


def _ranks(ev: Evaluator, own: Row, of: View, start: Any, stop: Any) -> Any:
    """Return a slice of an ordered list: its first or last few as a list, or what is left without them."""
    if not all(x is None or (type(x) is int) for x in (start, stop)):
        ev.no("a slice of an ordered list of any length whose bounds depend on the market")
    if start in (None, 0) and stop is not None and stop >= 0:
        while stop and not ev.decide(of.front.rank(stop).exists):
            stop -= 1
        return ev.new_list(of.at(of.front.rank(k + 1).position) for k in range(stop))
    if stop is None and start is not None and start < 0:
        while start and not ev.decide(of.back.rank(-start).exists):
            start += 1
        return ev.new_list(of.at(of.back.rank(k).position) for k in range(-start, 0, -1))
    if stop is not None and stop >= 0 and start is not None and start >= 0:
        return ev.new_list(ev.items(_ranks(ev, own, of, None, stop))[start:])
    without = of
    for places, count in ((of.front, start or 0), (of.back, -(stop or 0))):
        gone = [places.rank(k) for k in range(1, count + 1)]
        if gone:
            without = without.kept("rest", lambda index, gone=gone: _none_of(index, gone))  # type: ignore[misc]
    return like(ev, own, without)


def _none_of(index: Term, gone: list[Any]) -> Term:
    return terms.conjunction(
        terms.negation(terms.conjunction((place.exists, terms.equal(index, place.position)))) for place in gone
    )


def joined(ev: Evaluator, first: Any, second: Any) -> Any:
    """Return ``first + second``."""
    first, second = row_of(first), row_of(second)
    if isinstance(first, List) or isinstance(second, List):
        return _with_single(ev, first, second)
    if not isinstance(first, Row) or not isinstance(second, Row):
        return NotImplemented
    if first.kind != second.kind or first.kind not in ("list", "tuple"):
        ev.no("joining lists of any length with something else")
    one, other = first.read(ev), second.read(ev)
    if one.mask or other.mask or not one.is_whole or not other.is_whole or one.entry is not other.entry:
        ev.no("joining lists of any length, except slices of one list in their order")
    if not one.reading.certain(terms.less_equal(one.high, other.low)):
        ev.no("joining slices of a list of any length out of their order")

    def mask(index: Term) -> Term:
        return terms.disjunction((one.within(index), other.within(index)))

    return like(ev, first, one.derived("joined", high=other.high, mask=mask))


def _with_single(ev: Evaluator, first: Any, second: Any) -> Any:
    row, single = (second, first) if isinstance(first, List) else (first, second)
    if row.kind != "list" or single.kind != "list":
        return NotImplemented
    items = list(ev.known(single))
    head, tail = (items, []) if single is first else ([], items)
    if isinstance(row, Joined):
        return Joined([*head, *row.head], row.view, [*row.tail, *tail])
    return Joined(head, row.read(ev), tail)


def extreme_of_joined(ev: Evaluator, own: Joined, key: Any, *, highest: bool) -> Any:
    """Return the highest or lowest entry of a list of any length with single entries around it."""
    absent: Any = object()
    inner = extreme(ev, own.view, key, absent, highest=highest)
    items = [*own.head, *([] if inner is absent else [inner]), *own.tail]
    return ordering.extreme(ev, items, key, highest=highest)


def extreme(ev: Evaluator, of: View, key: Any, default: Any, *, highest: bool) -> Any:
    """Return the first of the entries with the highest or lowest key, or a default if there are none."""
    position = ranked(ev, in_order(of, key, descending=highest, what="highest" if highest else "lowest"), 0)
    return default if position is None else of.at(position)
