"""NumPy's functions of whole arrays, or of their rows and columns: sums, extremes, counts."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arithmetic, arrays, ordering
from strategyproof.proofs.evaluator.arrays import asarray, cast, entries, key_of, new, scalar, told
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.numbers import Symbolic, truth
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method, word
from strategyproof.proofs.smt import terms

Reduction = Callable[[Evaluator, list[Any], type], Any]
"""Takes the elements and the type of the result."""


def along(ev: Evaluator, value: Any, axis: Any, tells: Callable[..., Any], reduction: Reduction) -> Any:
    """Reduce an array as a whole, or along an axis; NumPy tells the type of the result."""
    own = asarray(ev, value)
    at = None if axis is None else position(ev, axis)
    dtype = told(ev, lambda x: tells(x, axis=at), own)
    if own.dtype is object and dtype is float:
        dtype = object  # the mean of the sample: of objects it is what their division gives
    if own.dtype is object and at is not None and tells in (np.mean, np.median):
        ev.no("the mean of rows or columns of objects", "write it as a loop")
    if at is None:
        return scalar(ev, reduction(ev, entries(ev, own), dtype), dtype)
    rows = np.moveaxis(own.places, at, -1)
    ev.known(own.buffer)
    found = [
        _reduced(ev, own, row, reduction, dtype) for row in rows.reshape(math.prod(rows.shape[:-1]), rows.shape[-1])
    ]
    return arrays.result(ev, found, dtype, rows.shape[:-1])


def _reduced(ev: Evaluator, own: Array, places: Any, reduction: Reduction, dtype: type) -> Any:
    return reduction(ev, entries(ev, Array(own.buffer, places, own.dtype)), dtype)


def registered(name: str, *others: str) -> Callable[[Reduction], Reduction]:
    """Register a reduction as a function of NumPy's, and as a method of arrays."""

    def register(reduction: Reduction) -> Reduction:
        tells = getattr(np, name)

        @word(f"numpy.{name}", *(f"numpy.{other}" for other in others))
        @method(Array, name=name)
        def _row(ev: Evaluator, value: Any, axis: Any = None) -> Any:
            return along(ev, value, axis, tells, reduction)

        return reduction

    return register


@registered("max", "amax")
def _max(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    return _extreme(ev, items, dtype, highest=True)


@registered("min", "amin")
def _min(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    return _extreme(ev, items, dtype, highest=False)


def _extreme(ev: Evaluator, items: list[Any], dtype: type, *, highest: bool) -> Any:
    if arrays.has_nan(items):
        return math.nan if dtype is float else ev.no("NaN in an array of objects")
    return ordering.extreme(ev, items, None, highest=highest)


@registered("argmax")
def _argmax(ev: Evaluator, items: list[Any], _dtype: type) -> Any:
    return _place_of_extreme(ev, items, highest=True)


@registered("argmin")
def _argmin(ev: Evaluator, items: list[Any], _dtype: type) -> Any:
    return _place_of_extreme(ev, items, highest=False)


def _place_of_extreme(ev: Evaluator, items: list[Any], *, highest: bool) -> Any:
    """Return the first place of an extreme, as NumPy does."""
    if arrays.has_nan(items):
        ev.no("the place of an extreme among NaN")
    return ordering.extreme(ev, list(range(len(items))), key_of(items), highest=highest)


@registered("sum")
def _sum(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    if dtype is object:
        return _folded(ev, ast.Add, items, 0)
    items = [cast(ev, item, dtype) for item in items]
    total = _pairwise(ev, items) if dtype is float else _folded(ev, ast.Add, items, 0)
    return cast(ev, total, dtype)


def _folded(ev: Evaluator, op: Any, items: Sequence[Any], start: Any) -> Any:
    """Compute from the left; what has entries starts with the first, as an array of objects does."""
    total, rest = (items[0], items[1:]) if items else (start, items)
    for item in rest:
        total = arrays.fitting(ev, binary(ev, op, total, item))
    return total


BLOCK = 128
"""NumPy adds floats in eight interleaved sums, up to this many at a time, and halves longer arrays."""


def _pairwise(ev: Evaluator, items: Sequence[Any]) -> Any:
    """Add floats in NumPy's order, which the last digits depend on."""
    count = len(items)
    if count < 8:
        total: Any = 0.0
        for item in items:
            total = binary(ev, ast.Add, total, item)
        return total
    if count > BLOCK:
        half = count // 2 // 8 * 8
        return binary(ev, ast.Add, _pairwise(ev, items[:half]), _pairwise(ev, items[half:]))
    sums, whole = list(items[:8]), count - count % 8
    for place in range(8, whole):
        sums[place % 8] = binary(ev, ast.Add, sums[place % 8], items[place])
    while len(sums) > 1:
        sums = [binary(ev, ast.Add, *sums[k : k + 2]) for k in range(0, len(sums), 2)]
    for item in items[whole:]:
        sums[0] = binary(ev, ast.Add, sums[0], item)
    return sums[0]


@registered("prod")
def _prod(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    return cast(ev, _folded(ev, ast.Mult, [cast(ev, item, dtype) for item in items], 1), dtype)


@registered("mean")
def _mean(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    if not items:
        ev.no("the mean of nothing, which is NaN and a warning in NumPy")
    return binary(ev, ast.Div, _sum(ev, items, dtype), len(items) if dtype is not object else np.int64(len(items)))


@word("numpy.average")
def _average(ev: Evaluator, value: Any, axis: Any = None) -> Any:
    return along(ev, value, axis, np.mean, _mean)


@word("numpy.median")
def _median(ev: Evaluator, value: Any, axis: Any = None) -> Any:
    return along(ev, value, axis, np.median, _middle)


def _middle(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    if not items or arrays.has_nan(items):
        ev.no("the median of nothing, or of NaN")
    order = ordering.in_order(ev, items, None, descending=False)
    half = len(order) // 2
    return _mean(ev, order[half : half + 1] if len(order) % 2 else order[half - 1 : half + 1], dtype)


@registered("any")
def _any(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    return truth(terms.disjunction(map(ev.truth, items)))


@registered("all")
def _all(ev: Evaluator, items: list[Any], dtype: type) -> Any:
    return truth(terms.conjunction(map(ev.truth, items)))


@word("numpy.count_nonzero")
def _count_nonzero(ev: Evaluator, value: Any, axis: Any = None) -> Any:
    return along(ev, value, axis, np.count_nonzero, _counted)


def _counted(ev: Evaluator, items: list[Any], _dtype: type) -> Any:
    return _folded(ev, ast.Add, [truth(ev.truth(item)) for item in items], 0)


def _running(name: str, op: Any, *, takes_axis: bool = True) -> None:
    @word(f"numpy.{name}")
    @method(Array, name=name)
    def _row(ev: Evaluator, value: Any) -> Any:
        own = asarray(ev, value)
        dtype = told(ev, getattr(np, name), own)
        items = [cast(ev, item, dtype) for item in entries(ev, own)]
        found = items[:1]
        for item in items[1:]:
            found.append(arrays.fitting(ev, binary(ev, op, found[-1], item)))
        return new(ev, found, dtype)


_running("cumsum", ast.Add)
_running("cumprod", ast.Mult)


def _running_extreme(name: str, *, highest: bool) -> None:
    @word(f"numpy.{name}.accumulate")
    def _row(ev: Evaluator, value: Any) -> Any:
        own = asarray(ev, value)
        items = entries(ev, own)
        if arrays.has_nan(items) or own.places.ndim > 1:
            ev.no(f"np.{name}.accumulate() of these")
        found = items[:1]
        for item in items[1:]:
            found.append(ordering.extreme(ev, [found[-1], item], None, highest=highest))
        return new(ev, found, own.dtype)


_running_extreme("maximum", highest=True)
_running_extreme("minimum", highest=False)


@word("numpy.dot", "numpy.inner")
@method(Array, name="dot")
@method(Array, name="__matmul__")
def _dot(ev: Evaluator, a: Any, b: Any) -> Any:
    a, b = asarray(ev, a), asarray(ev, b)
    if a.places.ndim != 1 or b.places.ndim != 1:
        ev.no("a product of matrices", "write it as sums")
    dtype = told(ev, np.dot, a, b)
    pairs = [(cast(ev, x, dtype), cast(ev, y, dtype)) for x, y in zip(entries(ev, a), entries(ev, b), strict=True)]
    if not pairs:
        return ev.no("the product of empty arrays of objects") if dtype is object else scalar(ev, dtype(0), dtype)
    if dtype is float and not any(isinstance(x, Symbolic) for pair in pairs for x in pair):
        found = ev.plainly(np.dot, *(np.array(side, float) for side in zip(*pairs, strict=True)))
        return scalar(ev, float(found), float)
    products = [arrays.fitting(ev, binary(ev, ast.Mult, x, y)) for x, y in pairs]
    return scalar(ev, cast(ev, _folded(ev, ast.Add, products, 0), dtype), dtype)


@method(Array, name="__rmatmul__")
def _dot_of(ev: Evaluator, own: Array, other: Any) -> Any:
    return _dot(ev, other, own)


__all__ = ["along", "arithmetic"]
