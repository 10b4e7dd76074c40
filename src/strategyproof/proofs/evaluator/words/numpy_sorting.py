"""NumPy's sorting. What it leaves open, the order of equal keys above all, nobody may read."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import array_entries, arrays, comparing, ordering
from strategyproof.proofs.evaluator.arrays import asarray, cast, entries, key_of, new
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.numbers import is_number, kind_of, truth
from strategyproof.proofs.evaluator.objects import Unreadable
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method, word
from strategyproof.proofs.smt import terms

STABLE = ("stable", "mergesort")
OPEN = Unreadable("an entry of np.partition() whose place NumPy leaves open; sort instead")


def _row_of(ev: Evaluator, value: Any, axis: Any = -1) -> Array:
    own = asarray(ev, value)
    if own.places.ndim != 1 or axis not in (-1, 0, None):
        ev.no("sorting an array of more than one dimension", "sort row by row")
    if arrays.has_nan(entries(ev, own)):
        ev.no("sorting NaN")
    return own


def refuse_ties(ev: Evaluator, items: Sequence[Any], what: str, remedy: str) -> None:
    """Refuse to order equal keys where NumPy does not say how."""
    for i, first in enumerate(items):
        for second in items[i + 1 :]:
            if not ev.is_certain(terms.negation(ev.same(first, second))):
                ev.no(f"{what}, whose order of equal entries NumPy leaves open", remedy)


def in_order(ev: Evaluator, own: Array, kind: Any) -> list[Any]:
    """Return the entries in their order; equal ones of different types only as a stable sort has them."""
    items = entries(ev, own)
    if own.dtype is object and kind not in STABLE and len({kind_of(item) for item in items}) > 1:
        refuse_ties(ev, items, "sorting numbers of different types", 'write kind="stable"')
    return ordering.in_order(ev, items, None, descending=False)


@word("numpy.sort")
def _sorted(ev: Evaluator, value: Any, axis: Any = -1, kind: Any = None) -> Any:
    own = _row_of(ev, value, axis)
    return new(ev, in_order(ev, own, kind), own.dtype)


@method(Array, name="sort")
def _sort(ev: Evaluator, own: Array, axis: Any = -1, kind: Any = None) -> None:
    row = _row_of(ev, own, axis)
    for place, entry in zip(row.places, in_order(ev, row, kind), strict=True):
        array_entries.put(ev, row, place, entry)


@word("numpy.argsort")
@method(Array, name="argsort")
def _argsort(ev: Evaluator, value: Any, axis: Any = -1, kind: Any = None, *, stable: Any = None) -> Any:
    own = _row_of(ev, value, axis)
    items = entries(ev, own)
    if kind not in STABLE and stable is not True:
        refuse_ties(ev, items, "np.argsort() without kind", 'write kind="stable"')
    return new(ev, ordering.in_order(ev, list(range(len(items))), key_of(items), descending=False), int)


@word("numpy.lexsort")
def _lexsort(ev: Evaluator, keys: Any) -> Any:
    rows = [entries(ev, _row_of(ev, key)) for key in ev.items(keys)]
    if not rows or len({len(row) for row in rows}) > 1:
        ev.throw(ValueError)
    composed = list(zip(*reversed(rows), strict=True))
    return new(ev, ordering.in_order(ev, list(range(len(composed))), key_of(composed), descending=False), int)


def _fixed(ev: Evaluator, size: int, kth: Any) -> set[int]:
    """Return the places that a partition fixes: the ones asked for, and one that is left alone beside them."""
    at = position(ev, kth, size)
    if not size:
        return set()
    ev.plainly(np.partition, np.arange(size), at)
    at %= size
    return {at, *([0] if at == 1 else []), *([size - 1] if at == size - 2 else [])}


@word("numpy.partition")
def _partition(ev: Evaluator, value: Any, kth: Any) -> Any:
    own = _row_of(ev, value)
    fixed = _fixed(ev, len(own), kth)
    order = in_order(ev, own, None)
    return new(ev, [entry if place in fixed else OPEN for place, entry in enumerate(order)], own.dtype)


@word("numpy.argpartition")
def _argpartition(ev: Evaluator, value: Any, kth: Any) -> Any:
    own = _row_of(ev, value)
    items, fixed = entries(ev, own), _fixed(ev, len(own), kth)
    refuse_ties(ev, items, "np.argpartition()", 'use np.argsort(kind="stable")')
    order = ordering.in_order(ev, list(range(len(items))), key_of(items), descending=False)
    return new(ev, [entry if place in fixed else OPEN for place, entry in enumerate(order)], int)


@word("numpy.searchsorted")
def _searchsorted(ev: Evaluator, value: Any, v: Any, side: Any = "left") -> Any:
    items = entries(ev, _row_of(ev, value))
    if side not in ("left", "right"):
        ev.throw(ValueError)
    rising = [comparing.ordered(ev, ast.LtE, a, b) for a, b in pairwise(items)]
    if not ev.is_certain(terms.conjunction(rising)):
        ev.no("np.searchsorted() in what is not shown to be sorted")
    op = ast.Lt if side == "left" else ast.LtE

    def place(wanted: Any) -> Any:
        if arrays.has_nan([wanted]):
            ev.no("the place of NaN")
        found: Any = 0
        for item in items:
            found = binary(ev, ast.Add, found, truth(ev.truth(comparing.compare(ev, op, item, wanted))))
        return found

    wanted = asarray(ev, v) if not is_number(v) else v
    return arrays.elementwise(ev, int, place, wanted)


@word("numpy.unique")
def _unique(ev: Evaluator, value: Any, *, return_counts: Any = False) -> Any:
    own = asarray(ev, value)
    items = entries(ev, own)
    if arrays.has_nan(items) or (own.dtype is object and len({kind_of(item) for item in items}) > 1):
        ev.no("np.unique() of numbers of different types, or of NaN")
    found: list[Any] = []
    counts: list[int] = []
    for item in ordering.in_order(ev, items, None, descending=False):
        if found and ev.are_same(found[-1], item):
            counts[-1] += 1
        else:
            found.append(item)
            counts.append(1)
    made = new(ev, found, own.dtype)
    return (made, new(ev, counts, int)) if ev.is_true(return_counts) else made


__all__ = ["cast"]
