"""What a function could remember between calls: its module's variables, its defaults, attributes and closure."""

from __future__ import annotations

import random
import sys
import types
from collections.abc import Iterator
from typing import Any

from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.plain.source import Loaded

_ATOMS = (int, float, complex, str, bytes, bool, type(None))


def snapshot(loaded: Loaded) -> dict[str, Any]:
    """Return a picture of everything that the function could keep, by name."""
    picture: dict[str, Any] = {}
    for name, value in _variables(loaded):
        picture.setdefault(name, []).append(_picture(value, 4))
    picture["the random generator"] = hash(random.getstate())
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        picture["NumPy's random generator"] = hash(str(numpy.get_state()))
    return picture


def changed(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """Name what differs between two pictures."""
    return next((name for name in {**before, **after} if before.get(name) != after.get(name)), None)


def _variables(loaded: Loaded) -> Iterator[tuple[str, Any]]:
    for name, value in vars(loaded.module).items():
        if name.startswith("__") or isinstance(value, types.ModuleType):
            continue
        yield f"the global {name!r}", value
        if isinstance(value, types.FunctionType) and value.__module__ == loaded.module.__name__:
            yield from _of_function(value)
        if isinstance(value, type) and value.__module__ == loaded.module.__name__:
            yield from ((f"{name}.{key}", kept) for key, kept in vars(value).items() if not key.startswith("__"))
    if isinstance(loaded.function, types.FunctionType):
        yield from _of_function(loaded.function)


def _of_function(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        yield f"a default of {function.__name__!r}", default
    yield f"an attribute of {function.__name__!r}", vars(function)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield f"the enclosed variable {name!r}", cell.cell_contents
        except ValueError:
            continue


def _picture(value: Any, depth: int) -> Any:
    """Return something comparable that differs if the value's content does."""
    if isinstance(value, _ATOMS):
        return type(value).__name__, repr(value)
    if isinstance(value, Symbolic) or depth == 0 or isinstance(value, (type, types.FunctionType)):
        return id(value)
    if isinstance(value, dict):
        return id(value), [(_picture(k, depth - 1), _picture(v, depth - 1)) for k, v in value.items()]
    if isinstance(value, (list, tuple)):
        return id(value), [_picture(x, depth - 1) for x in value]
    if isinstance(value, (set, frozenset)):
        return id(value), len(value), sorted(map(repr, (_picture(x, depth - 1) for x in value)))
    inner = getattr(value, "__dict__", None)
    return (id(value), _picture(inner, depth - 1)) if isinstance(inner, dict) else (id(value), _text(value))


def _text(value: Any) -> str:
    """Return the text of a value without attributes (an iterator, a random generator), whose position it may show."""
    state = getattr(value, "getstate", None) or getattr(value, "__reduce__", None)
    try:
        return repr(state()) if state is not None else ""
    except TypeError:
        return ""
