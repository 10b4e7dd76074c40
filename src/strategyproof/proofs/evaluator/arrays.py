"""Arrays of NumPy's on the evaluator's own numbers: an element is what it is, its type is the array's.

An array is a shape of places in a buffer, as in NumPy. The shape is an array of NumPy's itself, of the places' numbers:
what a slice, a transposition or ``delete`` does to the places, NumPy tells, and whether the result is a view of the
same buffer, it tells too. Types of results are told by NumPy, of samples. What it computes is computed here, on plain
numbers and on symbols alike.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arithmetic, comparing, numbers
from strategyproof.proofs.evaluator.containers import Array, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import (
    IntOrFloat,
    NotMergeable,
    Quantity,
    Symbolic,
    is_number,
    kind_of,
    merged,
    python_kind,
    real_term,
    truth,
)
from strategyproof.proofs.evaluator.objects import Builtin, Opaque, Unreadable
from strategyproof.proofs.smt import terms

SCALARS: dict[type, type] = {float: np.float64, int: np.int64, bool: np.bool_}
"""By Python's type of the elements: the type of a number that is read out of such an array."""

for _python, _numpy in SCALARS.items():
    numbers.ARRAY_KINDS[_numpy] = _python
    arithmetic.SAMPLES[_numpy] = _numpy(3)

FITS = "whole numbers in NumPy's arrays fit 64 bits"
NEVER_WRITTEN = Unreadable("an entry of np.empty() that was not written; use np.zeros()")


def new(ev: Evaluator, items: Iterable[Any], dtype: type, shape: tuple[int, ...] | None = None) -> Array:
    """Return a new array of elements that are of its type already."""
    buffer = ev.new_list(items)
    places = np.arange(len(buffer))
    return Array(buffer, places if shape is None else places.reshape(shape), dtype)


def entries(ev: Evaluator, own: Array) -> list[Any]:
    """Return the elements, to be computed with."""
    ev.known(own.buffer)
    found = own.items
    for value in found:
        if isinstance(value, Unreadable):
            ev.no(value.reason)
    return found


def empty_like(own: Array) -> Any:
    """Return an array of NumPy's of the same shape and type, for NumPy to tell what becomes of it."""
    return np.ones(own.shape, own.dtype)


# ---- types


def type_of(ev: Evaluator, result: Any) -> type:
    """Return Python's type of the elements of what NumPy gave; out of an array of objects it gives what was there."""
    if not isinstance(result, (np.ndarray, np.generic)):
        return object
    found = result.dtype.type
    for python, scalar in SCALARS.items():
        if found is scalar:
            return python
    if found is np.object_:
        return object
    ev.no(f"an array of {found.__name__}", "use float, int, bool or object")


def told(ev: Evaluator, function: Callable[..., Any], *values: Any) -> type:
    """Return the type of the elements of a result, told by NumPy of samples; what it raises is raised."""
    found = {type_of(ev, _quietly(ev, partial(function, *given))) for given in _samples(ev, values)}
    if len(found) > 1:
        ev.no("an array of what is an int for some bids and a float for others", "write 0.0 for 0")
    return found.pop()


def _quietly(ev: Evaluator, run: Callable[[], Any]) -> Any:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ev.plainly(run)


def _samples(ev: Evaluator, values: Sequence[Any]) -> list[list[Any]]:
    """Return samples of values; two where one of them is an int for some bids and a float for others."""
    found: list[list[Any]] = [[]]
    for value in values:
        found = [[*given, sample] for given in found for sample in sampled(ev, value)]
    return found


def sampled(ev: Evaluator, value: Any) -> list[Any]:
    """Return what NumPy sees of a value: numbers of the same types."""
    if isinstance(value, Array):
        return [empty_like(value)]
    if not isinstance(value, Symbolic):
        return [value]
    if python_kind(value.kind) is int:
        ev.states.rests_on.add(FITS)
    return [1, 1.0] if value.kind is IntOrFloat else [arithmetic.SAMPLES[value.kind]]


def cast(ev: Evaluator, value: Any, dtype: type) -> Any:
    """Return a number as an element of an array: as a float, cut to a whole number, or as a truth value."""
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(value, Unreadable):
        ev.no(value.reason)
    if dtype is object:
        return value
    if not is_number(value):
        ev.no(f"{ev.described(value)} in an array of numbers")
    if dtype is bool:
        return truth(ev.truth(value))
    if isinstance(value, Symbolic):
        term = real_term(value)
        assert term is not None
        if dtype is float:
            return Quantity(term, float)
        ev.states.rests_on.add(FITS)
        return arithmetic.truncate(value)
    if dtype is float:
        return ev.plainly(float, value)
    return _whole(ev, value)


def _whole(ev: Evaluator, value: Any) -> Any:
    if not math.isfinite(value):
        ev.no("a number that is not finite in an array of whole numbers")
    return fitting(ev, ev.plainly(int, value))


def fitting(ev: Evaluator, value: Any) -> Any:
    """Refuse a whole number that does not fit 64 bits, which NumPy would wrap or widen."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        ev.no("a whole number in an array that does not fit 64 bits", "use dtype=object")
    return value


def scalar(ev: Evaluator, value: Any, dtype: type) -> Any:
    """Return an element as what is read out of an array: a number of NumPy's type."""
    if isinstance(value, Unreadable):
        ev.no(value.reason)
    if dtype is object:
        return value
    return as_kind(value, SCALARS[dtype])


def as_kind(value: Any, kind: type) -> Any:
    """Return the same number as one of another type."""
    if isinstance(value, numbers.Condition):
        return numbers.Condition(value.term, kind)
    if isinstance(value, numbers.Choice):
        return numbers.Choice(value.cases, kind)
    return Quantity(value.term, kind) if isinstance(value, Quantity) else kind(value)


def as_python(value: Any) -> Any:
    """Return a number of NumPy's as the same one of Python's."""
    return as_kind(value, python_kind(kind_of(value))) if is_number(value) else value


# ---- making arrays


def asarray(ev: Evaluator, value: Any, dtype: type | None = None) -> Array:
    """Return a value as an array; one of the type asked for is itself."""
    if isinstance(value, Array):
        return value if dtype in (None, value.dtype) else converted(ev, value, dtype)
    if isinstance(value, Opaque):
        ev.stateful(value)
    leaves: list[Any] = []
    outline = _outlined(ev, value, leaves)
    if dtype is None:
        dtype = _type_of_leaves(ev, leaves)
    shape = ev.plainly(np.array, outline, dtype=object if dtype is object else None).shape
    if math.prod(shape) != len(leaves):
        ev.no("an array of lists of different lengths")
    return new(ev, [cast(ev, leaf, dtype) for leaf in leaves], dtype, shape)


def _outlined(ev: Evaluator, value: Any, leaves: list[Any]) -> Any:
    """Return the nesting of lists, with 0 for each number; the numbers are collected."""
    if isinstance(value, (List, tuple, range)):
        if getattr(value, "is_unordered", False) or getattr(value, "kind", "list") != "list":
            ev.no(f"an array of {ev.described(value)} without an order")
        return [_outlined(ev, part, leaves) for part in (ev.known(value) if isinstance(value, List) else value)]
    if isinstance(value, Array):
        leaves += entries(ev, value)
        return np.zeros(value.shape, int).tolist()
    if not is_number(value) and value is not None:
        ev.no(f"an array of {ev.described(value)}", "make a list of numbers first")
    leaves.append(value)
    return 0


def _type_of_leaves(ev: Evaluator, leaves: Sequence[Any]) -> type:
    return told(ev, lambda *given: np.array(list(given)), *leaves)


def converted(ev: Evaluator, own: Array, dtype: type) -> Array:
    """Return a copy of another type."""
    return new(ev, [cast(ev, value, dtype) for value in entries(ev, own)], dtype, own.shape)


def result(ev: Evaluator, items: Sequence[Any], dtype: type, shape: tuple[int, ...]) -> Any:
    """Return an array, or a number of NumPy's where the shape is that of one."""
    return new(ev, items, dtype, shape) if shape else scalar(ev, items[0], dtype)


# ---- computing element by element


def spread(ev: Evaluator, *operands: Any) -> tuple[tuple[int, ...], list[tuple[Any, ...]]]:
    """Return the common shape of arrays and numbers, and their elements side by side, as NumPy broadcasts them."""
    values = [entries(ev, x) if isinstance(x, Array) else [x] for x in operands]
    shapes = [x.shape if isinstance(x, Array) else () for x in operands]
    orders = [np.arange(len(v)).reshape(shape) for v, shape in zip(values, shapes, strict=True)]
    grids = ev.plainly(np.broadcast_arrays, *orders)
    flat = [[v[k] for k in grid.ravel()] for v, grid in zip(values, grids, strict=True)]
    return tuple(grids[0].shape), list(zip(*flat, strict=True))


def elementwise(ev: Evaluator, dtype: type, function: Callable[..., Any], *operands: Any) -> Any:
    """Compute element by element what is of a known type."""
    shape, rows = spread(ev, *operands)
    return result(ev, [function(*row) for row in rows], dtype, shape)


def operand(ev: Evaluator, value: Any) -> Any:
    """Return what an operator may take beside an array: a number, or a list as an array."""
    if isinstance(value, (List, tuple)):
        return asarray(ev, value)
    if not isinstance(value, Array) and not is_number(value) and value is not None:
        ev.no(f"an operator between an array and {ev.described(value)}")
    return value


def operate(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    """Return ``a op b`` where one of them is an array, or both are numbers in NumPy's own functions."""
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        ev.stateful(a if isinstance(a, Opaque) else b)
    a, b = operand(ev, a), operand(ev, b)
    dtype = told(ev, arithmetic.NATIVE[op], a, b)
    if op in comparing.METHODS or op in (ast.Eq, ast.NotEq):
        return elementwise(ev, dtype, lambda x, y: as_python(comparing.compare(ev, op, x, y)), a, b)
    if dtype is object:
        from strategyproof.proofs.evaluator.expressions import binary

        return elementwise(ev, object, lambda x, y: binary(ev, op, x, y), a, b)
    return elementwise(ev, dtype, lambda x, y: _calculated(ev, op, x, y, dtype), a, b)


def _calculated(ev: Evaluator, op: Any, x: Any, y: Any, dtype: type) -> Any:
    """Compute in the type of the result, as NumPy does."""
    x, y = cast(ev, x, dtype), cast(ev, y, dtype)
    if dtype is bool:
        kind = SCALARS[bool]
        return as_python(arithmetic.binary(op, as_kind(x, kind), as_kind(y, kind), ev.decide))
    if op in (ast.Div, ast.FloorDiv, ast.Mod) and ev.is_true(comparing.compare(ev, ast.Eq, y, 0)):
        ev.no(arithmetic.BY_ZERO)
    if op is ast.Pow and not isinstance(x, Symbolic) and not isinstance(y, Symbolic):
        return as_python(ev.plainly(arithmetic.natively, op, SCALARS[dtype](x), y))
    if op is ast.Pow:
        if isinstance(y, Symbolic) or not float(y).is_integer() or y < 0:
            ev.no("a power other than a small whole one of an array that depends on the bids")
        y = int(y)
    return fitting(ev, ev.plainly(arithmetic.binary, op, x, y, ev.decide))


def compare(ev: Evaluator, own: Array, op: Any, other: Any) -> Any:
    """Return a comparison with an array."""
    match op:
        case ast.Is:
            return own is other
        case ast.IsNot:
            return own is not other
    return operate(ev, op, own, other)


def chosen_entry(ev: Evaluator, when: Any, yes: Any, no: Any) -> Any:
    """Return one of two elements; where they cannot be merged, which one is decided."""
    if when.op == "const":
        return yes if when.data else no
    try:
        return merged([(when, yes), (terms.negation(when), no)])
    except NotMergeable:
        return yes if ev.decide(when) else no


def key_of(items: Sequence[Any]) -> Builtin:
    """Return a key for sorting positions by what stands there."""
    return Builtin("an entry", lambda _ev, place: items[place])


def has_nan(items: Iterable[Any]) -> bool:
    """Tell whether a plain element is NaN; what depends on the bids never is."""
    return any(isinstance(x, float) and math.isnan(x) for x in items)
