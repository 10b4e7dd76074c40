"""What a function could remember between calls: its modules' variables, its defaults, attributes, closure, caches."""

from __future__ import annotations

import functools
import gc
import random
import sys
import types
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from fractions import Fraction
from pathlib import Path
from typing import Any

from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Symbolic
from strategyproof.proofs.plain.source import Loaded, is_users

_ATOMS = (int, float, complex, str, bytes, bool, type(None))
_CACHE = type(functools.cache(len))
_TOLD_BY_TEXT = ("array", "builtins", "decimal", "itertools", "numpy")
"""Modules of types whose objects hold numbers that are no Python objects."""

MOST_OBJECTS = 5_000
"""Objects looked at behind one variable."""


def snapshot(loaded: Loaded) -> dict[str, Any]:
    """Return a picture of everything that the function could keep, by name."""
    picture: dict[str, Any] = {}
    modules = _modules(loaded)
    names = {module.__name__ for module in modules}
    for name, values in _variables(loaded, modules):
        picture.setdefault(name, []).append(_picture(values, names))
    picture["the random generator"] = hash(random.getstate())
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        picture["NumPy's random generator"] = hash(str(numpy.get_state()))
    return picture


def changed(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """Name what differs between two pictures."""
    return next((name for name in {**before, **after} if before.get(name) != after.get(name)), None)


def _modules(loaded: Loaded) -> list[types.ModuleType]:
    """Return the function's module, and those from its folder that it uses."""
    folder, found = Path(loaded.file).parent, [loaded.module]
    for module in found:
        for name in dict.fromkeys(map(_home, list(vars(module).values()))):
            other = sys.modules.get(name)
            file = getattr(other, "__file__", None)
            if other is not None and other not in found and file is not None and is_users(file, folder):
                found.append(other)
    return found


def _home(value: Any) -> str:
    if isinstance(value, types.ModuleType):
        return value.__name__
    named = value if isinstance(value, (type, types.FunctionType)) else type(value)
    return str(named.__module__)


def _variables(loaded: Loaded, modules: Sequence[types.ModuleType]) -> Iterator[tuple[str, Iterable[Any]]]:
    for module in modules:
        prefix = "" if module is loaded.module else f"{module.__name__}."
        for name, value in _own(vars(module)):
            yield from _of_global(module, prefix + name, value)
    if isinstance(loaded.function, types.FunctionType):
        yield from _of_function(loaded.function)


def _of_global(module: types.ModuleType, name: str, value: Any) -> Iterator[tuple[str, Iterable[Any]]]:
    is_own = getattr(value, "__module__", None) == module.__name__
    if isinstance(value, types.ModuleType):
        yield f"the module {name!r}", [kept for _, kept in _own(vars(value)) if isinstance(kept, _ATOMS)]
    elif is_own and isinstance(value, types.FunctionType):
        yield from _of_function(value)
    elif is_own and isinstance(value, type):
        yield from ((f"{name}.{key}", [kept]) for key, kept in _own(vars(value)))
    else:
        yield f"the global {name!r}", [value]


def _of_function(function: types.FunctionType) -> Iterator[tuple[str, Iterable[Any]]]:
    yield f"a default of {function.__name__!r}", [function.__defaults__, function.__kwdefaults__]
    yield f"an attribute of {function.__name__!r}", [vars(function)]
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield f"the enclosed variable {name!r}", [cell]


def _own(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the variables of a class or a module, except Python's own and its cache of abstract classes."""
    return ((name, value) for name, value in list(variables.items()) if not name.startswith(("__", "_abc_")))


def _picture(values: Iterable[Any], modules: Collection[str]) -> list[Any]:
    """Return something comparable that differs if what is behind the values does."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = list(values)
    while waiting and len(seen) < MOST_OBJECTS:
        value = waiting.pop()
        if isinstance(value, _ATOMS):
            found.append((type(value).__name__, repr(value)))
            continue
        found.append(id(value))
        if id(value) not in seen:
            seen.add(id(value))
            waiting.extend(_inside(value, modules))
    return found


def _inside(value: Any, modules: Collection[str]) -> Iterable[Any]:
    """Return what a value holds, without running code of its class."""
    if isinstance(value, (Symbolic, types.ModuleType, types.CodeType, types.FrameType)):
        return ()
    if isinstance(value, type):
        return [kept for _, kept in _own(vars(value))] if value.__module__ in modules else ()
    if isinstance(value, types.FunctionType):
        return [*(value.__closure__ or ()), value.__defaults__, value.__kwdefaults__, *vars(value).values()]
    if isinstance(value, types.GeneratorType):
        frame = value.gi_frame
        return () if frame is None else [frame.f_lasti, value.gi_yieldfrom, *frame.f_locals.values()]
    if isinstance(value, _CACHE):
        kept = [one for held in gc.get_referents(value) for one in (held.values() if type(held) is dict else [held])]
        return [one for one in kept if not _is_constant(one)]
    if isinstance(value, random.Random):
        return [hash(value.getstate())]
    if isinstance(value, ContextVar):
        return [value.get(None)]
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    own = getattr(value, "__dict__", None)
    return [_text(value), *(own.values() if isinstance(own, dict) else ()), *gc.get_referents(value)]


def _is_constant(value: Any) -> bool:
    """Tell whether a value cannot change; that a cache keeps it makes no difference to what its function answers."""
    if isinstance(value, (tuple, frozenset)):
        return all(map(_is_constant, value))
    return isinstance(value, (*_ATOMS, Fraction, type)) or type(value) is object


def _text(value: Any) -> str:
    """Return the text of a value of a built-in kind (an iterator, an array), whose position or content it may show."""
    if type(value).__module__ not in _TOLD_BY_TEXT:
        return ""
    try:
        return repr(value.__reduce__())
    except TypeError:
        return repr(value)
    except Unsupported as error:
        Unsupported.raised.remove(error)
        return ""
