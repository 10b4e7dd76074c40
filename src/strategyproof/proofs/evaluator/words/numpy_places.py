"""NumPy's functions that move entries and compute nothing: NumPy itself moves their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arrays
from strategyproof.proofs.evaluator.array_entries import plain_index, shaped
from strategyproof.proofs.evaluator.arrays import asarray, cast, entries, new, told
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Choice, NotMergeable, Symbolic, is_number, merged
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method, word


def moved(ev: Evaluator, own: Array, function: Callable[[Any], Any]) -> Any:
    """Return an array of which NumPy tells where its entries come from: a view or a copy."""
    ev.known(own.buffer)
    return shaped(ev, own, ev.plainly(function, own.places))


def joined(ev: Evaluator, parts: Sequence[Any], function: Callable[[list[Any]], Any]) -> Any:
    """Return an array that NumPy joins of several."""
    given = [asarray(ev, part) for part in parts]
    dtype = told(ev, lambda *samples: function(list(samples)), *given)
    items: list[Any] = []
    orders = []
    for part in given:
        own = entries(ev, part)
        orders.append(np.arange(len(items), len(items) + len(own)).reshape(part.shape))
        items += [cast(ev, value, dtype) for value in own]
    found = ev.plainly(function, orders)
    return new(ev, [items[k] for k in found.ravel()], dtype, found.shape)


@word("numpy.concatenate")
def _concatenate(ev: Evaluator, parts: Any, axis: Any = 0) -> Any:
    at = position(ev, axis)
    return joined(ev, ev.items(parts), lambda given: np.concatenate(given, axis=at))


def _stacking_word(name: str) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, parts: Any) -> Any:
        return joined(ev, ev.items(parts), getattr(np, name))


for _name in ("stack", "vstack", "hstack", "column_stack"):
    _stacking_word(_name)


@word("numpy.append")
def _append(ev: Evaluator, value: Any, values: Any) -> Any:
    more = ev.new_list([values]) if is_number(values) else values
    return joined(ev, [value, more], lambda given: np.append(given[0], given[1]))


@word("numpy.delete")
def _delete(ev: Evaluator, value: Any, obj: Any) -> Any:
    own = asarray(ev, value)
    if own.places.ndim != 1:
        ev.no("np.delete() in an array of more than one dimension")
    if isinstance(obj, Choice) and all(-len(own) <= k < len(own) for _, k in obj.cases):
        items = entries(ev, own)
        rests = [(when, np.delete(np.arange(len(items)), k)) for when, k in obj.cases]
        try:
            merge = [merged([(when, items[rest[k]]) for when, rest in rests]) for k in range(len(items) - 1)]
            return new(ev, merge, own.dtype)
        except NotMergeable:
            pass
    if not isinstance(obj, slice):
        obj = plain_index(ev, obj, own.shape)
    return _copied(ev, own, lambda places: np.delete(places, obj))


def _copied(ev: Evaluator, own: Array, function: Callable[[Any], Any]) -> Any:
    return moved(ev, own, lambda places: function(places).copy())


@word("numpy.flip")
def _flip(ev: Evaluator, value: Any, axis: Any = None) -> Any:
    return moved(ev, asarray(ev, value), lambda places: np.flip(places, axis=axis))


@word("numpy.roll")
def _roll(ev: Evaluator, value: Any, shift: Any) -> Any:
    by = position(ev, shift)
    return _copied(ev, asarray(ev, value), lambda places: np.roll(places, by))


@word("numpy.take")
@method(Array, name="take")
def _take(ev: Evaluator, value: Any, indices: Any) -> Any:
    from strategyproof.proofs.evaluator.array_entries import read

    own = asarray(ev, value)
    if own.places.ndim != 1:
        ev.no("np.take() from an array of more than one dimension")
    return read(ev, own, indices if is_number(indices) else asarray(ev, indices))


def _repeating_word(name: str) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, value: Any, times: Any) -> Any:
        if isinstance(times, Symbolic) or not is_number(times):
            ev.no(f"np.{name}() by this")
        own = ev.new_list([value]) if is_number(value) else value
        return _copied(ev, asarray(ev, own), lambda places: getattr(np, name)(places, position(ev, times)))


_repeating_word("repeat")
_repeating_word("tile")


@method(Array, name=".T")
def _transposed(ev: Evaluator, own: Array) -> Any:
    return moved(ev, own, np.transpose)


@word("numpy.transpose")
@method(Array, name="transpose")
def _transpose(ev: Evaluator, value: Any) -> Any:
    return moved(ev, asarray(ev, value), np.transpose)


@word("numpy.ravel")
@method(Array, name="ravel")
def _ravel(ev: Evaluator, value: Any) -> Any:
    return moved(ev, asarray(ev, value), np.ravel)


@method(Array, name="flatten")
def _flatten(ev: Evaluator, own: Array) -> Any:
    return _copied(ev, own, np.ravel)


@method(Array, name="reshape")
def _reshape(ev: Evaluator, own: Array, *shape: Any) -> Any:
    sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
    new_shape = tuple(position(ev, size) for size in sizes)
    return moved(ev, own, lambda places: places.reshape(new_shape))


__all__ = ["arrays"]
