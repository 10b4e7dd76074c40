"""Items that are there under a condition: ``sum(b for b in bids if b > r)`` without a path for each set of bidders.

What stands directly as an argument, such as a generator expression, is nobody else's. It may be gone through on trial,
all of it, each item with the condition under which a filter lets it pass, and again item by item where an effect or an
exception shows: then Python's own order of events counts, which stops at the first item that settles the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import OutOfBudget, Unsupported
from strategyproof.proofs.evaluator.merging import CANNOT_BE_TAKEN_BACK
from strategyproof.proofs.evaluator.numbers import NotMergeable
from strategyproof.proofs.evaluator.objects import Items
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Guarded: TypeAlias = Iterator[tuple[Term, Any]]
"""Items, each with the condition under which it is there."""

MAKERS = ("enumerate", "zip", "map", "filter", "reversed")
"""The words that make an iterator of their own."""

TAKERS = (*MAKERS, "any", "all", "sum", "max", "min")
"""The words that use up an iterator that they are handed, and keep it to themselves."""

FAILED: Any = object()


def can_be_repeated(value: Any) -> bool:
    """Tell whether going through a value takes nothing from anybody."""
    if isinstance(value, Items):
        return value.is_alone and value.again is not None
    ordered = not (isinstance(value, List) and (value.is_unordered or value.kind != "list"))
    return isinstance(value, (List, tuple, range, str, Dict)) and ordered


def items(ev: Evaluator, value: Any) -> Guarded:
    """Go through a value that can be repeated."""
    if isinstance(value, Items):
        assert value.again is not None
        return value.again()
    return ((terms.TRUE, item) for item in ev.iterate(value))


def certain(ev: Evaluator, value: Any) -> Iterator[Any]:
    """Go through items that are there in any case, for what counts their places."""
    for when, item in items(ev, value):
        if when is not terms.TRUE:
            raise NotMergeable
        yield item


def repeatable(made: Items, sources: Iterable[Any], again: Callable[[], Guarded]) -> Items:
    """Let an iterator be gone through again, if all that it takes from can be."""
    if all(map(can_be_repeated, sources)):
        made.again = again
    return made


def tried(ev: Evaluator, value: Any, run: Callable[[list[tuple[Term, Any]]], Any]) -> Any:
    """Compute something of all items; ``FAILED`` if they must be asked one by one."""
    if not ev.merges or not isinstance(value, Items) or not can_be_repeated(value):
        return FAILED
    line = ev.line
    try:
        return ev.journal.purely(lambda: run(list(items(ev, value))))
    except OutOfBudget:
        raise
    except (*CANNOT_BE_TAKEN_BACK, Unsupported):
        ev.line = line
        return FAILED
