"""NumPy's functions of single elements: choosing, bounding, rounding, comparing."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arithmetic, arrays, comparing, ordering, table, words
from strategyproof.proofs.evaluator.arrays import as_python, cast, elementwise, new, told
from strategyproof.proofs.evaluator.containers import Array, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Symbolic, is_number, truth
from strategyproof.proofs.evaluator.table import method, word
from strategyproof.proofs.smt import terms


def unary(ev: Evaluator, op: Any, own: Any) -> Any:
    """Return ``-own``, ``+own`` or ``~own``, element by element."""
    dtype = told(ev, arithmetic.NATIVE[op], own)
    kind = arrays.SCALARS.get(own.dtype) if isinstance(own, Array) else None

    def of_one(x: Any) -> Any:
        given = x if kind is None else arrays.as_kind(x, kind)
        return as_python(ev.plainly(arithmetic.unary, op, given))

    return elementwise(ev, dtype, of_one, own)


def operand(ev: Evaluator, value: Any) -> Any:
    """Return what a function of elements takes: an array, a number, or a list as an array."""
    if isinstance(value, (List, tuple, range)):
        return arrays.asarray(ev, value)
    if not isinstance(value, Array) and not is_number(value):
        ev.no(f"a function of NumPy's on {ev.described(value)}")
    return value


def _binary_word(name: str, op: Any) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, a: Any, b: Any, /) -> Any:
        a, b = operand(ev, a), operand(ev, b)
        if isinstance(a, Array) or isinstance(b, Array):
            return arrays.operate(ev, op, a, b)
        ev.no(f"np.{name}() of two numbers", "write the operator")


for _name, _op in {
    "add": ast.Add,
    "subtract": ast.Sub,
    "multiply": ast.Mult,
    "divide": ast.Div,
    "true_divide": ast.Div,
    "floor_divide": ast.FloorDiv,
    "mod": ast.Mod,
    "remainder": ast.Mod,
    "power": ast.Pow,
    "greater": ast.Gt,
    "greater_equal": ast.GtE,
    "less": ast.Lt,
    "less_equal": ast.LtE,
    "equal": ast.Eq,
    "not_equal": ast.NotEq,
}.items():
    _binary_word(_name, _op)


@word("numpy.negative")
def _negative(ev: Evaluator, value: Any, /) -> Any:
    return unary(ev, ast.USub, arrays.asarray(ev, value))


def _logical_word(name: str, join: Callable[[Any, Any], Any]) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, a: Any, b: Any, /) -> Any:
        a, b = operand(ev, a), operand(ev, b)
        dtype = told(ev, getattr(np, name), a, b)
        if dtype is not bool:
            ev.no(f"np.{name}() of objects", "compare first")
        return elementwise(ev, bool, lambda x, y: truth(join(ev.truth(x), ev.truth(y))), a, b)


_logical_word("logical_and", lambda a, b: terms.conjunction((a, b)))
_logical_word("logical_or", lambda a, b: terms.disjunction((a, b)))
_logical_word("logical_xor", lambda a, b: terms.negation(terms.equal(a, b)))


@word("numpy.logical_not", "numpy.invert", "numpy.bitwise_not")
def _logical_not(ev: Evaluator, value: Any, /) -> Any:
    own = arrays.asarray(ev, value)
    if own.dtype is not bool:
        ev.no("np.logical_not() of what are no truth values", "compare first")
    return unary(ev, ast.Invert, own)


@word("numpy.where")
def _where(ev: Evaluator, condition: Any, *sides: Any) -> Any:
    if not sides:
        return _places(ev, arrays.asarray(ev, condition))
    if len(sides) != 2:
        ev.throw(ValueError)
    when, yes, no = (operand(ev, value) for value in (condition, *sides))
    if not isinstance(when, Array):
        ev.no("np.where() of one condition", "write `yes if condition else no`")
    dtype = told(ev, lambda y, n: np.where(True, y, n), yes, no)

    def one(c: Any, y: Any, n: Any) -> Any:
        return arrays.chosen_entry(ev, ev.truth(c), cast(ev, y, dtype), cast(ev, n, dtype))

    return elementwise(ev, dtype, one, when, yes, no)


def _places(ev: Evaluator, own: Array) -> tuple[Any, ...]:
    """Return where an array is true; which entries are is decided."""
    found = np.array([ev.is_true(x) for x in arrays.entries(ev, own)], bool).reshape(own.shape)
    return tuple(new(ev, places.tolist(), int) for places in np.nonzero(found))


@word("numpy.nonzero")
@method(Array, name="nonzero")
def _nonzero(ev: Evaluator, value: Any) -> Any:
    return _places(ev, arrays.asarray(ev, value))


@word("numpy.flatnonzero")
def _flatnonzero(ev: Evaluator, value: Any) -> Any:
    own = arrays.asarray(ev, value)
    return _places(ev, Array(own.buffer, own.places.ravel(), own.dtype))[0]


def _bounding(ev: Evaluator, a: Any, b: Any, *, highest: bool) -> Any:
    a, b = operand(ev, a), operand(ev, b)
    dtype = told(ev, np.maximum if highest else np.minimum, a, b)

    def one(x: Any, y: Any) -> Any:
        x, y = cast(ev, x, dtype), cast(ev, y, dtype)
        if arrays.has_nan((x, y)):
            return math.nan if dtype is float else ev.no("NaN in an array of objects")
        return ordering.extreme(ev, [x, y], None, highest=highest)

    return elementwise(ev, dtype, one, a, b)


@word("numpy.maximum")
def _maximum(ev: Evaluator, a: Any, b: Any, /) -> Any:
    return _bounding(ev, a, b, highest=True)


@word("numpy.minimum")
def _minimum(ev: Evaluator, a: Any, b: Any, /) -> Any:
    return _bounding(ev, a, b, highest=False)


@word("numpy.clip")
@method(Array, name="clip")
def _clip(ev: Evaluator, value: Any, low: Any = None, high: Any = None) -> Any:
    own = operand(ev, value)
    low, high = (bound if bound is None else operand(ev, bound) for bound in (low, high))
    told(ev, np.clip, own, low, high)
    found = own if low is None else _bounding(ev, own, low, highest=True)
    return found if high is None else _bounding(ev, found, high, highest=False)


@word("numpy.abs", "numpy.absolute")
@method(Array, name="__abs__")
def _abs(ev: Evaluator, value: Any, /) -> Any:
    own = operand(ev, value)
    dtype = told(ev, np.abs, own)
    return elementwise(ev, dtype, lambda x: arrays.fitting(ev, _absolute(ev, x, dtype)), own)


def _absolute(ev: Evaluator, x: Any, dtype: type) -> Any:
    return x if dtype is bool else as_python(ev.call(ev.function("abs"), [x], {}))


def _rounding_word(name: str, symbolic: Callable[[Any], Any]) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, value: Any, /) -> Any:
        own = operand(ev, value)
        dtype = told(ev, getattr(np, name), own)
        if dtype is object:
            ev.no(f"np.{name}() of objects", f"use math.{name}() on each")
        return elementwise(ev, dtype, lambda x: _rounded_whole(ev, x, dtype), own)

    def _rounded_whole(ev: Evaluator, x: Any, dtype: type) -> Any:
        if dtype is not float:
            return x
        return cast(ev, symbolic(x), float) if isinstance(x, Symbolic) else float(getattr(np, name)(x))


_rounding_word("floor", arithmetic.floor)
_rounding_word("ceil", arithmetic.ceiling)
_rounding_word("trunc", arithmetic.truncate)
_rounding_word("rint", arithmetic.rounded)


@word("numpy.round", "numpy.around")
@method(Array, name="round")
def _round(ev: Evaluator, value: Any, decimals: Any = 0) -> Any:
    from strategyproof.proofs.evaluator.positions import position

    own, digits = operand(ev, value), position(ev, decimals)
    dtype = told(ev, lambda x: np.round(x, digits), own)
    if dtype is object or (dtype is int and digits < 0):
        ev.no("np.round() of these", "use round() on each")

    def one(x: Any) -> Any:
        if dtype is not float:
            return x
        if isinstance(x, Symbolic):
            return cast(ev, arithmetic.rounded(x, digits), float)
        return float(np.round(float(x), digits))

    return elementwise(ev, dtype, one, own)


@word("numpy.sqrt")
def _sqrt(ev: Evaluator, value: Any, /) -> Any:
    own = operand(ev, value)
    dtype = told(ev, np.sqrt, own)
    if dtype is object or not words.available("math") or "math.sqrt" not in table.FUNCTIONS:
        ev.no("np.sqrt() of these", "use math.sqrt() on each")

    def one(x: Any) -> Any:
        if ev.is_true(comparing.compare(ev, ast.Lt, x, 0)):
            ev.no("np.sqrt() of a negative number, which gives NaN and a warning")
        return as_python(ev.call(table.FUNCTIONS["math.sqrt"], [cast(ev, x, float)], {}))

    return elementwise(ev, dtype, one, own)


def _telling_word(name: str, plain: Callable[[float], bool], symbolic: bool) -> None:
    @word(f"numpy.{name}")
    def _row(ev: Evaluator, value: Any, /) -> Any:
        own = operand(ev, value)
        told(ev, getattr(np, name), own)
        return elementwise(ev, bool, lambda x: symbolic if isinstance(x, Symbolic) else plain(x), own)


_telling_word("isnan", math.isnan, False)
_telling_word("isinf", math.isinf, False)
_telling_word("isfinite", math.isfinite, True)


def _close(ev: Evaluator, a: Any, b: Any, rtol: Any, atol: Any) -> Any:
    a, b = operand(ev, a), operand(ev, b)
    told(ev, np.isclose, a, b)

    def one(x: Any, y: Any) -> Any:
        x, y = cast(ev, x, float), cast(ev, y, float)
        if not all(isinstance(v, Symbolic) or math.isfinite(v) for v in (x, y)):
            return truth(ev.same(x, y))
        margin = _plus(ev, ast.Add, atol, _plus(ev, ast.Mult, rtol, arithmetic.absolute(y)))
        near = ev.truth(comparing.compare(ev, ast.LtE, arithmetic.absolute(_plus(ev, ast.Sub, x, y)), margin))
        return truth(terms.disjunction((near, ev.same(x, y))))

    return elementwise(ev, bool, one, a, b)


def _plus(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    return arithmetic.binary(op, a, b, ev.decide)


@word("numpy.isclose")
def _isclose(ev: Evaluator, a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08) -> Any:
    return _close(ev, a, b, rtol, atol)


@word("numpy.allclose")
def _allclose(ev: Evaluator, a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08) -> Any:
    found = _close(ev, a, b, rtol, atol)
    conditions = arrays.entries(ev, found) if isinstance(found, Array) else [found]
    return truth(terms.conjunction(map(ev.truth, conditions)))


@word("numpy.array_equal")
def _array_equal(ev: Evaluator, a: Any, b: Any) -> Any:
    a, b = arrays.asarray(ev, a), arrays.asarray(ev, b)
    if a.shape != b.shape:
        return False
    pairs = zip(arrays.entries(ev, a), arrays.entries(ev, b), strict=True)
    return truth(terms.conjunction(ev.same(x, y) for x, y in pairs))
