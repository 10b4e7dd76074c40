"""The methods and operators of lists and tuples."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator import comparing, ordering
from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import PyError
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    NotMergeable,
    cases_of,
    chosen,
    is_number,
    merged,
)
from strategyproof.proofs.evaluator.positions import item, position
from strategyproof.proofs.evaluator.table import method, method_of
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term


@method(List, name="append")
def _append(ev: Evaluator, own: List, value: Any) -> None:
    if ev.changing(own):
        own.append(value)
        if own.maxlen is not None and len(own) > own.maxlen:
            own.pop(0)


@method(List, name="extend")
def extend(ev: Evaluator, own: List, values: Any) -> None:
    """Do ``own.extend(values)``: item by item, so that what makes the items sees those that are there already."""
    for value in [*ev.known(own)] if values is own else ev.iterate(values):
        _append(ev, own, value)


@method(List, name="insert")
def _insert(ev: Evaluator, own: List, index: Any, value: Any) -> None:
    if isinstance(index, (Choice, Condition)) and _inserted_by_cases(ev, own, index, value):
        return
    at = position(ev, index, len(own) + 1)
    if ev.changing(own):
        own.insert(at, value)


def _inserted_by_cases(ev: Evaluator, own: List, index: Any, value: Any) -> bool:
    """Insert at each place that is meant for some bids; False if the entries cannot be merged."""
    cases, size = cases_of(index), len(own)
    assert cases is not None
    places = [(when, min(max(k + size if k < 0 else k, 0), size)) for when, k in cases]
    versions = [(when, [*own[:k], value, *own[k:]]) for when, k in places]
    try:
        entries = [merged([(when, version[k]) for when, version in versions]) for k in range(size + 1)]
    except NotMergeable:
        return False
    if ev.changing(own):
        own[:] = entries
    return True


@method(List, name="pop")
def _pop(ev: Evaluator, own: List, index: Any = -1) -> Any:
    if not own:
        ev.throw(IndexError)
    at = position(ev, index, len(own))
    if not -len(own) <= at < len(own):
        ev.throw(IndexError)
    value = item(ev, own, at)
    if ev.changing(own):
        own.pop(at)
    return value


@method(List, name="remove")
def _remove(ev: Evaluator, own: List, value: Any) -> None:
    for place, entry in enumerate(list(own)):
        if entry is value or ev.are_same(entry, value):
            if ev.changing(own):
                del own[place]
            return
    ev.throw(ValueError)


@method(List, name="clear")
def _clear(ev: Evaluator, own: List) -> None:
    if ev.changing(own):
        own.clear()


@method(List, name="reverse")
def _reverse(ev: Evaluator, own: List) -> None:
    if ev.changing(own):
        own.reverse()


@method(List, name="copy")
def _copy(ev: Evaluator, own: List) -> Any:
    made = ev.new_list(ev.known(own), own.kind)
    made.is_unordered, made.maxlen = own.is_unordered, own.maxlen
    return made


@method(List, name="sort")
def _sort(ev: Evaluator, own: List, *, key: Any = None, reverse: Any = False) -> None:
    """Sort in place; while it is sorted a list is empty, and who changes it meanwhile is told."""
    descending, items = ev.is_true(reverse), list(ev.known(own))
    if not ev.changing(own):
        ordering.in_order(ev, items, key, descending=descending)
        return
    own.clear()
    try:
        order = ordering.in_order(ev, items, key, descending=descending)
    except PyError:
        if not all(map(ordering.is_plain, items)):
            ev.no("an exception from the sorting of a list in place, which leaves it in some order")
        own[:] = items
        raise
    except BaseException:
        own[:] = items
        raise
    is_changed, own[:], own.is_unordered = bool(own), order, False
    if is_changed:
        ev.throw(ValueError)


@method(List, tuple, name="index")
def _index(ev: Evaluator, own: Any, value: Any, *bounds: Any) -> Any:
    low, high = [position(ev, bound, len(own)) for bound in bounds] + [0, len(own)][len(bounds) :]
    low, high, _ = slice(low, high).indices(len(own))
    cases: list[tuple[Term, int]] = []
    before: list[Term] = []
    for place in range(low, high):
        found = terms.TRUE if own[place] is value else ev.same(own[place], value)
        cases.append((terms.conjunction([*map(terms.negation, before), found]), place))
        before.append(found)
        if found is terms.TRUE:
            break
    if not ev.decide(terms.disjunction(before)):
        ev.throw(ValueError)
    return chosen(cases)


@method(List, tuple, name="count")
def _count(ev: Evaluator, own: Any, value: Any) -> Any:
    import ast

    from strategyproof.proofs.evaluator import arithmetic
    from strategyproof.proofs.evaluator.numbers import truth

    total: Any = 0
    for entry in own:
        found = terms.TRUE if entry is value else ev.same(entry, value)
        total = arithmetic.binary(ast.Add, total, truth(found), ev.decide)
    return total


@method(List, name="__add__")
def _add(ev: Evaluator, own: List, other: Any) -> Any:
    if not isinstance(other, List) or other.kind != own.kind:
        return NotImplemented
    if own.is_unordered or other.is_unordered:
        ev.no("joining lists that have the order of a set", "sort them first")
    return ev.new_list([*ev.known(own), *ev.known(other)], own.kind)


@method(tuple, name="__add__")
def _add_tuples(_ev: Evaluator, own: Any, other: Any) -> Any:
    if not isinstance(other, tuple):
        return NotImplemented
    return (*own, *other)


@method(List, name="__mul__")
@method(List, name="__rmul__")
def _repeat(ev: Evaluator, own: List, times: Any) -> Any:
    if not is_number(times):
        ev.throw(TypeError)
    row = method_of(times, "__repeat__")
    if row is not None:
        return row(ev, times, own)
    return ev.new_list(list(ev.known(own)) * position(ev, times), own.kind)


@method(tuple, name="__mul__")
@method(tuple, name="__rmul__")
def _repeat_tuple(ev: Evaluator, own: Any, times: Any) -> Any:
    if not is_number(times):
        ev.throw(TypeError)
    return tuple(own) * position(ev, times)


__all__ = ["comparing"]
