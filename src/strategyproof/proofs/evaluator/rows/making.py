"""What makes lists of any length from numbers of bidders and from each other."""

from __future__ import annotations

import ast
from typing import Any

from strategyproof.proofs.evaluator.arithmetic import binary, linear
from strategyproof.proofs.evaluator.comprehensions import Comprehension, comprehension_scope
from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import Whole, whole, whole_term
from strategyproof.proofs.evaluator.objects import Scope
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.evaluator.rows.rows import Column, Once, Row, row_of, through
from strategyproof.proofs.evaluator.rows.views import ZERO, View, truth_of, unordered, view
from strategyproof.proofs.evaluator.table import method
from strategyproof.proofs.evaluator.targets import assign
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term


@method(Whole, name="__range__")
def _range(ev: Evaluator, *bounds: Any) -> Any:
    low, high = (0, *bounds) if len(bounds) == 1 else bounds[:2]
    start, stop = whole_term(low), whole_term(high)
    if len(bounds) > 2 or start is None or stop is None:
        ev.no("a range with a step, or of what is no whole number, over a market of any size")
    if not ev.market.certain(terms.less_equal(ZERO, start)):
        ev.no("a range over a market of any size that may start below 0")
    return Row(view(ev, whole, start, stop, "range"), "range")


@method(Whole, name="__repeat__")
def _repeat(ev: Evaluator, times: Whole, items: List) -> Any:
    if len(ev.known(items)) != 1 or items.kind != "list":
        ev.no("repeating anything but a list of one value, over a market of any size")
    [value] = items
    if getattr(value, "born", -1) >= 0:
        ev.no(f"{ev.described(value)} as an entry of a list of any length")
    return Column(view(ev, lambda _: value, ZERO, times.whole, "list").computed(), ev.born)


def enumerated(ev: Evaluator, own: Row, start: Any = 0) -> Any:
    """Return ``enumerate(own, start)``."""

    def content() -> View:
        of: View = through(ev, own)
        if not of.is_whole:
            ev.no("enumerating a list of any length that is sorted, or kept to some positions")

        def entry(index: Term) -> Any:
            shifted = whole(linear(terms.add(index, terms.negate(of.low))))
            return binary(ast.Add, shifted, start, ev.decide), of.at(index)

        return of.derived("enumerate", entry=entry, guard=of.reading.guard, moment=None)

    return Once(content, "enumerate", ev.born, late=_is_late(own))


def zipped(ev: Evaluator, rows: tuple[Any, ...]) -> Any:
    """Return ``zip(*rows)``."""
    columns = [*map(row_of, rows)]
    if not all(isinstance(row, Row) for row in columns):
        ev.no("zip() of a list of any length with one of a known length")

    def content() -> View:
        views: list[View] = [through(ev, row) for row in columns]
        first = views[0]
        if not all(v.is_whole and v.low is first.low and v.high is first.high for v in views):
            ev.no("zip() of lists of any length that are not of one length")
        entry = lambda index: tuple(v.at(index) for v in views)  # noqa: E731  # one line, used once
        return first.derived("zip", entry=entry, guard=first.reading.guard, moment=None)

    return Once(content, "zip", ev.born, late=any(map(_is_late, columns)))


def _is_late(row: Any) -> bool:
    return isinstance(row, Once) and row.late


def mapped(ev: Evaluator, function: Any, rows: tuple[Any, ...]) -> Any:
    """Return ``map(function, *rows)``."""
    source = row_of(rows[0]) if len(rows) == 1 else zipped(ev, rows)

    def content() -> View:
        of: View = through(ev, source)

        def entry(index: Term) -> Any:
            value = of.at(index)
            return ev.call(function, [value] if len(rows) == 1 else list(value), {})

        return of.derived("map", entry=entry, guard=of.reading.guard, moment=Moment(function)).computed()

    return Once(content, "map", ev.born, late=True)


def filtered(ev: Evaluator, own: Row, function: Any) -> Any:
    """Return ``filter(function, own)``."""

    def content() -> View:
        of = through(ev, own)

        def entry(index: Term) -> Any:
            value = of.at(index)
            return ev.is_true(value if function is None else ev.call(function, [value], {}))

        flags = of.derived("filter", entry=entry, guard=of.reading.guard, moment=Moment(function)).computed()
        return of.kept("filter", lambda index: truth_of(ev, flags.at(index)))

    return Once(content, "filter", ev.born, late=True)


def comprehension(ev: Evaluator, own: Row, n: Comprehension, scope: Scope) -> Any:
    """Return a comprehension over a list of any length."""
    if len(n.generators) > 1 or n.generators[0].is_async:
        ev.no("a comprehension over a market of any size with a second loop in it")
    if isinstance(n, ast.GeneratorExp):
        return Once(lambda: _comprehended(ev, own, n, scope), "generator", ev.born, late=True)
    found = _comprehended(ev, own, n, scope)
    if isinstance(n, ast.ListComp):
        return Column(found, ev.born)
    return as_dict(ev, found) if isinstance(n, ast.DictComp) else as_set(ev, found)


def _comprehended(ev: Evaluator, own: Row, n: Comprehension, scope: Scope) -> View:
    of, [part], moment, line = through(ev, own), n.generators, Moment(scope), n.lineno
    guard = of.reading.guard

    def inside(index: Term, run: Any) -> Any:
        inner = comprehension_scope(ev, n, scope)
        ev.line = line
        assign(ev, part.target, of.at(index), inner)
        return run(inner)

    def tested(index: Term) -> Any:
        return inside(index, lambda inner: all(ev.is_true(ev.evaluate(test, inner)) for test in part.ifs))

    def element(index: Term) -> Any:
        if isinstance(n, ast.DictComp):
            return inside(index, lambda inner: (ev.evaluate(n.key, inner), ev.evaluate(n.value, inner)))
        return inside(index, lambda inner: ev.evaluate(n.elt, inner))

    kept = of
    if part.ifs:
        flags = of.derived("if", entry=tested, guard=guard, moment=moment).computed()
        kept = of.kept("kept", lambda index: truth_of(ev, flags.at(index)))
    number = kept.length if not part.ifs else None
    made = kept.derived("each", entry=element, guard=guard, moment=moment)
    made.number = number if of.mask is not None else None
    return made.computed()


def as_dict(ev: Evaluator, pairs: View) -> Any:
    """Return a dictionary of pairs of keys and values; the keys must be the positions themselves."""
    with pairs.reading.probe() as anyone:
        pair = pairs.at(anyone)
        if not isinstance(pair, tuple) or len(pair) != 2 or whole_term(pair[0]) is not anyone:
            ev.no("a dictionary over a market of any size whose keys are not the positions of the bidders")
    guard = pairs.reading.guard
    return Column(
        pairs.derived("dict", entry=lambda index: pairs.at(index)[1], guard=guard, moment=None), ev.born, "dict"
    )


def as_set(ev: Evaluator, of: View) -> Any:
    """Return the set of what a list holds: equal entries count as one, and there is no order."""

    def alike(i: Term, j: Term) -> Term:
        return terms.disjunction((terms.equal(i, j), ev.same(of.at(i), of.at(j))))

    return Row(of.derived("set", alike=alike, before=unordered), "set")
