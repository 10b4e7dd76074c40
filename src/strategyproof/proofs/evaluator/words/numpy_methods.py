"""What an array answers: its entries, its attributes, its operators."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arithmetic, array_entries, arrays, expressions
from strategyproof.proofs.evaluator.arrays import entries, operate
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import ARRAY_KINDS, Symbolic, is_number, kind_of
from strategyproof.proofs.evaluator.table import method
from strategyproof.proofs.evaluator.words import numpy_elements
from strategyproof.proofs.evaluator.words.numpy_types import Dtype, dtype_of
from strategyproof.proofs.smt import terms

# ---- what an array answers


@method(Array, name="__len__")
def _len(_ev: Evaluator, own: Array) -> int:
    return len(own)


@method(Array, name="__iter__")
def _iterated(ev: Evaluator, own: Array) -> Iterator[Any]:
    return (array_entries.read(ev, own, place) for place in range(len(own)))


@method(Array, name="__bool__")
def _truth(ev: Evaluator, own: Array) -> Any:
    ev.plainly(bool, arrays.empty_like(own))
    return ev.truth(entries(ev, own)[0])


@method(Array, name="__compare__")
def _compared(ev: Evaluator, own: Array, op: Any, other: Any) -> Any:
    return arrays.compare(ev, own, op, other)


@method(Array, name="__contains__")
def _contains(ev: Evaluator, own: Array, value: Any) -> Any:
    if not is_number(value):
        ev.no("`in` of an array")
    return terms.disjunction(ev.same(entry, value) for entry in entries(ev, own))


@method(Array, name="__getitem__")
def _read(ev: Evaluator, own: Array, index: Any) -> Any:
    return array_entries.read(ev, own, index)


@method(Array, name="__setitem__")
def _write(ev: Evaluator, own: Array, index: Any, value: Any) -> None:
    array_entries.write(ev, own, index, value)


@method(Array, name=".shape")
def _get_shape(_ev: Evaluator, own: Array) -> tuple[int, ...]:
    return own.shape


@method(Array, name=".size")
def _size(_ev: Evaluator, own: Array) -> int:
    return int(own.places.size)


@method(Array, name=".ndim")
def _ndim(_ev: Evaluator, own: Array) -> int:
    return int(own.places.ndim)


@method(Array, name=".dtype")
def _dtype(_ev: Evaluator, own: Array) -> Dtype:
    return Dtype(own.dtype)


@method(Array, name="tolist")
def _tolist(ev: Evaluator, own: Array) -> Any:
    if own.places.ndim > 1:
        return ev.new_list(_tolist(ev, array_entries.read(ev, own, k)) for k in range(len(own)))
    return ev.new_list(entries(ev, own))


@method(Array, name="copy")
def _copied(ev: Evaluator, own: Array) -> Array:
    return arrays.converted(ev, own, own.dtype)


@method(Array, name="astype")
def _astype(ev: Evaluator, own: Array, dtype: Any) -> Array:
    return arrays.converted(ev, own, dtype_of(ev, dtype))


@method(Array, name="fill")
def _fill(ev: Evaluator, own: Array, value: Any) -> None:
    if not is_number(value):
        ev.no(f"filling an array with {ev.described(value)}")
    array_entries.fill(ev, own, own.places, value)


@method(Array, name="item")
def _item(ev: Evaluator, own: Array, *index: Any) -> Any:
    if index:
        ev.no("item() with a position", "write array[k].item()")
    ev.plainly(arrays.empty_like(own).item)
    return entries(ev, own)[0]


@method(np.float64, np.int64, np.bool_, Symbolic, name="item")
def _item_of_number(ev: Evaluator, own: Any) -> Any:
    if kind_of(own) not in ARRAY_KINDS:
        ev.throw(AttributeError)
    return arrays.as_python(own)


@method(np.int64, name="__index__")
def _index(_ev: Evaluator, own: Any) -> int:
    return int(own)


# ---- operators


def _register_operators() -> None:
    def register(op: Any, name: str) -> None:
        @method(Array, name=f"__{name}__")
        def _forward(ev: Evaluator, own: Array, other: Any) -> Any:
            return operate(ev, op, own, other)

        @method(Array, name=f"__r{name}__")
        def _backward(ev: Evaluator, own: Array, other: Any) -> Any:
            return operate(ev, op, other, own)

        @method(Array, name=f"__i{name}__")
        def _in_place(ev: Evaluator, own: Array, other: Any) -> Array:
            return _changed(ev, op, own, other)

    for op, name in expressions.SPECIAL.items():
        if op in arithmetic.NATIVE:
            register(op, name)


def _changed(ev: Evaluator, op: Any, own: Array, other: Any) -> Array:
    """Do ``own op= other``: the entries are written to, in the type and the shape of the array."""
    other = arrays.operand(ev, other)
    in_place = getattr(np.ndarray, f"__i{expressions.SPECIAL[op]}__")
    arrays.told(ev, in_place, own, other)
    array_entries.fill(ev, own, own.places, operate(ev, op, own, other))
    return own


_register_operators()


@method(Array, name="__neg__")
def _negative(ev: Evaluator, own: Array) -> Any:
    return numpy_elements.unary(ev, ast.USub, own)


@method(Array, name="__pos__")
def _positive(ev: Evaluator, own: Array) -> Any:
    return numpy_elements.unary(ev, ast.UAdd, own)


@method(Array, name="__invert__")
def _inverted(ev: Evaluator, own: Array) -> Any:
    return numpy_elements.unary(ev, ast.Invert, own)
