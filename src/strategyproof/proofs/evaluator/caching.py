"""``functools.lru_cache``: what a function gave for the same arguments before.

A function made in a run keeps a cache of that run, and the cache is real: a second call does nothing. A function of
the file is called again instead, which gives the same: its arguments are numbers and text, so all that it could find
changed is a state of the file, which is opaque. What could tell the difference is refused: a result that can change,
and equal arguments of different types, of which Python returns the first one's result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from strategyproof.proofs.evaluator.containers import Dict, is_plain
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import NUMBERS, IntOrFloat, Symbolic, is_number, kind_of
from strategyproof.proofs.evaluator.objects import MISSING, Deferred, Function, Instance, Scope


def cached(ev: Evaluator, function: Function, args: list[Any], keywords: dict[str, Any], run: Callable[[], Any]) -> Any:
    """Return what a cached function gives; ``run`` calls the function itself."""
    for value in [*args, *keywords.values()]:
        ev.hashable(value)
    _check_types(ev, function, [*args, *keywords.values()])
    if function.born < 0:
        if not all(_is_number_or_text(value) for value in [*args, *keywords.values()]):
            ev.no("a cache that outlives the run, by what is not a number or text")
        result = run()
        if not _is_number_or_text(result):
            ev.no("a cached result that can change")
        return result
    key = (tuple(args), tuple(keywords.items()))
    if is_plain(key):
        return _by_plain_key(ev, function, key, run)
    return _by_key(ev, function, key, run)


def _by_plain_key(ev: Evaluator, function: Function, key: Any, run: Callable[[], Any]) -> Any:
    """Keep results under names, so that those which one side of a branch computed are told from those of the other."""
    if "cache by bids" in function.fields:
        ev.no("a cache by bids and by other values")
    cache = function.fields.setdefault("cache", Scope("cache", born=function.born))
    found = cache.get(key, MISSING)
    while isinstance(found, Deferred):
        *others, (_, last) = found.cases
        found = next((option for when, option in others if ev.decide(when)), last)
    if found is MISSING:
        found = run()
        if ev.setting(cache, key, "a cache"):
            cache[key] = found
    return found


def _by_key(ev: Evaluator, function: Function, key: Any, run: Callable[[], Any]) -> Any:
    if "cache" in function.fields:
        ev.no("a cache by bids and by other values")
    cache = function.fields.setdefault("cache by bids", Dict(function.born))
    place = cache.place(key, ev.are_same)
    if place is not None:
        return cache.entries[place][1]
    found = run()
    if ev.changing(cache):
        cache.put(key, found, ev.are_same)
    return found


def _check_types(ev: Evaluator, function: Function, args: list[Any]) -> None:
    """Refuse a cache that is asked for numbers of different types, which are equal to it."""
    for number in (part for arg in args for part in _numbers(ev, arg)):
        kind = kind_of(number)
        known = function.fields.setdefault("types of the cache", kind)
        if known is not kind or kind is IntOrFloat:
            ev.no("a cache that is asked for equal numbers of different types")


def _numbers(ev: Evaluator, value: Any) -> list[Any]:
    if is_number(value):
        return [value]
    if isinstance(value, Instance) and value.cls.find("__eq__") is not MISSING:
        ev.no("a cache by an object with an equality of its own")
    return [number for part in value for number in _numbers(ev, part)] if isinstance(value, tuple) else []


def _is_number_or_text(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_number_or_text, value))
    return isinstance(value, (Symbolic, str, bytes, type(None), *NUMBERS))
