"""NumPy's types of numbers, of elements and of arrays, and its constants."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from strategyproof.proofs.evaluator import arrays
from strategyproof.proofs.evaluator.arrays import scalar
from strategyproof.proofs.evaluator.containers import Array
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import is_number
from strategyproof.proofs.evaluator.objects import Builtin
from strategyproof.proofs.evaluator.table import constant, method, word
from strategyproof.proofs.evaluator.words.types_words import ABSTRACT, TYPES

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
