"""What types do as values: they are subscripted and united in annotations, and ``isinstance`` takes the union."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import Builtin, Class
from strategyproof.proofs.evaluator.table import method


@method(Builtin, name="__getitem__")
def _subscripted(ev: Evaluator, own: Builtin, _index: Any) -> Any:
    """Return ``list[int]``: the same, as far as what it does is concerned."""
    if own.name.startswith("typing.") or own.name in GENERIC:
        return own
    ev.throw(TypeError)


GENERIC = {
    *("list", "dict", "tuple", "set", "frozenset", "type", "collections.deque", "collections.defaultdict"),
    *("collections.OrderedDict", "collections.Counter"),
}
"""The types that can be subscripted."""


class Union:
    """``int | float``."""

    def __init__(self, kinds: tuple[Any, ...]) -> None:
        self.kinds = kinds


@method(Builtin, name="__or__")
@method(Class, name="__or__")
@method(Union, name="__or__")
def _or(ev: Evaluator, own: Any, other: Any) -> Any:
    if other is not None and not isinstance(other, (Builtin, Class, Union)):
        ev.throw(TypeError)
    return Union((*_kinds(own), *_kinds(other)))


@method(Builtin, name="__ror__")
@method(Class, name="__ror__")
def _ror(ev: Evaluator, own: Any, other: Any) -> Any:
    return _or(ev, other, own) if isinstance(other, Union) else Union((*_kinds(other), *_kinds(own)))


def _kinds(kind: Any) -> tuple[Any, ...]:
    return kind.kinds if isinstance(kind, Union) else (kind,)


@method(Union, name="__isinstance__")
def _is_of(ev: Evaluator, own: Union, value: Any) -> Any:
    return ev.call(ev.function("isinstance"), [value, own.kinds], {})
