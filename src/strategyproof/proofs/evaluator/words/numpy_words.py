"""NumPy: constants, types, making arrays, and what an array answers. The rest stands in ``numpy_*.py`` beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from strategyproof.proofs import terms
from strategyproof.proofs.evaluator import array_entries, arrays, expressions
from strategyproof.proofs.evaluator.arrays import SCALARS, Array, asarray, entries, new, operate, scalar
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Symbolic, is_number, kind_of, python_kind
from strategyproof.proofs.evaluator.objects import Builtin
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import constant, method, word
from strategyproof.proofs.evaluator.words import numpy_elements, numpy_places, numpy_reductions, numpy_sorting
from strategyproof.proofs.evaluator.words.builtins_words import ABSTRACT, TYPES

for _name in ("inf", "nan", "pi", "e", "newaxis"):
    constant(f"numpy.{_name}", getattr(np, _name))

TYPES[np.float64] = ("numpy.float64", "float", "numpy.floating", "numpy.inexact", "numpy.number", "numpy.generic")
TYPES[np.int64] = ("numpy.int64", "numpy.signedinteger", "numpy.integer", "numpy.number", "numpy.generic")
TYPES[np.bool_] = ("numpy.bool", "numpy.bool_", "numpy.generic")
for _abstract in ("numbers.Number", "numbers.Complex", "numbers.Real"):
    ABSTRACT[_abstract] = (*ABSTRACT[_abstract], "numpy.int64")
for _abstract in ("numbers.Rational", "numbers.Integral"):
    ABSTRACT[_abstract] = (*ABSTRACT[_abstract], "numpy.int64")
ABSTRACT["collections.abc.Iterable"] = (*ABSTRACT["collections.abc.Iterable"], "numpy.ndarray")

DTYPES: dict[str, type] = {
    **dict.fromkeys(("float", "numpy.float64", "numpy.double", "float64", "f8", "d"), float),
    **dict.fromkeys(("int", "numpy.int64", "numpy.int_", "numpy.intp", "int64", "i8"), int),
    **dict.fromkeys(("bool", "numpy.bool", "numpy.bool_", "?"), bool),
    **dict.fromkeys(("object", "O", "numpy.object_"), object),
}
"""What may be given as a type of elements, by the name of the word or as text."""


class Dtype:
    """The ``dtype`` of an array."""

    def __init__(self, kind: type) -> None:
        self.kind = kind


def dtype_of(ev: Evaluator, value: Any) -> type:
    """Return the type of elements that is asked for."""
    if isinstance(value, Dtype):
        return value.kind
    name = value if isinstance(value, str) else value.name if isinstance(value, Builtin) else ""
    if name not in DTYPES:
        ev.no(f"an array of the type {name or ev.described(value)}", "use float, int, bool or object")
    return DTYPES[name]


def _asked(ev: Evaluator, dtype: Any) -> type | None:
    return None if dtype is None else dtype_of(ev, dtype)


# ---- types


def _number(name: str, kind: type, *others: str) -> None:
    """Register a type of numbers: called, it makes one; beside ``isinstance`` it is one."""

    @word(f"numpy.{name}", *(f"numpy.{other}" for other in others))
    def _made(ev: Evaluator, value: Any = 0, /) -> Any:
        if not is_number(value):
            ev.no(f"np.{name}() of {ev.described(value)}")
        return scalar(ev, arrays.cast(ev, value, kind), kind)


_number("float64", float, "double")
_number("int64", int, "int_", "intp")
_number("bool", bool, "bool_")


@word("numpy.ndarray", "numpy.floating", "numpy.integer", "numpy.number", "numpy.generic", "numpy.inexact",
      "numpy.signedinteger", "numpy.object_")  # fmt: skip
def _not_called(ev: Evaluator, *_: Any) -> Any:
    ev.no("making a number or an array by this type of NumPy's", "use np.array() or np.zeros()")


@method(Array, name="__types__")
def _types(_ev: Evaluator, _own: Array) -> tuple[str, ...]:
    return ("numpy.ndarray",)


@method(Dtype, name="__compare__")
def _same_dtype(ev: Evaluator, own: Dtype, op: Any, other: Any) -> Any:
    if op not in (ast.Eq, ast.NotEq):
        ev.no("this comparison of a dtype", "write `==`")
    return (own.kind is dtype_of(ev, other)) is (op is ast.Eq)


@method(Dtype, name=".kind")
def _kind_of_dtype(_ev: Evaluator, own: Dtype) -> str:
    return str(np.dtype(own.kind).kind)


@method(Dtype, name=".name")
def _name_of_dtype(_ev: Evaluator, own: Dtype) -> str:
    return str(np.dtype(own.kind).name)


# ---- making arrays


@word("numpy.array")
def _array(ev: Evaluator, value: Any, dtype: Any = None, *, copy: Any = True) -> Any:
    if copy is not True:
        ev.no("np.array(copy=...)", "use np.asarray() or .copy()")
    found = _as_array(ev, value, dtype)
    return arrays.converted(ev, found, found.dtype) if found is value else found


@word("numpy.asarray")
def _as_array(ev: Evaluator, value: Any, dtype: Any = None) -> Any:
    if is_number(value):
        ev.no("an array without a dimension", "put the number in a list")
    return asarray(ev, value, _asked(ev, dtype))


def _shape(ev: Evaluator, shape: Any) -> tuple[int, ...]:
    sizes = tuple(position(ev, size) for size in ([shape] if is_number(shape) else ev.items(shape)))
    if not sizes:
        ev.no("an array without a dimension")
    return tuple(ev.plainly(lambda: np.empty(sizes, bool)).shape)


def _filled(ev: Evaluator, shape: tuple[int, ...], value: Any, dtype: type) -> Array:
    return new(ev, [value] * int(np.prod(shape)), dtype, shape)


@word("numpy.zeros")
def _zeros(ev: Evaluator, shape: Any, dtype: Any = float) -> Any:
    kind = float if dtype in (float, None) else dtype_of(ev, dtype)
    return _filled(ev, _shape(ev, shape), np.zeros(1, kind).tolist()[0], kind)


@word("numpy.ones")
def _ones(ev: Evaluator, shape: Any, dtype: Any = float) -> Any:
    kind = float if dtype in (float, None) else dtype_of(ev, dtype)
    return _filled(ev, _shape(ev, shape), np.ones(1, kind).tolist()[0], kind)


@word("numpy.empty")
def _empty(ev: Evaluator, shape: Any, dtype: Any = float) -> Any:
    kind = float if dtype in (float, None) else dtype_of(ev, dtype)
    return _filled(ev, _shape(ev, shape), None if kind is object else arrays.NEVER_WRITTEN, kind)


@word("numpy.full")
def _full(ev: Evaluator, shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    if not is_number(fill_value) and fill_value is not None:
        ev.no(f"np.full() of {ev.described(fill_value)}")
    kind = _asked(ev, dtype) or arrays.told(ev, lambda value: np.full(1, value), fill_value)
    return _filled(ev, _shape(ev, shape), arrays.cast(ev, fill_value, kind), kind)


def _like(ev: Evaluator, value: Any, dtype: Any) -> tuple[tuple[int, ...], type]:
    model = asarray(ev, value)
    return model.shape, _asked(ev, dtype) or model.dtype


@word("numpy.zeros_like")
def _zeros_like(ev: Evaluator, value: Any, dtype: Any = None) -> Any:
    shape, kind = _like(ev, value, dtype)
    return _filled(ev, shape, np.zeros(1, kind).tolist()[0], kind)


@word("numpy.ones_like")
def _ones_like(ev: Evaluator, value: Any, dtype: Any = None) -> Any:
    shape, kind = _like(ev, value, dtype)
    return _filled(ev, shape, np.ones(1, kind).tolist()[0], kind)


@word("numpy.empty_like")
def _empty_like(ev: Evaluator, value: Any, dtype: Any = None) -> Any:
    shape, kind = _like(ev, value, dtype)
    return _filled(ev, shape, None if kind is object else arrays.NEVER_WRITTEN, kind)


@word("numpy.full_like")
def _full_like(ev: Evaluator, value: Any, fill_value: Any, dtype: Any = None) -> Any:
    shape, kind = _like(ev, value, dtype)
    if not is_number(fill_value) and fill_value is not None:
        ev.no(f"np.full_like() of {ev.described(fill_value)}")
    return _filled(ev, shape, arrays.cast(ev, fill_value, kind), kind)


def _of_numpy(ev: Evaluator, function: Any, what: str, *given: Any, dtype: Any) -> Any:
    """Return an array that NumPy makes of plain numbers."""
    if any(isinstance(value, Symbolic) for value in given):
        given = tuple(position(ev, v) if python_kind(kind_of(v)) is int else v for v in given)
        if any(isinstance(value, Symbolic) for value in given):
            ev.no(f"{what} of a number that depends on the bids")
    kind = _asked(ev, dtype)
    made = ev.plainly(lambda: function(*given) if kind is None else function(*given, dtype=kind))
    return new(ev, made.tolist(), arrays.type_of(ev, made))


@word("numpy.arange")
def _arange(ev: Evaluator, *bounds: Any, dtype: Any = None) -> Any:
    return _of_numpy(ev, np.arange, "np.arange()", *bounds, dtype=dtype)


@word("numpy.linspace")
def _linspace(ev: Evaluator, start: Any, stop: Any, num: Any = 50, dtype: Any = None) -> Any:
    return _of_numpy(ev, np.linspace, "np.linspace()", start, stop, num, dtype=dtype)


@word("numpy.random.default_rng", "numpy.random.seed", "numpy.random.rand", "numpy.random.random",
      "numpy.random.randint", "numpy.random.choice", "numpy.random.shuffle", "numpy.random.permutation",
      "numpy.random.uniform", "numpy.random.normal", "numpy.random.RandomState")  # fmt: skip
def _random(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("a random number of NumPy's", "take what is drawn as a parameter of the function")


# ---- what an array answers


@method(Array, name="__len__")
def _len(_ev: Evaluator, own: Array) -> int:
    return len(own)


@method(Array, name="__iter__")
def _iterated(ev: Evaluator, own: Array) -> Iterator[Any]:
    return (array_entries.read(ev, own, place) for place in range(len(own)))


@method(Array, name="__bool__")
def _truth(ev: Evaluator, own: Array) -> Any:
    ev.plainly(lambda: bool(arrays.empty_like(own)))
    return ev.truth(entries(ev, own)[0])


@method(Array, name="__compare__")
def _compared(ev: Evaluator, own: Array, op: Any, other: Any) -> Any:
    return arrays.compare(ev, own, op, other)


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
    ev.plainly(lambda: arrays.empty_like(own).item())
    return entries(ev, own)[0]


@method(np.float64, np.int64, np.bool_, Symbolic, name="item")
def _item_of_number(ev: Evaluator, own: Any) -> Any:
    if kind_of(own) not in arrays.numbers.ARRAY_KINDS:
        ev.throw(AttributeError)
    return arrays.as_python(ev, own)


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
        if op in arrays.arithmetic.NATIVE:
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


__all__ = ["SCALARS", "numpy_places", "numpy_reductions", "numpy_sorting", "terms"]
