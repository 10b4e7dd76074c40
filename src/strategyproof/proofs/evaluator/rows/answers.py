"""What a list of any length answers to the words of Python: the rows of the evaluator's table for it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator.arithmetic import binary, linear
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Whole, condition, truth, whole, whole_term
from strategyproof.proofs.evaluator.objects import MISSING
from strategyproof.proofs.evaluator.rows import making, sums
from strategyproof.proofs.evaluator.rows.rows import (
    ITERATORS,
    Column,
    Grown,
    GrownDict,
    Joined,
    Once,
    Row,
    extreme,
    extreme_of_joined,
    item,
    joined,
    located,
    put,
    ranked,
    through,
)
from strategyproof.proofs.evaluator.rows.views import View, holding, in_order, truth_of, unordered
from strategyproof.proofs.evaluator.table import METHODS
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Answer = Callable[..., Any]


def answer(*names: str) -> Callable[[Answer], Answer]:
    """Register what lists of any length answer to a word, those that a loop has filled among them."""

    def register(row: Answer) -> Answer:
        def of_grown(ev: Evaluator, own: Grown | GrownDict, *args: Any, **named: Any) -> Any:
            return row(ev, own.column, *args, **named)

        for name in names:
            METHODS[Row, name] = row
            METHODS[Grown, name] = METHODS[GrownDict, name] = of_grown
        return row

    return register


_ROWS: dict[str, Answer] = {
    "__getitem__": item,
    "__getitem__ ": item,
    "__setitem__": put,
    "__enumerate__": making.enumerated,
    "__filter__": making.filtered,
    "__comprehension__": making.comprehension,
    "__add__": joined,
}
for _name, _row in _ROWS.items():
    answer(_name)(_row)


@answer("__radd__")
def _radd(ev: Evaluator, own: Row, other: Any) -> Any:
    return joined(ev, other, own)


METHODS[Row, "__zip__"] = METHODS[Grown, "__zip__"] = METHODS[GrownDict, "__zip__"] = making.zipped
METHODS[Row, "__map__"] = METHODS[Grown, "__map__"] = METHODS[GrownDict, "__map__"] = making.mapped


@answer("__types__")
def _types(ev: Evaluator, own: Row) -> tuple[str, ...]:
    if own.kind in ("list", "tuple", "range", "set", "dict"):
        return (own.kind,)
    ev.no(f"the type of {ev.described(own)}")


def _types_of_dict(ev: Evaluator, own: GrownDict) -> tuple[str, ...]:
    return ("dict",) if own.kind == "dict" else ev.no(f"the type of {ev.described(own)}")


METHODS[GrownDict, "__types__"] = _types_of_dict


@answer("__len__")
def _len(ev: Evaluator, own: Row) -> Any:
    if own.kind in ITERATORS:
        ev.throw(TypeError)
    if isinstance(own, Joined):
        singles = len(own.head) + len(own.tail)
        return binary(ast.Add, whole(counted(own.view)), singles, ev.decide)
    return whole(counted(own.read(ev)))


def counted(of: View) -> Term:
    """Return the number of members; where it is a name, what tells none, one and more apart is named too."""
    count = of.length
    if count.op == "var" and count is not of.high:
        (of if of.before is not unordered else of.derived("set", before=terms.less, number=count)).front.rank(2)
    return count


@answer("__bool__")
def _bool(ev: Evaluator, own: Row) -> Term:
    if own.kind in ITERATORS or (isinstance(own, Joined) and (own.head or own.tail)):
        return terms.TRUE
    return terms.less_equal(terms.integer(1), counted(own.view if isinstance(own, Joined) else own.read(ev)))


@answer("__iter__")
def _iter(ev: Evaluator, own: Row) -> Any:
    ev.no(f"this use of {ev.described(own)}, item by item")


@answer("__contains__")
def _contains(ev: Evaluator, own: Row, value: Any) -> Term:
    if isinstance(own, Joined):
        singles = [ev.same(value, one) for one in (*own.head, *own.tail)]
        return terms.disjunction([*singles, _has(ev, own.view, value)])
    return _has(ev, through(ev, own), value)


def _has(ev: Evaluator, of: View, value: Any) -> Term:
    """Tell whether a value is among the entries; a position that stands at itself is asked for there."""
    position = whole_term(value)
    with of.reading.probe() as anyone:
        entry = of.at(anyone)
        holds_itself = isinstance(entry, Whole) and entry.whole is anyone
    if holds_itself and position is not None:
        return of.member(position)
    return holding(_unordered(of), "in", lambda own: ev.same(own, value)).front.rank(1).exists


def _unordered(of: View) -> View:
    """Return a view in the order of its positions, for who does not ask for the order."""
    return of.derived("any order", before=terms.less, alike=terms.equal)


@answer("__compare__")
def _compare(ev: Evaluator, own: Row, op: Any, other: Any) -> Any:
    if other is None or isinstance(other, (int, float, str)):
        if op in (ast.Eq, ast.NotEq):
            return op is ast.NotEq
        ev.throw(TypeError)
    ev.no(f"comparing {ev.described(own)} with {ev.described(other)}")


@answer("__sorted__")
def _sorted(ev: Evaluator, own: Row, key: Any, reverse: Any) -> Any:
    of = through(ev, own)
    return Column(_in_order(ev, of, key, reverse), ev.born)


def _in_order(ev: Evaluator, of: View, key: Any, reverse: Any) -> View:
    descending = ev.is_true(reverse)
    of.reading.note("sorted() is read at its first or last entries")
    return in_order(of, key, descending=descending, what="order")


@answer("__extreme__")
def _extreme(ev: Evaluator, own: Row, key: Any, default: Any, *, highest: bool) -> Any:
    if isinstance(own, Joined):
        return extreme_of_joined(ev, own, key, highest=highest)
    of = through(ev, own)
    absent: Any = object()
    found = extreme(ev, of, key, absent, highest=highest)
    if found is not absent:
        return found
    if default is MISSING:
        ev.throw(ValueError)
    return default


@answer("__quantified__")
def _quantified(ev: Evaluator, own: Row, *, some: bool) -> Any:
    of = through(ev, own)

    def decisive(value: Any) -> Term:
        term = truth_of(ev, value)
        return term if some else terms.negation(term)

    exists = holding(_unordered(of), "any" if some else "all", decisive).front.rank(1).exists
    return truth(exists if some else terms.negation(exists))


@answer("__sum__")
def _sum(ev: Evaluator, own: Row, start: Any) -> Any:
    of = through(ev, own)
    with of.reading.probe() as anyone:
        is_counting = condition(of.at(anyone)) is not None
    if is_counting:
        counting = holding(_unordered(of), "count", lambda value: truth_of(ev, value))
        return binary(ast.Add, whole(counted(counting)), start, ev.decide)
    return binary(ast.Add, sums.total(ev, of), start, ev.decide)


@answer("__mean__")
def _mean(ev: Evaluator, own: Row) -> Any:
    of = through(ev, own)
    total = sums.total(ev, of)
    if total.kind is not float or not of.reading.certain(terms.less_equal(terms.integer(1), of.length)):
        ev.no("the mean of what may be whole numbers, or of none, over a market of any size")
    return binary(ast.Div, total, whole(of.length), ev.decide)


@answer("__list__")
def _list(ev: Evaluator, own: Row) -> Any:
    if isinstance(own, Joined):
        return Joined(list(own.head), own.view, list(own.tail))
    return Column(through(ev, own), ev.born)


@answer("__tuple__")
def _tuple(ev: Evaluator, own: Row) -> Any:
    return Row(through(ev, own), "tuple")


@answer("__set__")
def _set(ev: Evaluator, own: Row) -> Any:
    return own if own.kind == "set" else making.as_set(ev, through(ev, own))


@answer("__dict__")
def _dict(ev: Evaluator, own: Row) -> Any:
    of = own.read(ev)
    return Column(of, ev.born, "dict") if own.kind == "dict" else making.as_dict(ev, of)


@answer("__reversed__")
def _reversed(ev: Evaluator, own: Row) -> Any:
    return item(ev, Row(through(ev, own)), slice(None, None, -1))


@answer("__next__")
def _next(ev: Evaluator, own: Row, end: Any) -> Any:
    if not isinstance(own, Once):
        ev.throw(TypeError)
    of = own.read(ev)
    position = ranked(ev, of.derived("next"), 0)
    return end if position is None else of.at(position)


# ---- methods


@answer("index")
def _index(ev: Evaluator, own: Row, value: Any, *bounds: Any) -> Any:
    if own.kind not in ("list", "tuple", "range"):
        ev.throw(AttributeError)
    of = own.read(ev)
    if bounds or not of.is_whole:
        ev.no("index() from a position on, or in a list of any length that is sorted or kept to some positions")
    position = ranked(ev, holding(of, "index", lambda entry: ev.same(entry, value)), 0)
    if position is None:
        ev.throw(ValueError)
    return whole(linear(terms.add(position, terms.negate(of.low))))


@answer("count")
def _count(ev: Evaluator, own: Row, value: Any) -> Any:
    if own.kind not in ("list", "tuple", "range"):
        ev.throw(AttributeError)
    return whole(counted(holding(_unordered(own.read(ev)), "count", lambda entry: ev.same(entry, value))))


@answer("copy")
def _copy(ev: Evaluator, own: Row) -> Any:
    if own.kind not in ("list", "dict", "set"):
        ev.throw(AttributeError)
    return Column(own.read(ev), ev.born, own.kind)


@answer("sort")
def _sort(ev: Evaluator, own: Row, *, key: Any = None, reverse: Any = False) -> None:
    if not isinstance(own, Column) or own.kind != "list":
        ev.throw(AttributeError)
    own.change(ev, _in_order(ev, own.read(ev), key, reverse))


@answer("pop")
def _pop(ev: Evaluator, own: Row, index: Any = -1) -> Any:
    if not isinstance(own, Column):
        ev.throw(AttributeError)
    of = own.read(ev)
    if own.kind == "dict" or of.is_whole:
        value, position = item(ev, own, index), located(ev, of, index)
    elif type(index) is int and (found := ranked(ev, of, index)) is not None:
        value, position = of.at(found), found
    else:
        ev.no("pop() of an entry of an ordered list of any length that is not known to be there")
    own.change(ev, of.kept("popped", lambda at: terms.negation(terms.equal(at, position))))
    return value


@answer("__delitem__")
def _delete(ev: Evaluator, own: Row, index: Any) -> None:
    _pop(ev, own, index)


@answer("remove")
def _remove(ev: Evaluator, own: Row, value: Any) -> None:
    if not isinstance(own, Column) or own.kind != "list":
        ev.throw(AttributeError)
    of = own.read(ev)
    position = ranked(ev, holding(of, "remove", lambda entry: ev.same(entry, value)), 0)
    if position is None:
        ev.throw(ValueError)
    own.change(ev, of.kept("removed", lambda at: terms.negation(terms.equal(at, position))))


@answer("get")
def _get(ev: Evaluator, own: Row, key: Any, default: Any = None) -> Any:
    if own.kind != "dict":
        ev.throw(AttributeError)
    inside = _contains(ev, own, key)
    return item(ev, own, key) if ev.is_certain(inside) or ev.decide(inside) else default


@answer("keys")
def _dict_keys(ev: Evaluator, own: Row) -> Any:
    if own.kind != "dict":
        ev.throw(AttributeError)
    return Row(through(ev, own), "range")


@answer("values")
def _dict_values(ev: Evaluator, own: Row) -> Any:
    if own.kind != "dict":
        ev.throw(AttributeError)
    return Row(own.read(ev), "tuple")


@answer("items")
def _dict_items(ev: Evaluator, own: Row) -> Any:
    if own.kind != "dict":
        ev.throw(AttributeError)
    of = own.read(ev)
    return Row(of.derived("items", entry=lambda at: (whole(at), of.at(at)), moment=None), "tuple")


def _refused(name: str) -> Answer:
    def refuse(ev: Evaluator, own: Row, *_: Any, **__: Any) -> Any:
        ev.no(f"`{name}` of {ev.described(own)}")

    return refuse


for _name in (
    *(
        f"__{side}{op}__"
        for side in ("", "r")
        for op in ("sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or")
    ),
    *("__xor__", "__rxor__", "__matmul__", "__rmatmul__", "__lshift__", "__rshift__", "__iadd__", "__imul__"),
    *("__neg__", "__pos__", "__invert__", "append", "extend", "insert", "clear", "reverse", "add", "update"),
):
    answer(_name)(_refused(_name.strip("_")))
