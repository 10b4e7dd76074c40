"""The methods and operators of dictionaries."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.objects import MISSING
from strategyproof.proofs.evaluator.positions import delete, looked_up, put_entry
from strategyproof.proofs.evaluator.table import method
from strategyproof.proofs.evaluator.words.builtins_words import fill


class View(List):
    """The keys, values or items of a dictionary, as they are when they are asked for."""

    __slots__ = ()


@method(Dict, name="get")
def _get(ev: Evaluator, own: Dict, key: Any, default: Any = None) -> Any:
    return looked_up(ev, own, key, default)


@method(Dict, name="keys")
def _keys(ev: Evaluator, own: Dict) -> Any:
    return View(ev.known(own).keys(), ev.born, "dict_keys")


@method(Dict, name="values")
def _values(ev: Evaluator, own: Dict) -> Any:
    return View(ev.known(own).values(), ev.born, "dict_values")


@method(Dict, name="items")
def _items(ev: Evaluator, own: Dict) -> Any:
    return View(list(ev.known(own).entries.values()), ev.born, "dict_items")


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
def _popitem(ev: Evaluator, own: Dict, last: Any = True) -> Any:
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
