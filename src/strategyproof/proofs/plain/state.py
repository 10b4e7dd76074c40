"""What a function could remember between calls: its modules' variables, its defaults, attributes, closure, caches."""

from __future__ import annotations

import decimal
import functools
import gc
import pickle
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
_PYTHONS = frozenset(
    ("__array__", "__builtins__", "__cached__", "__caught__", "__dict__", "__file__", "__imported__",
     "__loader__", "__meant__", "__package__", "__refuse_is__", "__refuse_match__",
     "__sort__", "__spec__", "__type__", "__warningregistry__", "__weakref__")
)  # fmt: skip
"""Variables of a module or a class that Python or the prover sets."""
_TOLD_BY_TEXT = ("array", "builtins", "ctypes", "decimal", "_io", "itertools", "numpy", "_thread")
"""Modules of types whose objects hold numbers that are no Python objects."""

_MODULES = "the modules"
MOST_OBJECTS = 5_000
"""Objects that may stand behind one variable: with more, nobody can say whether it changes."""


def snapshot(loaded: Loaded) -> dict[str, Any]:
    """Return a picture of everything that the function could keep, by name.

    Raises
    ------
    Unsupported
        If too many objects stand behind a name.
    """
    picture: dict[str, Any] = {}
    modules = _modules(loaded)
    names = {module.__name__ for module in modules}
    for name, values in _variables(loaded, modules):
        picture.setdefault(name, []).append(_picture(name, values, names))
    imported = (name for module in modules for name in vars(module).get("__imported__", ()))
    picture[_MODULES] = {name for name in imported if name in sys.modules}
    picture["the random generator"] = hash(random.getstate())
    precision = decimal.getcontext()
    picture["the context of decimals"] = (precision.prec, precision.rounding, precision.Emin, precision.Emax)
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        picture["NumPy's random generator"] = hash(str(numpy.get_state()))
    return picture


def changed(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """Name what differs between two pictures; what was not there before a module was loaded is new with it."""
    loaded = before[_MODULES] != after[_MODULES]
    names = before if loaded else {**before, **after}
    return next((name for name in names if name != _MODULES and before.get(name) != after.get(name)), None)


def _modules(loaded: Loaded) -> list[types.ModuleType]:
    """Return the function's module, and those from its folder that it uses."""
    folder, found = Path(loaded.file).parent, [loaded.module]
    for module in found:
        homes = map(_home, list(vars(module).values()))
        for name in dict.fromkeys([*homes, *vars(module).get("__imported__", ())]):
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
        for name in vars(module).get("__imported__", ()):
            if name in sys.modules:
                yield f"the module {name!r}", _kept(vars(sys.modules[name]))
    if isinstance(loaded.function, types.FunctionType):
        yield from _of_function(loaded.function)


def _of_global(module: types.ModuleType, name: str, value: Any) -> Iterator[tuple[str, Iterable[Any]]]:
    is_own = getattr(value, "__module__", None) == module.__name__
    if isinstance(value, types.ModuleType):
        yield f"the module {value.__name__!r}", _kept(vars(value))
    elif is_own and isinstance(value, types.FunctionType):
        yield from _of_function(value)
    elif is_own and isinstance(value, type):
        yield from ((f"{name}.{key}", [kept]) for key, kept in _own(vars(value)))
    else:
        yield f"the global {name!r}", [value]


def _of_function(function: types.FunctionType) -> Iterator[tuple[str, Iterable[Any]]]:
    yield f"a default of {function.__name__!r}", [function.__defaults__, function.__kwdefaults__]
    yield f"an attribute of {function.__name__!r}", [id(function), *_attributes(function)]
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield f"the enclosed variable {name!r}", [cell]


def _attributes(function: types.FunctionType) -> list[Any]:
    return [id(function.__code__), function.__doc__, function.__name__, function.__annotations__, vars(function)]


def _own(variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the variables of a class or a module, except Python's own, the prover's, and caches of abstract classes."""
    return (
        (name, value)
        for name, value in list(variables.items())
        if name not in _PYTHONS and not name.startswith("_abc_")
    )


def _is_of_imports(value: Any) -> bool:
    return value is sys.modules or value is sys.path_importer_cache


def _kept(variables: Mapping[str, Any]) -> list[Any]:
    """Return the numbers, texts and public lists that a module or a class of another's holds, with those of classes."""
    found = []
    for name, value in _own(variables):
        is_public = not name.startswith("_") and not _is_of_imports(value)
        if isinstance(value, _ATOMS) or (is_public and type(value) in (list, dict, set)):
            found.append(value)
        elif isinstance(value, type):
            found += [number for number in vars(value).values() if isinstance(number, (int, float))]
    return found


def _picture(name: str, values: Iterable[Any], modules: Collection[str]) -> list[Any]:
    """Return something comparable that differs if what is behind the values does."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, _ATOMS):
            found.append((type(value).__name__, repr(value)))
            continue
        found.append(id(value))
        if id(value) not in seen:
            seen.add(id(value))
            if len(seen) > MOST_OBJECTS:
                raise Unsupported(f"{name} holds more than {MOST_OBJECTS:,} objects, any of which a run could change")
            waiting.extend(_inside(value, modules))
    return found


def _inside(value: Any, modules: Collection[str]) -> Iterable[Any]:
    """Return what a value holds, without running code of its class."""
    if isinstance(value, (Symbolic, types.ModuleType, types.CodeType, types.FrameType)):
        return ()
    if isinstance(value, type):
        return [kept for _, kept in _own(vars(value))] if value.__module__ in modules else _kept(vars(value))
    if isinstance(value, types.FunctionType):
        return [*_attributes(value), *(value.__closure__ or ()), value.__defaults__, value.__kwdefaults__]
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
    if type(value).__module__.partition(".")[0] not in _TOLD_BY_TEXT:
        return ""
    try:
        return repr(pickle.dumps(value) if type(value).__module__ != "builtins" else value.__reduce__())
    except (TypeError, AttributeError, pickle.PicklingError):
        return repr(value)
    except Unsupported as error:
        Unsupported.raised.remove(error)
        return ""
