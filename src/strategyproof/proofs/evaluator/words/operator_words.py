"""``operator``: the operators as functions, and functions that take parts of values."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator import attributes, comparing, positions
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import binary, negated, unary
from strategyproof.proofs.evaluator.numbers import truth
from strategyproof.proofs.evaluator.objects import Builtin
from strategyproof.proofs.evaluator.statements import in_place
from strategyproof.proofs.evaluator.table import word
from strategyproof.proofs.smt import terms

BINARY: dict[str, Any] = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
    "pow": ast.Pow,
    "and_": ast.BitAnd,
    "or_": ast.BitOr,
    "xor": ast.BitXor,
}
COMPARISONS: dict[str, Any] = {
    "lt": ast.Lt,
    "le": ast.LtE,
    "gt": ast.Gt,
    "ge": ast.GtE,
    "eq": ast.Eq,
    "ne": ast.NotEq,
    "is_": ast.Is,
    "is_not": ast.IsNot,
}
UNARY: dict[str, Any] = {"neg": ast.USub, "pos": ast.UAdd, "inv": ast.Invert, "invert": ast.Invert}


def _register_binary(name: str, op: Any) -> None:
    @word(f"operator.{name}")
    def row(ev: Evaluator, a: Any, b: Any, /) -> Any:
        return binary(ev, op, a, b)

    @word(f"operator.i{name.rstrip('_')}")
    def row_in_place(ev: Evaluator, a: Any, b: Any, /) -> Any:
        return in_place(ev, op, a, b)


def _register_comparison(name: str, op: Any) -> None:
    @word(f"operator.{name}")
    def row(ev: Evaluator, a: Any, b: Any, /) -> Any:
        return comparing.compare(ev, op, a, b)


def _register_unary(name: str, op: Any) -> None:
    @word(f"operator.{name}")
    def row(ev: Evaluator, a: Any, /) -> Any:
        return unary(ev, op, a)


for _name, _op in BINARY.items():
    _register_binary(_name, _op)
for _name, _op in COMPARISONS.items():
    _register_comparison(_name, _op)
for _name, _op in UNARY.items():
    _register_unary(_name, _op)


@word("operator.not_")
def _not(ev: Evaluator, value: Any, /) -> Any:
    return negated(ev, value)


@word("operator.truth")
def _truth(ev: Evaluator, value: Any, /) -> Any:
    return truth(ev.truth(value))


@word("operator.abs")
def _abs(ev: Evaluator, value: Any, /) -> Any:
    return ev.call(ev.function("abs"), [value], {})


@word("operator.concat")
def _concat(ev: Evaluator, a: Any, b: Any, /) -> Any:
    return binary(ev, ast.Add, a, b)


@word("operator.contains")
def _contains(ev: Evaluator, holder: Any, value: Any, /) -> Any:
    return comparing.compare(ev, ast.In, value, holder)


@word("operator.countOf")
def _count_of(ev: Evaluator, holder: Any, value: Any, /) -> Any:
    total: Any = 0
    for item in ev.iterate(holder):
        found = terms.TRUE if item is value else ev.same(item, value)
        total = binary(ev, ast.Add, total, truth(found))
    return total


@word("operator.index")
def _index(ev: Evaluator, value: Any, /) -> Any:
    return positions.position(ev, value)


@word("operator.getitem")
def _getitem(ev: Evaluator, holder: Any, index: Any, /) -> Any:
    return positions.item(ev, holder, index)


@word("operator.setitem")
def _setitem(ev: Evaluator, holder: Any, index: Any, value: Any, /) -> None:
    positions.put(ev, holder, index, value)


@word("operator.delitem")
def _delitem(ev: Evaluator, holder: Any, index: Any, /) -> None:
    positions.delete(ev, holder, index)


@word("operator.itemgetter")
def _itemgetter(ev: Evaluator, *keys: Any) -> Any:
    if not keys:
        ev.throw(TypeError)

    def take(ev: Evaluator, holder: Any, /) -> Any:
        found = tuple(positions.item(ev, holder, key) for key in keys)
        return found[0] if len(keys) == 1 else found

    return Builtin("operator.itemgetter()", take)


@word("operator.attrgetter")
def _attrgetter(ev: Evaluator, *names: Any) -> Any:
    if not names or not all(isinstance(name, str) for name in names):
        ev.throw(TypeError)

    def one(ev: Evaluator, value: Any, path: str) -> Any:
        for name in path.split("."):
            value = attributes.attribute(ev, value, name)
        return value

    def take(ev: Evaluator, value: Any, /) -> Any:
        found = tuple(one(ev, value, name) for name in names)
        return found[0] if len(names) == 1 else found

    return Builtin("operator.attrgetter()", take)


@word("operator.methodcaller")
def _methodcaller(ev: Evaluator, name: Any, /, *args: Any, **named: Any) -> Any:
    if not isinstance(name, str):
        ev.throw(TypeError)

    def call(ev: Evaluator, value: Any, /) -> Any:
        return ev.call(attributes.attribute(ev, value, name), list(args), dict(named))

    return Builtin("operator.methodcaller()", call)
