"""The methods and operators of dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from strategyproof.proofs.evaluator import comparing
from strategyproof.proofs.evaluator.containers import Dict, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.expressions import new_set
from strategyproof.proofs.evaluator.iterating import unordered, while_it_stays
from strategyproof.proofs.evaluator.objects import MISSING, Items
from strategyproof.proofs.evaluator.positions import delete, looked_up, put_entry
from strategyproof.proofs.evaluator.table import method, method_of
from strategyproof.proofs.evaluator.words.builtins_words import fill


class View:
    """The keys, values or items of a dictionary, as they are when they are asked for.

    Attributes
    ----------
    kind
        ``dict_keys``, ``dict_values`` or ``dict_items``.
    """

    def __init__(self, of: Dict, kind: str) -> None:
        self.of, self.kind = of, kind

    @property
    def pythons_type(self) -> type:
        """Return Python's type of it."""
        return {"dict_keys": type({}.keys()), "dict_values": type({}.values()), "dict_items": type({}.items())}[
            self.kind
        ]

    def items(self, ev: Evaluator) -> list[Any]:
        """Return what it shows now."""
        own = ev.known(self.of)
        if self.kind == "dict_items":
            return list(own.entries.values())
        return list(own.keys() if self.kind == "dict_keys" else own.values())


@method(View, name="__len__")
def _view_len(ev: Evaluator, own: View) -> Any:
    return len(ev.known(own.of))


@method(View, name="__bool__")
def _view_bool(ev: Evaluator, own: View) -> Any:
    return ev.truth(len(ev.known(own.of)))


@method(View, name="__iter__")
def _view_iter(ev: Evaluator, own: View) -> Any:
    if own.kind == "dict_keys":
        return ev.iterate(own.of)
    entries = ev.known(own.of).entries

    def now() -> Iterator[Any]:
        """Give each entry as it is when its turn comes."""
        for place in list(entries):
            pair = entries.get(place, (None, None))
            yield pair if own.kind == "dict_items" else pair[1]

    return while_it_stays(ev, own.of, now())


@method(View, name="__reversed__")
def _view_reversed(ev: Evaluator, own: View) -> Any:
    return Items(reversed(own.items(ev)), "reversed", ev.born)


@method(View, name="__contains__")
def _view_contains(ev: Evaluator, own: View, value: Any) -> Any:
    if own.kind == "dict_keys":
        return comparing.contains(ev, own.of, value)
    return comparing.contains(ev, tuple(own.items(ev)), value)


@method(View, name="__quantified__")
def _view_quantified(ev: Evaluator, own: View, *, some: bool) -> Any:
    return ev.call(ev.function("any" if some else "all"), [tuple(own.items(ev))], {})


@method(View, name="__types__")
def _view_types(_ev: Evaluator, own: View) -> Any:
    return (own.kind,)


@method(View, name="__getitem__")
def _view_getitem(ev: Evaluator, _own: View, _index: Any) -> Any:
    ev.throw(TypeError)


@method(View, name="__as_set__")
def _as_set(ev: Evaluator, own: View) -> Any:
    if own.kind == "dict_values":
        return NotImplemented
    made = new_set(ev, own.items(ev))
    made.native = None
    return made


def _with_sets(name: str) -> None:
    @method(View, name=f"__{name}__")
    def row(ev: Evaluator, own: View, other: Any) -> Any:
        first = _as_set(ev, own)
        if first is NotImplemented:
            return NotImplemented
        second = new_set(ev, unordered(ev, other))
        second.native = None
        found = method_of(first, f"__{name}__")
        assert found is not None
        return found(ev, first, second)


for _name in ("and", "or", "sub", "xor"):
    _with_sets(_name)


@method(View, name="__compare__")
def _view_compare(ev: Evaluator, own: View, op: Any, other: Any) -> Any:
    if op in (ast.Is, ast.IsNot):
        return (own is other) is (op is ast.Is)
    if op in (ast.In, ast.NotIn):
        return None
    is_set = isinstance(other, Set) or (isinstance(other, View) and other.kind != "dict_values")
    if own.kind == "dict_values" or not is_set:
        if op in (ast.Eq, ast.NotEq):
            return (own is other) is (op is ast.Eq)
        ev.throw(TypeError)
    second = _as_set(ev, other) if isinstance(other, View) else other
    return comparing.compare(ev, op, _as_set(ev, own), second)


@method(Dict, name="get")
def _get(ev: Evaluator, own: Dict, key: Any, default: Any = None) -> Any:
    return looked_up(ev, own, key, default)


@method(Dict, name="keys")
def _keys(ev: Evaluator, own: Dict) -> Any:
    return View(own, "dict_keys")


@method(Dict, name="values")
def _values(ev: Evaluator, own: Dict) -> Any:
    return View(own, "dict_values")


@method(Dict, name="items")
def _items(ev: Evaluator, own: Dict) -> Any:
    return View(own, "dict_items")


@method(Dict, name="pop")
def _pop(ev: Evaluator, own: Dict, key: Any, default: Any = MISSING) -> Any:
    found = looked_up(ev, own, key, MISSING)
    if found is MISSING:
        if default is MISSING:
            ev.throw(KeyError)
        return default
    delete(ev, own, key)
    return found


@method(Dict, name="popitem")
def _popitem(ev: Evaluator, own: Dict, *args: Any, **named: Any) -> Any:
    if own.kind != "OrderedDict" and (args or named):
        ev.throw(TypeError)
    last = ev.is_true((*args, *named.values(), True)[0])
    if not own.entries:
        ev.throw(KeyError)
    place = list(own.entries)[-1 if last else 0]
    found = own.entries[place]
    if ev.changing(own):
        own.drop(place)
    return found


@method(Dict, name="setdefault")
def _setdefault(ev: Evaluator, own: Dict, key: Any, default: Any = None) -> Any:
    found = looked_up(ev, own, key, MISSING)
    if found is MISSING:
        put_entry(ev, own, key, default)
        return default
    return found


@method(Dict, name="update")
def _update(ev: Evaluator, own: Dict, other: Any = (), /, **named: Any) -> None:
    if own.kind == "Counter":
        from strategyproof.proofs.evaluator.words.collections_words import update_counter

        update_counter(ev, own, other, named)
        return
    fill(ev, own, other)
    for key, value in named.items():
        put_entry(ev, own, key, value)


@method(Dict, name="clear")
def _clear(ev: Evaluator, own: Dict) -> None:
    if ev.changing(own):
        own.clear()


@method(Dict, name="copy")
def _copy(ev: Evaluator, own: Dict) -> Any:
    return ev.known(own).copied(ev.born)


@method(Dict, name="__or__")
def _or(ev: Evaluator, own: Dict, other: Any) -> Any:
    if not isinstance(other, Dict):
        ev.throw(TypeError)
    made = ev.known(own).copied(ev.born)
    fill(ev, made, other)
    return made
