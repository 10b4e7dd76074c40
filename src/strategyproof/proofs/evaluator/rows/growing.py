"""Lists that a loop over all bidders fills: inside a step only ``append`` is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.rows.entries import refusing
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.evaluator.rows.rows import Column, Grown
from strategyproof.proofs.evaluator.rows.views import View
from strategyproof.proofs.evaluator.table import method

_refuse = refusing("a loop that does more with a list that was empty before it than appending to it")


class Gathering(List):
    """A list inside a step: what it held before the step is not known, and nothing but ``append`` may be asked."""

    __slots__ = ()

    __len__ = __iter__ = __getitem__ = __setitem__ = __delitem__ = __contains__ = __reversed__ = _refuse  # type: ignore[assignment]
    append = extend = insert = pop = remove = clear = reverse = sort = index = count = copy = _refuse  # type: ignore[assignment]

    @staticmethod
    @contextmanager
    def of(lists: Sequence[List], since: int) -> Iterator[None]:
        """Let empty lists be gathered in, for a step that begins now."""
        for one in lists:
            one.__class__, one.maxlen = Gathering, since
        try:
            yield
        finally:
            for one in lists:
                one.__class__, one.maxlen = List, None
                list.clear(one)

    @staticmethod
    def gathered(one: List) -> list[Any]:
        """Return what the step appended."""
        return list.copy(one)


@method(Gathering, name="append")
def _append(ev: Evaluator, own: Gathering, value: Any) -> None:
    assert own.maxlen is not None
    ev.journal.forbid(own.maxlen)
    list.append(own, value)


def _no(ev: Evaluator, *_: Any, **__: Any) -> Any:
    ev.no("a loop that does more with a list that was empty before it than appending to it")


for _name in ("extend", "insert", "pop", "remove", "clear", "reverse", "sort", "index", "count", "copy", "__len__",
              "__iter__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__add__", "__radd__", "__mul__",
              "__rmul__", "__iadd__", "__imul__", "__sorted__", "__extreme__", "__sum__", "__quantified__", "__compare__",
              "__list__", "__tuple__", "__set__", "__reversed__"):  # fmt: skip
    method(Gathering, name=_name)(_no)


def empty_lists(moment: Moment, clock: int) -> list[List]:
    """Return the empty lists that a loop may fill: those that are there before it."""
    found = [holder for holder, _ in moment.kept.values() if type(holder) is List]
    return [one for one in found if one.kind == "list" and 0 <= one.born <= clock and not list.__len__(one)]


def grow(ev: Evaluator, filled: List, content: View) -> None:
    """Make an empty list one of any length; it stays the same object."""
    if not ev.changing(filled):
        return
    list.append(filled, Column(content, filled.born))
    filled.__class__ = Grown
