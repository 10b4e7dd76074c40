"""Numbers, truth and text as functions: ``abs``, ``round``, ``int``, ``str``, ``print``, and their like."""

from __future__ import annotations

import ast
from decimal import Decimal
from fractions import Fraction
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, text
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary
from strategyproof.proofs.evaluator.numbers import (
    NUMBERS,
    Quantity,
    Symbolic,
    is_number,
    kind_of,
    python_kind,
    real_term,
    truth,
)
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    Bound,
    Instance,
    Opaque,
    Text,
)
from strategyproof.proofs.evaluator.positions import position
from strategyproof.proofs.evaluator.table import method_of, word


@word("abs")
def _abs(ev: Evaluator, value: Any, /) -> Any:
    if is_number(value):
        return arithmetic.absolute(value)
    return _special(ev, value, "__abs__")


def _special(ev: Evaluator, value: Any, name: str, *args: Any) -> Any:
    if isinstance(value, Instance) and isinstance(found := value.cls.find(name), METHOD):
        return ev.call(Bound(found, value), list(args), {})
    row = method_of(value, name)
    if row is not None:
        return row(ev, value, *args)
    if isinstance(value, Opaque):
        ev.stateful(value)
    ev.throw(TypeError)


@word("round")
def _round(ev: Evaluator, value: Any, ndigits: Any = None) -> Any:
    digits = None if ndigits is None else position(ev, ndigits)
    if is_number(value):
        return ev.plainly(arithmetic.rounded, value, digits)
    return _special(ev, value, "__round__", *([] if digits is None else [digits]))


@word("divmod")
def _divmod(ev: Evaluator, a: Any, b: Any, /) -> Any:
    if isinstance(a, NUMBERS) and isinstance(b, NUMBERS):
        first: Any = a
        return ev.plainly(divmod, first, b)
    return binary(ev, ast.FloorDiv, a, b), binary(ev, ast.Mod, a, b)


@word("pow")
def _pow(ev: Evaluator, base: Any, exponent: Any, *modulus: Any) -> Any:
    if modulus:
        ev.no("pow() with a modulus")
    return binary(ev, ast.Pow, base, exponent)


@word("bool")
def _bool(ev: Evaluator, value: Any = False, /) -> Any:
    return truth(ev.truth(value))


@word("int")
def _int(ev: Evaluator, value: Any = 0, /, *base: Any) -> Any:
    if is_number(value) and not base:
        return ev.plainly(arithmetic.truncate, value)
    if isinstance(value, str) and all(is_number(b) and python_kind(kind_of(b)) is int for b in base):
        return ev.plainly(int, value, *(position(ev, b) for b in base))
    if isinstance(value, Text):
        return _int(ev, ev.resolved(value), *base)
    return _special(ev, value, "__int__")


@word("float")
def _float(ev: Evaluator, value: Any = 0.0, /) -> Any:
    if isinstance(value, Symbolic):
        term = real_term(value)
        assert term is not None
        return Quantity(term, float)
    if is_number(value) or isinstance(value, str):
        return ev.plainly(float, value)
    if isinstance(value, Text):
        number = text.only_number(value, Fraction)
        return _float(ev, ev.resolved(value) if number is None else number)
    return _special(ev, value, "__float__")


@word("str")
def _str(ev: Evaluator, value: Any = "", /) -> Any:
    return text.written(ev, value, "s")


@word("repr")
def _repr(ev: Evaluator, value: Any, /) -> Any:
    return text.written(ev, value, "r")


@word("format")
def _format(ev: Evaluator, value: Any, spec: Any = "", /) -> Any:
    return text.formatted(ev, value, "", spec)


@word("bytes")
def _bytes(ev: Evaluator, value: Any = b"", *encoding: Any) -> Any:
    if isinstance(value, (str, bytes, int)) and all(isinstance(e, str) for e in encoding):
        return ev.plainly(bytes, value, *encoding)
    ev.no(f"bytes() of {ev.described(value)}")


@word("print")
def _print(ev: Evaluator, *values: Any, sep: Any = " ", end: Any = "", file: Any = None, flush: Any = False) -> None:
    for value in values:
        text.written(ev, value)


@word("hash")
def _hash(ev: Evaluator, value: Any) -> Any:
    if isinstance(value, (int, float, Fraction, Decimal)):
        return hash(value)
    ev.no(f"hash() of {ev.described(value)}")


@word("ord")
def _ord(ev: Evaluator, value: Any) -> Any:
    return ev.plainly(ord, value)


@word("chr")
def _chr(ev: Evaluator, value: Any) -> Any:
    return ev.plainly(chr, position(ev, value))
