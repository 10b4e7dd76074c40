"""Positions in lists, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strategyproof.proofs.evaluator import leftovers, table
from strategyproof.proofs.evaluator.containers import Dict, List, is_plain
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    NotMergeable,
    Quantity,
    cases_of,
    kind_of,
    merged,
    of_array,
    python_kind,
)
from strategyproof.proofs.evaluator.objects import METHOD, Bound, Class, Function, Instance, Opaque, Text
from strategyproof.proofs.smt import terms


def position(ev: Evaluator, value: Any, among: int | None = None) -> int:
    """Return a whole number as a plain int; where it depends on the bids, choose.

    Parameters
    ----------
    among
        The length of the list that it is a position of; a number without listed values is one of those, or lies
        outside. None where it is no position, but a count: then such a number is refused.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if _is_no_index(value):
        ev.throw(TypeError)
    if isinstance(value, (Choice, Condition)):
        cases = cases_of(value)
        assert cases is not None
        for when, option in cases[:-1]:
            if ev.decide(when):
                return option
        return cases[-1][1]
    if isinstance(value, Quantity) and python_kind(value.kind) is int:
        if among is None:
            ev.no("a whole number that depends on the bids, used as a count")
        return _searched(ev, value, among)
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(value, Instance) and isinstance(found := value.cls.find("__index__"), METHOD):
        return position(ev, ev.call(Bound(found, value), [], {}), among)
    row = table.method_of(value, "__index__")
    if row is not None:
        return position(ev, row(ev, value), among)
    ev.throw(TypeError)


def _is_no_index(value: Any) -> bool:
    """Tell whether a value is a truth value of NumPy's, which is no position in a list."""
    return of_array(value) and python_kind(kind_of(value)) is bool


def _searched(ev: Evaluator, value: Quantity, among: int) -> int:
    for option in range(-among, among):
        if ev.decide(terms.equal(value.term, terms.real(option))):
            return option
    if ev.decide(terms.less(value.term, terms.real(0))):
        return -among - 1
    return among


def item(ev: Evaluator, holder: Any, index: Any) -> Any:
    """Return ``holder[index]``."""
    row = table.method_of(holder, "__getitem__")
    if row is not None:
        return row(ev, holder, index)
    if (opaque := ev.opaque(holder)) is not None:
        if isinstance(index, slice):
            ev.stateful(opaque)
        leftovers.key(ev, index)
        return leftovers.risked(ev, opaque)
    if isinstance(index, slice):
        return _sliced(ev, holder, index)
    match holder:
        case List() | tuple() | str() | range() | bytes():
            return _entry(ev, holder, index)
        case Dict():
            return entry(ev, holder, index)
        case Instance():
            found = holder.cls.find("__getitem__")
            if isinstance(found, METHOD):
                return ev.call(Bound(found, holder), [index], {})
            ev.throw(TypeError)
        case Class() if holder.members is not None:
            return _member(ev, holder, index)
        case Class():
            own = holder.find("__class_getitem__")
            return ev.call(Bound(own, holder), [index], {}) if isinstance(own, Function) else holder
        case Opaque():
            ev.stateful(holder)
        case Text():
            return item(ev, ev.resolved(holder), index)
        case None | bool() | int() | float() | Function():
            ev.throw(TypeError)
    ev.no(f"an entry of {ev.described(holder)}")


def _member(ev: Evaluator, cls: Class, name: Any) -> Any:
    if isinstance(name, Text):
        name = ev.resolved(name)
    for member in cls.members or ():
        if member.fields["name"] == name:
            return member
    ev.throw(KeyError)


def _entry(ev: Evaluator, holder: Any, index: Any) -> Any:
    if isinstance(holder, List) and holder.is_unordered:
        ev.no("an entry of what has the order of a set", "sort it first")
    ev.known(holder)
    if isinstance(index, (Choice, Condition)) and not _is_no_index(index):
        cases = cases_of(index)
        assert cases is not None
        if all(-len(holder) <= k < len(holder) for _, k in cases):
            try:
                return merged([(when, holder[k]) for when, k in cases])
            except NotMergeable:
                pass
    at = position(ev, index, len(holder))
    if not -len(holder) <= at < len(holder):
        ev.throw(IndexError)
    return holder[at]


def _bound(ev: Evaluator, value: Any, length: int) -> int | None:
    return None if value is None else position(ev, value, length)


def _sliced(ev: Evaluator, holder: Any, index: slice) -> Any:
    if isinstance(holder, Text):
        return Text((("a part of text made from a bid", "", ""),))
    if not isinstance(holder, (List, tuple, str, range, bytes)):
        if isinstance(holder, Opaque):
            ev.stateful(holder)
        ev.throw(TypeError)
    if isinstance(holder, List) and (holder.is_unordered or holder.kind != "list"):
        ev.no(f"a slice of {ev.described(holder)} without an order") if holder.is_unordered else ev.throw(TypeError)
    size = len(ev.known(holder))
    bounds = slice(*(_bound(ev, x, size) for x in (index.start, index.stop, index.step)))
    if bounds.step == 0:
        ev.throw(ValueError)
    found = holder[bounds]
    return ev.new_list(found) if isinstance(holder, List) else found


def entry(ev: Evaluator, holder: Dict, key: Any) -> Any:
    """Return the value under a key; a ``defaultdict`` makes it, a ``Counter`` has 0."""
    found = looked_up(ev, holder, key, _ABSENT)
    if found is not _ABSENT:
        return found
    if holder.kind == "Counter":
        return 0
    if holder.factory is not None:
        made = ev.call(holder.factory, [], {})
        if ev.changing(holder):
            holder.put(key, made, ev.are_same)
        return made
    ev.throw(KeyError)


_ABSENT: Any = object()


def looked_up(ev: Evaluator, holder: Dict, key: Any, default: Any) -> Any:
    """Return the value under a key, or a default."""
    key = ev.hashable(key)
    ev.known(holder)
    if isinstance(key, (Choice, Condition)) and holder.is_plain:
        cases = cases_of(key)
        assert cases is not None
        places = [(when, holder.place(option, ev.are_same)) for when, option in cases]
        if all(place is not None for _, place in places):
            try:
                return merged([(when, holder.entries[place][1]) for when, place in places if place is not None])
            except NotMergeable:
                pass
    place = holder.place(_decided(ev, key), ev.are_same)
    return default if place is None else holder.entries[place][1]


def _decided(ev: Evaluator, key: Any) -> Any:
    """Return a key with its positions decided, so that they are found at once; bids in it are compared."""
    if isinstance(key, (Choice, Condition)):
        return position(ev, key)
    return tuple(_decided(ev, part) for part in key) if type(key) is tuple and not is_plain(key) else key


def put(ev: Evaluator, holder: Any, index: Any, value: Any) -> None:
    """Do ``holder[index] = value``."""
    row = table.method_of(holder, "__setitem__")
    if row is not None:
        row(ev, holder, index, value)
        return
    if isinstance(holder, Dict):
        put_entry(ev, holder, index, value)
    elif isinstance(holder, List):
        _put_in_list(ev, holder, index, value)
    elif isinstance(holder, Instance) and isinstance(found := holder.cls.find("__setitem__"), METHOD):
        ev.call(Bound(found, holder), [index, value], {})
    elif isinstance(holder, Opaque):
        ev.stateful(holder)
    else:
        ev.throw(TypeError)


def put_entry(ev: Evaluator, holder: Dict, key: Any, value: Any) -> None:
    """Set the value under a key."""
    key = _decided(ev, ev.hashable(key))
    if not ev.is_loading and holder.born < 0:
        leftovers.key(ev, key)
        ev.changing(holder, leftovers.kind(value))
        return
    place = holder.place(key, ev.are_same)
    if place is None:
        if ev.changing(holder):
            holder.put(key, value, ev.are_same)
    elif ev.setting(holder, place, "a dictionary of the file"):
        holder.entries[place] = holder.entries[place][0], value


def _put_in_list(ev: Evaluator, holder: List, index: Any, value: Any) -> None:
    if isinstance(index, slice):
        _put_slice(ev, holder, index, value)
        return
    if holder.is_unordered:
        ev.no("an entry of what has the order of a set", "sort it first")
    if isinstance(index, (Choice, Condition)) and not _is_no_index(index) and _put_by_cases(ev, holder, index, value):
        return
    at = position(ev, index, len(holder))
    if not -len(holder) <= at < len(holder):
        ev.throw(IndexError)
    at %= len(holder)
    if ev.setting(holder, at, f"{ev.described(holder)} of the file", leftovers.kind(value)):
        holder[at] = value


def _put_by_cases(ev: Evaluator, holder: List, index: Any, value: Any) -> bool:
    """Write to each place that is meant for some bids; False if the values there cannot be merged."""
    cases = cases_of(index)
    assert cases is not None
    if holder.born < 0 or not all(-len(holder) <= k < len(holder) for _, k in cases):
        return False
    places: dict[int, list[Any]] = {}
    for when, k in cases:
        places.setdefault(k % len(holder), []).append(when)
    meant = [(k, terms.disjunction(whens)) for k, whens in places.items()]
    try:
        new = [(k, merged([(when, value), (terms.negation(when), holder[k])])) for k, when in meant]
    except NotMergeable:
        return False
    for k, entry_there in new:
        if ev.setting(holder, k, "a list of the file"):
            holder[k] = entry_there
    return True


def _put_slice(ev: Evaluator, holder: List, index: slice, value: Any) -> None:
    bounds = slice(*(_bound(ev, x, len(holder)) for x in (index.start, index.stop, index.step)))
    items = ev.items(value)
    if ev.changing(holder):
        ev.plainly(_assign, holder, bounds, items)


def _assign(holder: list[Any], bounds: slice, items: Sequence[Any]) -> None:
    holder[bounds] = items


def delete(ev: Evaluator, holder: Any, index: Any) -> None:
    """Do ``del holder[index]``."""
    row = table.method_of(holder, "__delitem__")
    if row is not None:
        row(ev, holder, index)
        return
    if isinstance(holder, Dict):
        key = _decided(ev, ev.hashable(index))
        if holder.born < 0 and not ev.is_loading:
            ev.changing(holder)
            return
        place = holder.place(key, ev.are_same)
        if place is None:
            ev.throw(KeyError)
        if ev.changing(holder):
            holder.drop(place)
    elif isinstance(holder, List):
        if not ev.changing(holder):
            return
        if isinstance(index, slice):
            bounds = slice(*(_bound(ev, x, len(holder)) for x in (index.start, index.stop, index.step)))
            del holder[bounds]
            return
        at = position(ev, index, len(holder))
        if not -len(holder) <= at < len(holder):
            ev.throw(IndexError)
        del holder[at]
    else:
        ev.no(f"`del` of an entry of {ev.described(holder)}")
