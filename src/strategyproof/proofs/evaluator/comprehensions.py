"""Comprehensions and generator expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from strategyproof.proofs.evaluator import guarded, positions, table
from strategyproof.proofs.evaluator.containers import Dict, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import alone, new_set, node
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.iterating import is_orderless, not_an_end, unordered
from strategyproof.proofs.evaluator.merging import CANNOT_BE_TAKEN_BACK
from strategyproof.proofs.evaluator.numbers import NotMergeable
from strategyproof.proofs.evaluator.objects import (
    Items,
    Scope,
)
from strategyproof.proofs.evaluator.targets import assign
from strategyproof.proofs.smt import terms

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@node(ast.ListComp)
def _list_comprehension(ev: Evaluator, n: ast.ListComp, scope: Scope) -> Any:
    return _comprehension(ev, n, scope, ev.evaluate(n.generators[0].iter, scope), ev.new_list)


@node(ast.SetComp)
def _set_comprehension(ev: Evaluator, n: ast.SetComp, scope: Scope) -> Any:
    first = alone(ev, n.generators[0].iter, scope)
    if not is_orderless(first):
        return _comprehension(ev, n, scope, first, lambda items: new_set(ev, list(items)))

    def run() -> Set:
        items = ev.iterate(ev.new_list(unordered(ev, first)))
        return new_set(ev, list(_nested(ev, n, comprehension_scope(ev, n, scope), items, 0)))

    try:
        made: Set = ev.journal.purely(run)
    except CANNOT_BE_TAKEN_BACK:
        ev.no("the order of a set, which is another in each process", "sort it first")
    made.native = None
    return made


@node(ast.DictComp)
def _dict_comprehension(ev: Evaluator, n: ast.DictComp, scope: Scope) -> Any:
    def collected(items: Iterator[Any]) -> Dict:
        made = Dict(ev.born)
        for key, value in items:
            positions.put_entry(ev, made, key, value)
        return made

    return _comprehension(ev, n, scope, ev.evaluate(n.generators[0].iter, scope), collected)


@node(ast.GeneratorExp)
def _generator(ev: Evaluator, n: ast.GeneratorExp, scope: Scope) -> Any:
    first = alone(ev, n.generators[0].iter, scope)
    made = _comprehension(ev, n, scope, first, lambda items: Items(_generated(ev, items), "generator", ev.born))
    if not isinstance(made, Items):
        return made
    ev.fresh = made
    return guarded.repeatable(made, [first], lambda: _guarded(ev, n, comprehension_scope(ev, n, scope), first, 0))


def _generated(ev: Evaluator, items: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from items
    except PyError as error:
        not_an_end(ev, error)
        raise


def _guarded(ev: Evaluator, n: ast.GeneratorExp, inner: Scope, source: Any, depth: int) -> guarded.Guarded:
    """Yield the items of a generator expression with the conditions under which its filters let them pass."""
    part = n.generators[depth]
    if part.is_async:
        raise NotMergeable
    for there, item in guarded.items(ev, source):
        assign(ev, part.target, item, inner)
        when = terms.conjunction([there, *(ev.truth(ev.evaluate(test, inner)) for test in part.ifs)])
        if when is terms.FALSE:
            continue
        if depth + 1 == len(n.generators):
            yield when, ev.evaluate(n.elt, inner)
            continue
        further = alone(ev, n.generators[depth + 1].iter, inner)
        if not guarded.can_be_repeated(further):
            raise NotMergeable
        for within, value in _guarded(ev, n, inner, further, depth + 1):
            yield terms.conjunction((when, within)), value


def _comprehension(
    ev: Evaluator, n: Comprehension, scope: Scope, first: Any, collected: Callable[[Iterator[Any]], Any]
) -> Any:
    """Collect the items; the first iterable is evaluated at once and outside, as Python does."""
    row = table.method_of(first, "__comprehension__")
    if row is not None:
        return row(ev, first, n, scope)
    return collected(_nested(ev, n, comprehension_scope(ev, n, scope), ev.iterate(first), 0))


def comprehension_scope(ev: Evaluator, n: Comprehension, scope: Scope) -> Scope:
    """Return the scope of a comprehension: what its targets bind is its own."""
    bound = {x.id for g in n.generators for x in ast.walk(g.target) if isinstance(x, ast.Name)}
    around = scope
    while around.is_class and around.parent is not None:  # like a function, it does not see the names of a class
        around = around.parent
    inner = Scope("comprehension", around, frozenset(bound), ev.born)
    inner.is_comprehension = True
    return inner


def _nested(ev: Evaluator, n: Comprehension, inner: Scope, source: Iterator[Any], depth: int) -> Iterator[Any]:
    part = n.generators[depth]
    if part.is_async:
        ev.no("an asynchronous comprehension")
    for item in source:
        assign(ev, part.target, item, inner)
        if not all(ev.is_true(ev.evaluate(test, inner)) for test in part.ifs):
            continue
        if depth + 1 < len(n.generators):
            yield from _nested(ev, n, inner, ev.iterate(ev.evaluate(n.generators[depth + 1].iter, inner)), depth + 1)
        elif isinstance(n, ast.DictComp):
            key = ev.evaluate(n.key, inner)
            yield key, ev.evaluate(n.value, inner)
        else:
            yield ev.evaluate(n.elt, inner)
