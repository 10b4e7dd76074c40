"""NumPy: making arrays. The rest stands in ``numpy_*.py`` beside it, by what it does."""

from __future__ import annotations

from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arrays
from strategyproof.proofs.evaluator.arrays import asarray, new
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Symbolic, is_number, kind_of, python_kind
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import word
from strategyproof.proofs.evaluator.words import (
    numpy_elements,
    numpy_methods,
    numpy_places,
    numpy_reductions,
    numpy_sorting,
)
from strategyproof.proofs.evaluator.words.numpy_types import dtype_of


def _asked(ev: Evaluator, dtype: Any) -> type | None:
    return None if dtype is None else dtype_of(ev, dtype)


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
    return tuple(ev.plainly(np.empty, sizes, bool).shape)


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
    made = ev.plainly(function, *given, **({} if kind is None else {"dtype": kind}))
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


__all__ = ["numpy_elements", "numpy_methods", "numpy_places", "numpy_reductions", "numpy_sorting"]
