"""Lists of a length that is not known: a value for each position, computed when it is asked for.

All rows live on the positions of one market: ``bids[1:]`` is the row of bids kept to positions 1 and above, and
``bids[:i] + bids[i + 1 :]`` the one kept to all positions but i. So what is said of one row speaks of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import NoneType
from typing import Any, NoReturn

from strategyproof.proofs import terms
from strategyproof.proofs.lift.places import Place, Places
from strategyproof.proofs.lift.reading import Reading, joined, raises, reading
from strategyproof.proofs.lift.whole import Whole, integer_term, merged, whole
from strategyproof.proofs.plain import ordering
from strategyproof.proofs.plain.choice import NotMergeable
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.paths import Path
from strategyproof.proofs.plain.quantity import Symbolic, compare, condition, number
from strategyproof.proofs.symbols import Symbol
from strategyproof.proofs.terms import Term

Entry = Callable[[Term], Any]
ZERO = terms.integer(0)


@dataclass(slots=True)
class View:
    """What a row holds: the value at each position of a range, kept to those of a mask.

    Attributes
    ----------
    name
        The same again when the path that made it is read again.
    low, high
        The range; a row kept to a mask has no places of its own that could be counted.
    mask
        Which positions of the range belong to it; None for all.
    entry
        The value at a position; it may branch, and must have no effect.
    guard
        What holds where the row was made.
    """

    reading: Reading
    name: str
    low: Term
    high: Term
    entry: Entry
    guard: Term
    mask: Callable[[Term], Term] | None = None
    _known: dict[Any, Any] = field(default_factory=dict)

    @property
    def length(self) -> Term:
        """Return how many positions the range has."""
        term = integer_term(whole(self.high) - whole(self.low))
        assert term is not None
        empty = terms.less(term, ZERO)
        never = term.op == "var" or self.reading.certain(terms.negation(empty))
        return term if never else terms.if_then_else(empty, ZERO, term)

    def member(self, index: Term) -> Term:
        """Tell whether a position belongs to the row."""
        within = terms.conjunction((terms.less_equal(self.low, index), terms.less(index, self.high)))
        if self.mask is None or within is terms.FALSE:
            return within
        return terms.conjunction((within, self.mask(index)))

    def where(self, index: Term, holds: Callable[[Any], Term]) -> Term:
        """Tell whether a position belongs to the row and something holds of the value there."""
        member = self.member(index)
        return member if member is terms.FALSE else terms.conjunction((member, holds(self.at(index))))

    def paths(self, index: Term) -> list[Path[Any]]:
        """Return the ways in which the value at a position comes about."""

        def read() -> list[Path[Any]]:
            name = f"{self.name}[{self.reading.number_of(index)}]"
            here = terms.conjunction((self.guard, self.member(index)))
            return self.reading.paths(name, here, lambda: self.entry(index))

        found: list[Path[Any]] = self.reading.remembered(self._known, index, read)
        return found

    def at(self, index: Term) -> Any:
        """Return the value at a position that belongs to the row."""
        return _fixed(joined(self.paths(index)))

    def computed(self) -> View:
        """Compute the value at any position: where it raises must be impossible, and what is not supported shows."""
        current = self.reading
        anyone = current.probe()
        current.depth += 1
        try:
            where = raises(self.paths(anyone))
            self.at(anyone)
        finally:
            current.depth -= 1
        current.refuse(terms.conjunction((self.guard, self.member(anyone), where)))
        return self


def _fixed(value: Any) -> Any:
    """Return an entry that cannot change; a list that can would have to be the same each time it is asked for."""
    if isinstance(value, Column):
        return Row(value.view)
    if type(value) is tuple:
        return tuple(map(_fixed, value))
    kinds = (Symbolic, Symbol, Row, Ranking, int, float, Fraction, str, NoneType)
    if isinstance(value, Once) or not isinstance(value, kinds):
        raise Unsupported(f"a {type(value).__name__} as an entry of a list of any length")
    return value


def view(entry: Entry, low: Term, high: Term, what: str, mask: Callable[[Term], Term] | None = None) -> View:
    """Make a row's content where the reading is."""
    current = reading()
    return View(current, current.fresh(what), low, high, entry, current.guard, mask)


def _refusal(what: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise Unsupported(f"{what} of a list of any length")

    return refuse


class Row:
    """A list of any length, or the range, the enumeration or the generator of one.

    Attributes
    ----------
    view
        What it holds now.
    kind
        What it is to ``isinstance``.
    """

    __slots__ = ("kind", "view")
    __array_ufunc__ = None

    def __init__(self, content: View, kind: type = list) -> None:
        self.view, self.kind = content, kind

    def read(self) -> View:
        """Return what it holds, to go through all of it."""
        return self.view

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._slice(index)
        return self.view.at(self._position(index))

    def _position(self, index: Any) -> Term:
        """Return the position of an index; a wrong one raises, as in Python."""
        asked = integer_term(index)
        if asked is None or self.view.mask is not None:
            raise Unsupported("a position in a list of any length")
        if isinstance(index, int) and index < 0:
            position = integer_term(whole(self.view.high) + index)
        else:
            position = integer_term(whole(asked) + whole(self.view.low))
        assert position is not None
        inside = self.view.member(position)
        current = self.view.reading
        if (position, self.view.high) in current.inside and self.view.low is ZERO:
            return position
        if not current.certain(inside) and not decide(inside):
            if not isinstance(index, int) and not current.certain(terms.less_equal(ZERO, asked)):
                raise Unsupported("a position that may be negative in a list of any length")
            raise IndexError("list index out of range")
        return position

    def _slice(self, index: slice) -> Row:
        if index.step not in (None, 1) or self.view.mask is not None:
            raise Unsupported("a slice with a step, or of a list kept to some positions")
        low = self.view.low if index.start is None else self._bound(index.start)
        high = self.view.high if index.stop is None else self._bound(index.stop)
        return Row(replace(self.view, low=low, high=high, _known={}), self.kind)

    def _bound(self, index: Any) -> Term:
        from_end = isinstance(index, int) and index < 0
        bound = integer_term(whole(self.view.high if from_end else self.view.low) + index)
        if bound is None:
            raise Unsupported("a slice of a list of any length")
        between = (terms.less_equal(self.view.low, bound), terms.less_equal(bound, self.view.high))
        if not self.view.reading.certain(terms.conjunction(between)):
            raise Unsupported("a slice that may end outside of a list of any length")
        return bound

    def __add__(self, other: Any) -> Row:
        if not isinstance(other, Row) or self.kind is range or self.kind is not other.kind:
            raise Unsupported("joining lists of any length with something else")
        if self.view.mask or other.view.mask or self.view.entry is not other.view.entry:
            raise Unsupported("joining lists of any length, except slices of one list in their order")
        first, second = self.view, other.view
        if not first.reading.certain(terms.less_equal(first.high, second.low)):
            raise Unsupported("joining slices of a list of any length out of their order")

        def mask(index: Term) -> Term:
            return terms.disjunction((first.member(index), second.member(index)))

        return Row(replace(first, name=first.reading.fresh("joined"), high=second.high, mask=mask, _known={}))

    def index(self, value: Any, *bounds: Any) -> Any:
        """Return the first position of a value."""
        if bounds or self.view.mask is not None:
            raise Unsupported("index() from a position on, or in a list kept to some positions, of any length")
        place = self._first_equal(value)
        if not decide(place.exists):
            raise ValueError("a value that is not in the list")
        return whole(integer_term(self._inside(place) - whole(self.view.low)))  # type: ignore[arg-type]

    def __contains__(self, value: Any) -> bool:
        return decide(self._first_equal(value).exists)

    def _first_equal(self, value: Any) -> Place:
        of = self.view
        return first_place(of, lambda index: of.where(index, lambda own: equal(own, value)), "index").rank(1)

    def _inside(self, place: Place) -> Any:
        """Return a place as a number, known to be a position of the row from here on."""
        if self.view.low is ZERO:
            self.view.reading.inside.add((place.position, self.view.high))
        return Whole(place.position)

    def copy(self) -> Column:
        """Return a list of the same values."""
        if self.kind is not list:
            raise Unsupported(f"copy() of a {self.kind.__name__} of any length")
        return Column(self.view)

    __iter__ = _refusal("iterating natively over the entries")
    __len__ = _refusal("the native length")
    __bool__ = _refusal("the truth")
    __eq__ = _refusal("comparing the entries")
    __ne__ = _refusal("comparing the entries")
    __lt__ = __le__ = __gt__ = __ge__ = _refusal("comparing the entries")
    __hash__ = _refusal("hashing")
    __mul__ = __rmul__ = __radd__ = __iadd__ = _refusal("arithmetic")
    __reversed__ = _refusal("reversing")
    __str__ = __repr__ = __format__ = _refusal("formatting")
    __array__ = _refusal("a NumPy array")
    __reduce_ex__ = _refusal("copying or pickling")
    __delitem__ = _refusal("deleting an entry")

    def __setitem__(self, index: Any, value: Any) -> None:
        raise Unsupported("changing an entry of a list of any length that cannot be changed")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unsupported(f"{name}() of a list of any length")


class Once(Row):
    """What Python goes through once and reads only then: a generator, an enumeration, or lists side by side.

    Attributes
    ----------
    late
        Whether it computes with names as they are when it is gone through.
    """

    __slots__ = ("_content", "_spent", "late")

    def __init__(self, content: Callable[[], View], kind: type, *, late: bool) -> None:
        self.kind, self.late, self._content, self._spent = kind, late, content, False

    def read(self) -> View:
        """Return what it holds now; it is spent then."""
        if self._spent:
            raise Unsupported("going twice through what can be gone through once")
        self._spent = True
        return self._content()

    @property
    def view(self) -> NoReturn:  # type: ignore[override]  # anything that asks for it would not be valid in Python
        """Refuse whatever is not going through it."""
        raise Unsupported(f"anything but going once through a {self.kind.__name__} of any length")


class Column(Row):
    """A list of any length that can be written to."""

    __slots__ = ()

    def __init__(self, content: View) -> None:
        super().__init__(content, list)

    def __setitem__(self, index: Any, value: Any) -> None:
        position, before = self._position(index), self.view
        former = before.entry

        def entry(at: Term) -> Any:
            same = terms.equal(at, position)
            if same.op == "const":
                return value if same.data else former(at)
            old = former(at)
            try:
                return merged([(same, value), (terms.negation(same), old)])
            except NotMergeable:
                return value if decide(same) else old

        self.view = view(entry, before.low, before.high, "list")

    def append(self, *_: Any) -> None:
        """Refuse to grow."""
        raise Unsupported("append() to a list of any length")


class Ranking:
    """The members of a row in an order, as ``sorted`` gives them: asked for from either end."""

    __slots__ = ("_back", "_front", "kind", "of")

    def __init__(self, of: View, front: Places, back: Places) -> None:
        self.of, self._front, self._back, self.kind = of, front, back, list

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._slice(index)
        if isinstance(index, Whole):
            from_end = whole(index.term) - whole(self.of.length)
            if self.of.mask is None and isinstance(from_end, int) and from_end < 0:
                index = from_end
        if not isinstance(index, int):
            raise Unsupported("a position that depends on the market, in a sorted list of any length")
        place = self._front.rank(index + 1) if index >= 0 else self._back.rank(-index)
        if not decide(place.exists):
            raise IndexError("list index out of range")
        if self.of.low is ZERO:
            self.of.reading.inside.add((place.position, self.of.high))
        return self.of.at(place.position)

    def _slice(self, index: slice) -> list[Any]:
        stop = index.stop
        if stop is None and index.step in (None, 1) and isinstance(index.start, int) and index.start < 0:
            return self._last(-index.start)
        if index.start not in (None, 0) or index.step not in (None, 1) or not isinstance(stop, int) or stop < 0:
            raise Unsupported("a slice of a sorted list of any length, except its first few")
        while stop and not decide(self._front.rank(stop).exists):
            stop -= 1
        return [self[k] for k in range(stop)]

    def _last(self, count: int) -> list[Any]:
        while count and not decide(self._back.rank(count).exists):
            count -= 1
        return [self[-k] for k in range(count, 0, -1)]

    __iter__ = _refusal("iterating over the sorted entries")
    __len__ = _refusal("the native length")
    __bool__ = _refusal("the truth")
    __eq__ = _refusal("comparing the entries")
    __ne__ = _refusal("comparing the entries")
    __hash__ = _refusal("hashing")
    __contains__ = __add__ = __mul__ = __rmul__ = __reversed__ = __setitem__ = _refusal("a list operation")
    __str__ = __repr__ = __format__ = __array__ = __reduce_ex__ = _refusal("formatting or copying")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unsupported(f"{name}() of a sorted list of any length")


def equal(a: Any, b: Any) -> Term:
    """Return whether two values of user code are equal, as a term."""
    if a is b:
        return terms.TRUE
    if type(a) is tuple and type(b) is tuple and len(a) == len(b):
        return terms.conjunction(map(equal, a, b))
    both = (integer_term(a), integer_term(b))
    if both[0] is not None and both[1] is not None:
        return terms.equal(both[0], both[1])
    found = condition(compare(terms.equal, a, b)) if number(a) is not None and number(b) is not None else None
    if found is not None:
        return found
    if isinstance(a, (Symbolic, Row, list, dict, set)) or isinstance(b, (Symbolic, Row, list, dict, set)):
        return terms.FALSE if a is None or b is None else _not_comparable()
    return terms.truth(bool(a == b))


def _not_comparable() -> NoReturn:
    raise Unsupported("comparing values of different kinds")


def repeated(items: Sequence[Any], times: Any) -> Column:
    """Return a list of one value, repeated as often as there are bidders."""
    if len(items) != 1 or isinstance(items, tuple):
        raise Unsupported("repeating anything but a list of one value")
    value, high = items[0], integer_term(times)
    assert high is not None
    if isinstance(value, (list, dict, set)):
        raise Unsupported("a list of any length of changeable values")
    return Column(view(lambda _: value, ZERO, high, "list"))


def first_place(of: View, member: Callable[[Term], Term], what: str) -> Places:
    """Return the members in the order of their positions."""
    current = of.reading
    name = current.fresh(f"{what} of {of.name}")
    found: Places = current.once(name, lambda: Places(current, name, member, terms.less))
    return found


def ordered(of: View, key: Callable[[Any], Any] | None, *, descending: bool, backwards: bool, what: str) -> Places:
    """Return the members in the order of their keys, equal keys in the order of their positions.

    Parameters
    ----------
    descending
        Whether high keys come first.
    backwards
        Whether the order is read from its end.
    """
    current = of.reading
    name = current.fresh(f"{what} of {of.name}")
    guard = current.guard
    keys: dict[Any, Any] = {}

    def key_paths(index: Term) -> list[Path[Any]]:
        where = f"{name} key[{current.number_of(index)}]"
        here = terms.conjunction((guard, of.member(index)))
        return current.paths(where, here, lambda: of.at(index) if key is None else key(of.at(index)))

    def key_at(index: Term) -> Any:
        return joined(current.remembered(keys, index, lambda: key_paths(index)))

    def before(i: Term, j: Term) -> Term:
        a, b = (key_at(j), key_at(i)) if descending else (key_at(i), key_at(j))
        tied = terms.conjunction((terms.negation(less(b, a)), terms.less(i, j)))
        return terms.disjunction((less(a, b), tied))

    def after(i: Term, j: Term) -> Term:
        return before(j, i)

    def make() -> Places:
        anyone = current.probe()
        current.depth += 1
        try:
            where = raises(key_paths(anyone))
        finally:
            current.depth -= 1
        current.refuse(terms.conjunction((guard, of.member(anyone), where)))
        return Places(current, name, of.member, after if backwards else before, None if of.mask else of.length)

    found: Places = current.once(name, make)
    return found


def less(a: Any, b: Any) -> Term:
    """Return a < b for values of user code."""
    both = (integer_term(a), integer_term(b))
    if both[0] is not None and both[1] is not None:
        return terms.less(both[0], both[1])
    try:
        return ordering.less_than(a, b)
    except NotMergeable as error:
        raise Unsupported("ordering values of different kinds in a list of any length") from error


def length(row: Row | Ranking) -> Any:
    """Return the length of a row."""
    content = row.view if isinstance(row, Row) else row.of
    if content.mask is not None:
        raise Unsupported("counting the entries that a condition keeps")
    return whole(content.length)
