"""Lists, dictionaries and sets of user code. Each knows when it was made, so that a change to it can be taken back.

Whatever was made while the file was loaded is frozen: who writes to it keeps a state from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator.numbers import Symbolic
from strategyproof.proofs.evaluator.objects import MISSING, GeneratedMethod, Instance, Text

LOADING = -1
"""When the values of the file itself are made: before any run."""


class List(list[Any]):
    """A list.

    Attributes
    ----------
    born
        When it was made, in the count of speculations.
    is_unordered
        Whether its order is that of a set, which nobody may rely on; sorting it mends that.
    kind
        ``list`` or ``deque``.
    maxlen
        Of a deque.
    """

    __slots__ = ("born", "is_unordered", "kind", "maxlen")

    def __init__(self, items: Iterable[Any] = (), born: int = 0, kind: str = "list") -> None:
        super().__init__(items)
        self.born, self.kind, self.is_unordered = born, kind, False
        self.maxlen: int | None = None

    __hash__ = object.__hash__  # type: ignore[assignment]  # known by what it is, not by what it holds

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


class Array:
    """An array of NumPy's; what it does is in ``arrays``, which needs NumPy, and this file does not.

    Attributes
    ----------
    buffer
        The elements, shared with the views of the array.
    places
        Where in the buffer the entries stand, in the shape of the array.
    dtype
        Python's type of the elements: ``float``, ``int``, ``bool``, or ``object``.
    """

    __slots__ = ("buffer", "dtype", "places")
    is_unhashable = True

    def __init__(self, buffer: List, places: Any, dtype: type) -> None:
        self.buffer, self.places, self.dtype = buffer, places, dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape."""
        return tuple(self.places.shape)

    @property
    def items(self) -> list[Any]:
        """Return the entries in their order, as numbers of Python's."""
        return [self.buffer[place] for place in self.places.ravel()]

    def __len__(self) -> int:
        return len(self.places)


def is_plain(key: Any) -> bool:
    """Tell whether Python's own hashing finds a key: it holds no bid, nor an object that says what it equals."""
    if isinstance(key, tuple):
        return all(map(is_plain, key))
    if isinstance(key, Instance):
        return key.cls.find("__eq__") is MISSING
    return not isinstance(key, (Symbolic, Text, Set))


Same = Callable[[Any, Any], bool]
"""Decides whether two keys are equal."""


class Dict:
    """A dictionary: entries in the order of their insertion. Keys that depend on the bids are compared one by one.

    Attributes
    ----------
    kind
        ``dict``, ``defaultdict``, ``Counter`` or ``OrderedDict``.
    factory
        Of a ``defaultdict``.
    """

    __slots__ = ("_next", "_places", "born", "entries", "factory", "kind")

    def __init__(self, born: int = 0, kind: str = "dict", factory: Any = None) -> None:
        self.born, self.kind, self.factory = born, kind, factory
        self.entries: dict[int, tuple[Any, Any]] = {}
        self._places: dict[Any, int] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def is_plain(self) -> bool:
        """Tell whether no key depends on the bids."""
        return len(self._places) == len(self.entries)

    def keys(self) -> list[Any]:
        """Return the keys."""
        return [key for key, _ in self.entries.values()]

    def values(self) -> list[Any]:
        """Return the values."""
        return [value for _, value in self.entries.values()]

    def place(self, key: Any, same: Same) -> int | None:
        """Return where a key stands, or None."""
        if is_plain(key):
            if key in self._places:
                return self._places[key]
            if self.is_plain:
                return None
        for place, (own, _) in self.entries.items():
            if not (is_plain(key) and is_plain(own)) and same(own, key):
                return place
        return None

    def put(self, key: Any, value: Any, same: Same) -> None:
        """Set the value of a key; an equal key that is there already stays."""
        place = self.place(key, same)
        if place is not None:
            self.entries[place] = self.entries[place][0], value
            return
        if is_plain(key):
            self._places[key] = self._next
        self.entries[self._next] = key, value
        self._next += 1

    def drop(self, place: int) -> Any:
        """Remove what stands at a place; return its value."""
        key, value = self.entries.pop(place)
        if is_plain(key):
            del self._places[key]
        return value

    def clear(self) -> None:
        """Remove everything."""
        self.entries.clear()
        self._places.clear()

    def copied(self, born: int) -> Dict:
        """Return a copy of the same kind."""
        new = Dict(born, self.kind, self.factory)
        new.entries, new._places, new._next = dict(self.entries), dict(self._places), self._next
        return new


class Set:
    """A set. In the order of Python where that is the same in every process, otherwise without an order.

    Attributes
    ----------
    members
        Its elements, as the keys of a dictionary.
    is_frozen
        Whether it is a ``frozenset``.
    native
        Python's own set of the same elements, made by the same steps, for the order; None where it has none.
    """

    __slots__ = ("born", "is_frozen", "members", "native")

    def __init__(self, born: int = 0, *, is_frozen: bool = False) -> None:
        self.born, self.is_frozen = born, is_frozen
        self.members = Dict(born)
        self.native: set[Any] | None = set()

    def __len__(self) -> int:
        return len(self.members)

    def add(self, element: Any, same: Same) -> None:
        """Add an element."""
        self.members.put(element, None, same)
        if self.native is not None and _hashes_alike(element):
            self.native.add(element)
        else:
            self.native = None

    def drop(self, place: int) -> None:
        """Remove what stands at a place."""
        key = self.members.entries[place][0]
        self.members.drop(place)
        if self.native is not None:
            self.native.discard(key)

    def clear(self) -> None:
        """Remove everything."""
        self.members.clear()
        self.native = set()

    def in_order(self) -> list[Any] | None:
        """Return the elements as Python goes through them; None where that is another in each process."""
        return None if self.native is None else list(self.native)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.members.keys())


def _hashes_alike(element: Any) -> bool:
    """Tell whether an element has the same hash in every process; the order of a set hangs on it."""
    if type(element) is tuple:
        return all(map(_hashes_alike, element))
    return isinstance(element, (bool, int, float, Fraction, Decimal))


def hashable(key: Any) -> bool:
    """Tell whether Python lets a value be a key."""
    if isinstance(key, tuple):
        return all(map(hashable, key))
    if isinstance(key, Instance):
        if key.cls.find("__eq__") is MISSING:
            return key.cls.find("__hash__") is MISSING
        return isinstance(key.cls.find("__hash__"), GeneratedMethod) and all(map(hashable, key.fields.values()))
    if getattr(key, "is_unhashable", False):
        return False
    return not isinstance(key, (List, Dict)) and not (isinstance(key, Set) and not key.is_frozen)
