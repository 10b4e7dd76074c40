"""Entries of arrays: reading, writing, views and copies, as NumPy tells of the places."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator.arrays import asarray, cast, chosen_entry, entries, new, scalar
from strategyproof.proofs.evaluator.containers import Array, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    NotMergeable,
    Symbolic,
    is_number,
    kind_of,
    merged,
    python_kind,
)
from strategyproof.proofs.evaluator.objects import Opaque, Unreadable
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.smt import terms

PART = "an entry of an array by a truth value"


def read(ev: Evaluator, own: Array, index: Any) -> Any:
    """Return ``own[index]``: an entry, a view, or a copy of some entries."""
    ev.known(own.buffer)
    if isinstance(index, Opaque):
        ev.stateful(index)
    if isinstance(index, Choice) and own.places.ndim == 1:
        found = _by_cases(ev, own, index)
        if found is not None:
            return found[0]
    order = _order(ev, index)
    if order is not None and own.places.ndim == 1:
        return new(ev, [_entry(ev, own, place) for place in order], own.dtype)
    where = plain_index(ev, index, own.shape)
    return shaped(ev, own, ev.plainly(operator.getitem, own.places, where))


def shaped(ev: Evaluator, own: Array, places: Any) -> Any:
    """Return what stands at some places: an entry, a view where they are a view of the array's, or a copy."""
    if np.ndim(places) == 0:
        return scalar(ev, own.buffer[int(places)], own.dtype)
    if np.shares_memory(places, own.places):
        return Array(own.buffer, places, own.dtype)
    return new(ev, [own.buffer[place] for place in places.ravel()], own.dtype, places.shape)


def _by_cases(ev: Evaluator, own: Array, index: Choice) -> tuple[Any] | None:
    """Return the entry at a position that depends on the bids; None where the entries cannot be merged."""
    size = len(own)
    if not all(-size <= k < size for _, k in index.cases):
        return None
    try:
        return (merged([(w, scalar(ev, own.buffer[own.places[k]], own.dtype)) for w, k in index.cases]),)
    except NotMergeable:
        return None


def _order(ev: Evaluator, index: Any) -> list[Any] | None:
    """Return positions of which some depend on the bids; None for any other index."""
    items = entries(ev, index) if isinstance(index, Array) and index.places.ndim == 1 else index
    if not isinstance(items, list) or (isinstance(items, List) and items.is_unordered):
        return None
    whole = all(is_number(item) and python_kind(kind_of(item)) is int for item in items)
    return list(items) if whole and any(isinstance(item, Symbolic) for item in items) else None


def _entry(ev: Evaluator, own: Array, index: Any) -> Any:
    found = _by_cases(ev, own, index) if isinstance(index, Choice) else None
    if found is not None:
        return cast(ev, found[0], own.dtype)
    at = position(ev, index, len(own))
    return own.buffer[ev.plainly(operator.getitem, own.places, at)]


def plain_index(ev: Evaluator, index: Any, shape: tuple[int, ...]) -> Any:
    """Return an index as NumPy takes it, its positions and masks decided."""
    if isinstance(index, tuple):
        return tuple(_part(ev, part, shape[k : k + 1]) for k, part in enumerate(index))
    return _part(ev, index, shape)


def _part(ev: Evaluator, index: Any, shape: tuple[int, ...]) -> Any:
    size = shape[0] if shape else 0
    if index is None or index is Ellipsis:
        return index
    if isinstance(index, slice):
        bounds = (index.start, index.stop, index.step)
        return slice(*(None if bound is None else position(ev, bound, size) for bound in bounds))
    if isinstance(index, (List, Array)):
        return _listed(ev, asarray(ev, index), size)
    if not is_number(index):
        ev.no(f"an entry of an array by {ev.described(index)}")
    if python_kind(kind_of(index)) is bool:
        ev.no(PART)
    if python_kind(kind_of(index)) is not int:
        ev.throw(IndexError)
    return position(ev, index, size)


def _listed(ev: Evaluator, index: Array, size: int) -> Any:
    """Return an array of positions, or a mask, with all of it decided."""
    items = entries(ev, index)
    if index.dtype is bool:
        return np.array([ev.is_true(item) for item in items], bool).reshape(index.shape)
    if index.dtype is int or not items:
        return np.array([position(ev, item, size) for item in items], int).reshape(index.shape)
    ev.throw(IndexError)


# ---- writing


def write(ev: Evaluator, own: Array, index: Any, value: Any) -> None:
    """Do ``own[index] = value``; the value takes the type of the array."""
    if isinstance(index, Opaque) or isinstance(value, Opaque):
        ev.stateful(index if isinstance(index, Opaque) else value)
    if isinstance(index, Choice) and own.places.ndim == 1 and _write_by_cases(ev, own, index, value):
        return
    if _is_mask(index, own) and not isinstance(value, (List, tuple, Array)):
        for place, when in zip(own.places.ravel(), entries(ev, index), strict=True):
            put(ev, own, place, chosen_entry(ev, ev.truth(when), cast(ev, value, own.dtype), own.buffer[place]))
        return
    where = plain_index(ev, index, own.shape)
    given = asarray(ev, value) if isinstance(value, (List, tuple, Array)) else None
    if given is not None:
        ev.plainly(np.empty(own.shape).__setitem__, where, np.empty(given.shape))
    places = ev.plainly(operator.getitem, own.places, where)
    fill(ev, own, np.asarray(places), value)


def _is_mask(index: Any, own: Array) -> bool:
    return isinstance(index, Array) and index.dtype is bool and index.shape == own.shape


def fill(ev: Evaluator, own: Array, places: Any, value: Any) -> None:
    """Write a value, or the entries of an array or a list, to some places."""
    if places.ndim == 0:
        if isinstance(value, (List, tuple, Array)):
            ev.no("a list as an entry of an array")
        put(ev, own, int(places), cast(ev, value, own.dtype))
        return
    given = asarray(ev, value) if isinstance(value, (List, tuple, Array)) else None
    if given is None:
        new_entries = [cast(ev, value, own.dtype)] * places.size
    else:
        items, shape = entries(ev, given), given.shape
        order = ev.plainly(_broadcast, items, shape, places.shape)
        new_entries = [cast(ev, items[k], own.dtype) for k in order]
    for place, entry in zip(places.ravel(), new_entries, strict=True):
        put(ev, own, place, entry)


def _broadcast(items: Sequence[Any], shape: tuple[int, ...], to: tuple[int, ...]) -> list[int]:
    target = np.empty(to, int)
    target[...] = np.arange(len(items)).reshape(shape)
    return [int(k) for k in target.ravel()]


def put(ev: Evaluator, own: Array, place: int, entry: Any) -> None:
    """Write an element that has the array's type."""
    if ev.setting(own.buffer, int(place), "an array of the file"):
        own.buffer[int(place)] = entry


def _write_by_cases(ev: Evaluator, own: Array, index: Choice, value: Any) -> bool:
    """Write to each place that is meant for some bids; False if that cannot be merged."""
    size = len(own)
    if isinstance(value, (List, tuple, Array)) or not all(-size <= k < size for _, k in index.cases):
        return False
    entry = cast(ev, value, own.dtype)
    new_entries = []
    for when, k in index.cases:
        place = int(own.places[k])
        old = own.buffer[place]
        if isinstance(old, Unreadable):
            return False
        try:
            new_entries.append((place, merged([(when, entry), (terms.negation(when), old)])))
        except NotMergeable:
            return False
    if len({place for place, _ in new_entries}) < len(new_entries):
        return False
    for place, entry in new_entries:
        put(ev, own, place, entry)
    return True


__all__ = ["Condition", "fill", "plain_index", "put", "read", "shaped", "write"]
