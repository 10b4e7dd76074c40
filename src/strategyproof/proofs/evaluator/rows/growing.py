"""Lists that a loop over all bidders fills: inside a step only ``append`` is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.rows.entries import refusing
from strategyproof.proofs.evaluator.rows.moments import ENTRIES, Moment
from strategyproof.proofs.evaluator.rows.rows import Column, Grown, GrownDict
from strategyproof.proofs.evaluator.rows.views import View
from strategyproof.proofs.evaluator.table import method

_refuse = refusing("a loop that does more with a list or dictionary that was empty before it than filling it")


class Gathering(List):
    """A list inside a step: what it held before the step is not known, and nothing but ``append`` may be asked."""

    __slots__ = ()

    __len__ = __iter__ = __getitem__ = __setitem__ = __delitem__ = __contains__ = __reversed__ = _refuse
    append = extend = insert = pop = remove = clear = reverse = sort = index = count = copy = _refuse


class GatheringDict(Dict):
    """A dictionary inside a step: nothing but setting a key may be asked."""

    __slots__ = ()

    __len__ = place = put = drop = clear = copied = keys = values = _refuse
    entries = property(_refuse)


Filled = List | Dict


@contextmanager
def gathering(empty: Sequence[Filled], since: int) -> Iterator[None]:
    """Let empty lists and dictionaries be gathered in, for a step that begins now."""
    for one in empty:
        if isinstance(one, List):
            one.__class__, one.maxlen = Gathering, since
        else:
            one.__class__, one._next = GatheringDict, since
    try:
        yield
    finally:
        for one in empty:
            if isinstance(one, List):
                one.__class__, one.maxlen, one.is_unordered = List, None, False
                list.clear(one)
            else:
                one.__class__, one._next, one.entries = Dict, 0, {}


def gathered(one: Filled) -> list[Any]:
    """Return what a step appended, or the pairs that it set."""
    return list.copy(one) if isinstance(one, List) else list(ENTRIES.__get__(one).values())


@method(GatheringDict, name="__setitem__")
def _put(ev: Evaluator, own: GatheringDict, key: Any, value: Any) -> None:
    ev.journal.forbid(own._next)
    held = ENTRIES.__get__(own)
    held[len(held)] = ev.hashable(key), value


@method(Gathering, name="append")
def _append(ev: Evaluator, own: Gathering, value: Any) -> None:
    assert own.maxlen is not None
    ev.journal.forbid(own.maxlen)
    if own.is_unordered:
        _no(ev)
    list.append(own, value)


@method(Gathering, name="__insort__")
def _insort(ev: Evaluator, own: Gathering, value: Any) -> None:
    """Insert in order: it comes to sorting what was appended, where all is inserted so."""
    if not own.is_unordered and list.__len__(own):
        _no(ev)
    own.is_unordered = False
    _append(ev, own, value)
    own.is_unordered = True


@method(Gathering, name="__len__")
def _len(ev: Evaluator, own: Gathering) -> Any:
    """Return how many were appended before this item: a number of which only is known that it rises with each."""
    loop, at = next(step for step in reversed(ev.market.steps) if own.maxlen == step[0].since)
    return loop.size_before(own, at)


def _no(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("a loop that does more with a list or dictionary that was empty before it than filling it")


OTHERS = (
    "extend insert pop remove clear reverse sort index count copy __iter__ __getitem__ __setitem__ __delitem__ "
    "__contains__ __add__ __radd__ __mul__ __rmul__ __iadd__ __imul__ __sorted__ __extreme__ __sum__ __quantified__ "
    "__compare__ __list__ __tuple__ __set__ __reversed__"
)
for _name in OTHERS.split():
    method(Gathering, name=_name)(_no)


def empty_ones(moment: Moment, clock: int) -> list[Filled]:
    """Return the empty lists and dictionaries that a loop may fill: those that are there before it."""
    found = [holder for holder, _ in moment.kept.values() if 0 <= holder.born <= clock]
    lists = [one for one in found if type(one) is List and one.kind == "list" and not list.__len__(one)]
    dicts = [one for one in found if type(one) is Dict and one.kind in ("dict", "OrderedDict") and not one.entries]
    return [*lists, *dicts]


def grow(ev: Evaluator, filled: Filled, content: View) -> None:
    """Make an empty list or dictionary one of any length; it stays the same object."""
    if not ev.changing(filled):
        return
    if isinstance(filled, List):
        list.append(filled, Column(content, filled.born))
        filled.__class__ = Grown
    else:
        filled.factory = Column(content, filled.born, "dict")
        filled.__class__ = GrownDict
