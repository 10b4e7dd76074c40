"""Equality, order and identity of values."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from typing import Any

from strategyproof.proofs.evaluator import arithmetic, leftovers
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Symbolic, Whole, condition, is_number, of_array, truth
from strategyproof.proofs.evaluator.objects import (
    METHOD,
    Bound,
    Builtin,
    Class,
    Function,
    Instance,
    Items,
    Module,
    Native,
    Opaque,
    Text,
)
from strategyproof.proofs.evaluator.table import method_of
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

METHODS: dict[Any, tuple[str, str]] = {
    ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"),
    ast.Gt: ("__gt__", "__lt__"),
    ast.GtE: ("__ge__", "__le__"),
}
"""The method of each comparison, and of its mirror image."""

BY_IDENTITY = (Function, Builtin, Bound, Class, Module, Items)


def same(ev: Evaluator, a: Any, b: Any) -> Term:
    """Return ``a == b`` as a condition."""
    if a is b and not isinstance(a, (float, Instance, List, tuple)):
        return terms.TRUE
    if is_number(a) and is_number(b):
        found = condition(compare_numbers(ev, ast.Eq, a, b))
        assert found is not None
        return found
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        ev.stateful(a if isinstance(a, Opaque) else b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        return _same_objects(ev, a, b)
    for x, y in ((a, b), (b, a)):
        if isinstance(x, Text):
            return _same_text(ev, x, y)
    if isinstance(a, (List, tuple)) and isinstance(b, (List, tuple)):
        return _same_sequences(ev, a, b)
    if isinstance(a, Dict) and isinstance(b, Dict):
        return _same_dicts(ev, a, b)
    if isinstance(a, Set) and isinstance(b, Set):
        return terms.conjunction((subset(ev, a, b), subset(ev, b, a)))
    row = _row(ev, ast.Eq, a, b)
    if row is not None:
        return ev.truth(row)
    if isinstance(a, (List, tuple)) or isinstance(b, (List, tuple)):
        refuse_mixture(ev, a, b)
    if isinstance(a, BY_IDENTITY) or isinstance(b, BY_IDENTITY):
        return terms.truth(a is b or (isinstance(a, Bound) and a == b))
    if isinstance(a, (Symbolic, List, Dict, Set)) or isinstance(b, (Symbolic, List, Dict, Set)):
        return terms.FALSE
    return terms.truth(bool(a == b))


def compare_numbers(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    """Compare numbers; what Python raises on such numbers is raised."""
    return ev.plainly(arithmetic.compare, op, a, b)


def compare(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    """Return ``a op b`` for any comparison."""
    if op in (ast.Is, ast.IsNot):
        return identical(ev, a, b) is (op is ast.Is)
    if op in (ast.In, ast.NotIn):
        inside = contains(ev, b, a)
        return truth(inside if op is ast.In else terms.negation(inside))
    if is_number(a) and is_number(b):
        return compare_numbers(ev, op, a, b)
    row = _row(ev, op, a, b)
    if row is not None:
        return row
    refuse_mixture(ev, a, b)
    if op in (ast.Eq, ast.NotEq):
        return _equality(ev, a, b) if op is ast.Eq else _inequality(ev, a, b)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return leftovers.compared(ev, op, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        return _ordered_objects(ev, op, a, b)
    if isinstance(a, Set) and isinstance(b, Set):
        return _compare_sets(ev, op, a, b)
    if isinstance(a, Dict) and isinstance(b, Dict) and a.kind == b.kind == "Counter":
        return _compared_counters(ev, op, a, b)
    return truth(ordered(ev, op, a, b))


def refuse_mixture(ev: Evaluator, a: Any, b: Any) -> None:
    """Refuse an operator between a number of NumPy's and what is no number: it may make an array of that."""
    for x, y in ((a, b), (b, a)):
        if of_array(x) and isinstance(y, (str, tuple, List, Dict, Set, Instance, Text)):
            ev.no(f"an operator between a number of NumPy's and {ev.described(y)}")


def _row(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    """Return what a type with comparisons of its own, such as an array, answers; None for others."""
    if op in (ast.In, ast.NotIn, ast.Is, ast.IsNot):
        return None
    for x, y in ((a, b), (b, a)):
        row = method_of(x, "__compare__")
        if row is not None:
            return row(ev, x, op if x is a else mirrored(op), y)
    return None


def mirrored(op: Any) -> Any:
    """Return the comparison with its sides exchanged."""
    mirror: dict[Any, Any] = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}
    return mirror.get(op, op)


def ordered(ev: Evaluator, op: Any, a: Any, b: Any) -> Term:
    """Return the order of two values that are no objects, as a condition."""
    if is_number(a) and is_number(b):
        found = condition(compare_numbers(ev, op, a, b))
        assert found is not None
        return found
    if isinstance(a, Text) and isinstance(b, (str, Text)):
        return ordered(ev, op, ev.resolved(a), b)
    if isinstance(b, Text) and isinstance(a, str):
        return ordered(ev, op, a, ev.resolved(b))
    if isinstance(a, str) and isinstance(b, str):
        return terms.truth(arithmetic.NATIVE[op](a, b))
    if (isinstance(a, List) and isinstance(b, List)) or (isinstance(a, tuple) and isinstance(b, tuple)):
        return _ordered_sequences(ev, op, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        return ev.truth(_ordered_objects(ev, op, a, b))
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        ev.stateful(a if isinstance(a, Opaque) else b)
    row = _row(ev, op, a, b)
    if row is not None:
        return ev.truth(row)
    if isinstance(a, bytes) and isinstance(b, bytes):
        return terms.truth(arithmetic.NATIVE[op](a, b))
    if isinstance(a, Native) or isinstance(b, Native):
        ev.no(f"comparing {ev.described(a, b)}")
    ev.throw(TypeError)


def _ordered_sequences(ev: Evaluator, op: Any, a: Sequence[Any], b: Sequence[Any]) -> Term:
    """Compare at the first place where they differ; if there is none, by their lengths."""
    found = terms.truth(arithmetic.NATIVE[op](len(a), len(b)))
    pairs = list(zip(ev.known(a), ev.known(b), strict=False))
    equal_so_far: list[Term] = []
    for x, y in pairs:
        equal_so_far.append(terms.TRUE if x is y else same(ev, x, y))
        if equal_so_far[-1] is terms.FALSE:
            break
    for (x, y), equal in reversed(list(zip(pairs, equal_so_far, strict=False))):
        if equal is not terms.TRUE:
            found = terms.if_then_else(equal, found, ordered(ev, op, x, y))
    return found


def _same_sequences(ev: Evaluator, a: Any, b: Any) -> Term:
    if isinstance(a, List) is not isinstance(b, List) or len(ev.known(a)) != len(ev.known(b)):
        return terms.FALSE
    if isinstance(a, List) and a.kind != b.kind:
        return terms.FALSE
    parts = []
    for x, y in zip(a, b, strict=True):
        parts.append(terms.TRUE if x is y else same(ev, x, y))
        if parts[-1] is terms.FALSE:
            break
    return terms.conjunction(parts)


def _same_dicts(ev: Evaluator, a: Dict, b: Dict) -> Term:
    if a.kind == b.kind == "Counter":
        return ev.truth(_compared_counters(ev, ast.Eq, a, b))
    if a.kind == b.kind == "OrderedDict" and not _same_order(ev, a, b):
        return terms.FALSE
    if len(ev.known(a)) != len(ev.known(b)):
        return terms.FALSE
    parts = []
    for key, value in a.entries.values():
        place = b.place(key, ev.are_same)
        if place is None:
            return terms.FALSE
        parts.append(same(ev, value, b.entries[place][1]))
    return terms.conjunction(parts)


def _same_order(ev: Evaluator, a: Dict, b: Dict) -> bool:
    pairs = zip(ev.known(a).keys(), ev.known(b).keys(), strict=False)
    return len(a) == len(b) and all(ev.are_same(x, y) for x, y in pairs)


def _compared_counters(ev: Evaluator, op: Any, a: Dict, b: Dict) -> Any:
    from strategyproof.proofs.evaluator.words.collections_words import counters

    return counters(ev, op, a, b)


def _same_text(ev: Evaluator, a: Text, b: Any) -> Term:
    if a is b:
        return terms.TRUE
    if not isinstance(b, (str, Text)):
        return terms.FALSE
    numbers = [_only_whole(x) for x in (a, b)]
    if all(number is not None for number in numbers):
        return same(ev, *numbers)
    other = ev.resolved(b) if isinstance(b, Text) else b
    return terms.truth(ev.resolved(a) == other)


def _only_whole(text: Any) -> Any:
    """Return the whole number that a text writes; two such texts are equal where their numbers are."""
    if isinstance(text, str):
        digits = text.removeprefix("-")
        return int(text) if digits.isdecimal() and str(int(text)) == text else None
    match text.parts:
        case ((Whole() as number, "" | "s" | "r", ""),):
            return number
    return None


def subset(ev: Evaluator, a: Set, b: Set) -> Term:
    """Return whether every element of a set is in another."""
    return terms.conjunction(contains(ev, b, element) for element in ev.known(a))


def _compare_sets(ev: Evaluator, op: Any, a: Set, b: Set) -> Any:
    small, large = (a, b) if op in (ast.Lt, ast.LtE) else (b, a)
    inside = subset(ev, small, large)
    if op in (ast.Lt, ast.Gt):
        inside = terms.conjunction((inside, terms.negation(subset(ev, large, small))))
    return truth(inside)


def contains(ev: Evaluator, holder: Any, value: Any) -> Term:
    """Return ``value in holder`` as a condition."""
    row = method_of(holder, "__contains__")
    if row is not None:
        found: Term = row(ev, holder, value)
        return found
    if isinstance(holder, (Dict, Set)):
        ev.hashable(value)
        members = holder.members if isinstance(holder, Set) else holder
        ev.known(holder)
        return _among(ev, members, value)
    if isinstance(holder, (List, tuple)):
        return terms.disjunction(_each_same(ev, ev.known(holder), value))
    if isinstance(holder, range) and isinstance(value, Symbolic):
        return terms.disjunction(same(ev, value, option) for option in holder)
    if isinstance(holder, str) and isinstance(value, (str, Text)):
        return terms.truth((ev.resolved(value) if isinstance(value, Text) else value) in holder)
    if isinstance(holder, (range, str, bytes)):
        return terms.truth(ev.plainly(operator.contains, holder, value))
    if isinstance(holder, Instance) and isinstance(found := holder.cls.find("__contains__"), METHOD):
        return ev.truth(ev.call(Bound(found, holder), [value], {}))
    if isinstance(holder, Opaque):
        ev.stateful(holder)
    for item in ev.iterate(holder):
        if item is value or ev.are_same(item, value):
            return terms.TRUE
    return terms.FALSE


def _each_same(ev: Evaluator, items: Sequence[Any], value: Any) -> list[Term]:
    found = []
    for item in items:
        found.append(terms.TRUE if item is value else same(ev, item, value))
        if found[-1] is terms.TRUE:
            break
    return found


def _among(ev: Evaluator, members: Dict, value: Any) -> Term:
    from strategyproof.proofs.evaluator.containers import is_plain

    if is_plain(value) and members.is_plain:
        return terms.truth(members.place(value, ev.are_same) is not None)
    keys = members.keys()
    return terms.disjunction(same(ev, key, value) for key in keys)


def identical(ev: Evaluator, a: Any, b: Any) -> bool:
    """Return ``a is b``, where every run of Python agrees about it."""
    singletons = (None, True, False, Ellipsis, NotImplemented)
    if any(a is x for x in singletons) and any(b is x for x in singletons):
        return a is b
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        ev.stateful(a if isinstance(a, Opaque) else b)
    for x, y in ((a, b), (b, a)):
        if any(x is s for s in singletons):
            if getattr(y, "kind", None) is bool and x is not None:
                return ev.is_true(y) is x
            return False
    for x in (a, b):
        if (row := method_of(x, "__is__")) is not None:
            return bool(row(ev, x))
    for x, y in ((a, b), (b, a)):
        if (row := method_of(x, "__compare__")) is not None:
            return bool(row(ev, x, ast.Is, y))
    by_reference = (Instance, List, Dict, Set, *BY_IDENTITY)
    if all(isinstance(x, by_reference) or getattr(x, "is_unhashable", False) for x in (a, b)):
        return a is b
    if isinstance(a, by_reference) is not isinstance(b, by_reference):
        return False
    ev.no("`is` between values that Python may or may not keep apart", "write `==`")


def _equality(ev: Evaluator, a: Any, b: Any) -> Any:
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return leftovers.compared(ev, ast.Eq, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        return _by_method(ev, "__eq__", "__eq__", a, b, lambda: identical(ev, a, b))
    return truth(same(ev, a, b))


def _inequality(ev: Evaluator, a: Any, b: Any) -> Any:
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return leftovers.compared(ev, ast.NotEq, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        owners = [x.cls for x in (a, b) if isinstance(x, Instance)]
        if any(isinstance(cls.find("__ne__"), Function) for cls in owners):
            return _by_method(ev, "__ne__", "__ne__", a, b, lambda: not identical(ev, a, b))
        return truth(terms.negation(ev.truth(_equality(ev, a, b))))
    return truth(terms.negation(same(ev, a, b)))


def _same_objects(ev: Evaluator, a: Any, b: Any) -> Term:
    return ev.truth(_equality(ev, a, b))


def _ordered_objects(ev: Evaluator, op: Any, a: Any, b: Any) -> Any:
    name, mirror = METHODS[op]
    return _by_method(ev, name, mirror, a, b, lambda: ev.throw(TypeError))


def _by_method(ev: Evaluator, name: str, mirror: str, a: Any, b: Any, otherwise: Callable[[], Any]) -> Any:
    """Ask the method of the one side, then the mirrored one of the other, as Python does."""
    asked = [(a, name, b), (b, mirror, a)]
    if isinstance(a, Instance) and isinstance(b, Instance) and a.cls is not b.cls and b.cls.is_a(a.cls):
        asked.reverse()
    for x, method, y in asked:
        found = x.cls.find(method) if isinstance(x, Instance) else None
        if isinstance(found, (Function, Builtin)):
            answer = ev.call(Bound(found, x), [y], {})
            if answer is not NotImplemented:
                return answer
    return otherwise()
